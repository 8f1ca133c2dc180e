const TEXT_OID = 25;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const UTF8_BYTES_MAX = 3;

/**
 * Texts as one `text[]` parameter in PostgreSQL's binary format (array_recv, one dimension from 1): nothing is escaped here and
 * nothing looked for there, so long texts travel for little more than their bytes.
 */
export const textArray = (texts: readonly (string | null)[]): Buffer => {
  const room = texts.reduce((sum, text) => sum + LENGTH_BYTES + (text?.length ?? 0) * UTF8_BYTES_MAX, HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(room);
  const header = texts.length === 0 ? [0, 0, TEXT_OID] : [1, texts.includes(null) ? 1 : 0, TEXT_OID, texts.length, 1];
  let end = header.reduce((at, word) => bytes.writeInt32BE(word, at), 0);
  for (const text of texts) {
    const length = text === null ? -1 : bytes.write(text, end + LENGTH_BYTES);
    end = bytes.writeInt32BE(length, end) + Math.max(length, 0);
  }
  return bytes.subarray(0, end);
};
