import iconv from 'iconv-lite';
import { cleanText } from '../clean-text.ts';

/** UTF-8 with or without byte order mark, else windows-874 (TIS-620 and what Windows adds), in which every byte means something. Null for UTF-16 and binary files. */
export const decodeText = (bytes: Uint8Array): string | null => {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Fatal decoding throws on the first byte that is not UTF-8.
    return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'win874');
  }
};

const REFERENCE_MAX = 64;
// What banks write where they have no reference to give.
const placeholder = /^(?:NONREF|NOREF|NOTPROVIDED|NOT PROVIDED|NONE|NULL|N\/A|[-.0 ]*)$/i;
/** A bank's reference as it stands, null for none; undefined when it is longer than a reference may be. */
export const referenceOfText = (text: string | null | undefined): string | null | undefined => {
  const clean = cleanText(text, REFERENCE_MAX + 1);
  if (clean === null || placeholder.test(clean)) return null;
  return clean.length > REFERENCE_MAX ? undefined : clean;
};

const ourReference = /(?<![0-9A-Z])PG[0-9A-Z]{16}(?![0-9A-Z])/i;
/** The reference of one of our payments, wherever it stands in a remark. */
export const paymentReferenceIn = (text: string | null): string | null => ourReference.exec(text ?? '')?.[0].toUpperCase() ?? null;

const REMARK_REFERENCE_MAX = 40;
/** A remark that is nothing but one word may be a reference. */
export const wordReference = (text: string | null): string | null => (text !== null && text.length <= REMARK_REFERENCE_MAX && /^[0-9A-Za-z./_-]+$/.test(text) ? text : null);
