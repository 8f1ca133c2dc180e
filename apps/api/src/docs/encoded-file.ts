import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Encoding = 'identity' | 'gzip' | 'br';

/** One file to serve. `encoded` may lack an encoding that is not ready yet; `identity` is always there. */
export interface EncodedFile {
  /** Changes with the content. */
  readonly name: string;
  readonly type: string;
  readonly cacheControl: string;
  readonly encoded: { readonly identity: Buffer } & Partial<Readonly<Record<Encoding, Buffer>>>;
}

/** Names contain the hash, so a copy never goes stale. */
export const forever = 'public, max-age=31536000, immutable';
/** Kept, but asked about on each use. */
export const revalidated = 'no-cache';

const JSON_BROTLI_QUALITY = 9;
const compress = { gzip: promisify(gzip), br: promisify(brotliCompress) };

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Compresses a text of some hundred kilobytes on the thread pool. */
export const encodedText = async (text: string, { name, type, cacheControl }: Pick<EncodedFile, 'name' | 'type' | 'cacheControl'>): Promise<EncodedFile> => {
  const identity = Buffer.from(text);
  const [gzipped, br] = await Promise.all([compress.gzip(identity), compress.br(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: JSON_BROTLI_QUALITY } })]);
  return { name: `${name}-${hashOf(identity)}`, type, cacheControl, encoded: { identity, gzip: gzipped, br } };
};

/** Sends the smallest form the client takes and we have; 304 when it holds this version already. */
export const sendFile = (request: FastifyRequest, reply: FastifyReply, file: EncodedFile): FastifyReply => {
  // Weak: one name for all its encodings.
  const etag = `W/"${file.name}"`;
  reply.header('Cache-Control', file.cacheControl).header('ETag', etag).header('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
  const encoding = bestEncoding(request.headers['accept-encoding'] ?? '', file);
  if (encoding !== 'identity') reply.header('Content-Encoding', encoding);
  return reply.type(file.type).send(file.encoded[encoding]);
};

const bestEncoding = (accepted: string, { encoded }: EncodedFile): Encoding => {
  const offers = new Set(accepted.split(',').map((offer) => offer.trim().toLowerCase()).filter((offer) => !/;\s*q=0(\.0*)?$/.test(offer)).map((offer) => offer.split(';')[0]));
  return (['br', 'gzip'] as const).find((encoding) => offers.has(encoding) && encoded[encoding]) ?? 'identity';
};
