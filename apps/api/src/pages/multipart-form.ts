/** Parts a form of ours can have at most; a browser sends each field once. */
const PARTS_MAX = 8;
const HEAD_BYTES_MAX = 1_024;

export interface FormPart { readonly name: string; readonly body: Buffer }

/** The boundary of RFC 2046 5.1.1: 1 to 70 characters, quoted or not. */
const boundaryOf = (contentType: string): string | undefined => /^multipart\/form-data\s*;.*\bboundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)?.slice(1).find((found) => found !== undefined);

/**
 * The parts of a form as a browser sends it (RFC 7578), by field name; of what else a part says nothing is believed. Undefined for what is no such
 * form, has more parts than ours, or breaks off. Reads the bytes once; never throws.
 */
export const readMultipart = (contentType: string, bytes: Buffer): readonly FormPart[] | undefined => {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const parts: FormPart[] = [];
  let at = bytes.subarray(0, mark.length - 2).equals(mark.subarray(2)) ? mark.length - 2 : -1;
  while (at !== -1) {
    if (bytes.toString('latin1', at, at + 2) === '--') return parts;
    if (bytes.toString('latin1', at, at + 2) !== '\r\n' || parts.length >= PARTS_MAX) return undefined;
    const headEnd = bytes.subarray(at, at + HEAD_BYTES_MAX).indexOf('\r\n\r\n');
    const end = headEnd === -1 ? -1 : bytes.indexOf(mark, at + headEnd + 2);
    if (end === -1) return undefined;
    const name = /^content-disposition:\s*form-data\s*;.*?\bname="([^"\r\n]*)"/im.exec(bytes.toString('utf8', at + 2, at + headEnd))?.[1];
    if (name === undefined) return undefined;
    parts.push({ name, body: bytes.subarray(at + headEnd + 4, end) });
    at = end + mark.length;
  }
  return undefined;
};
