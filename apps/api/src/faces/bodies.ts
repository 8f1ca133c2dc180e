import { Refusal } from '@paygate/contract/errors';
import type { FastifyInstance } from 'fastify';

// The key __proto__, letters escaped or not. Parsers of objects skip it silently, so a caller would not learn that it is lost.
const protoKey = /"(?:_|\\u005[fF]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[fF])(?:t|\\u0074)(?:o|\\u006[fF])(?:_|\\u005[fF]){2}"\s*:/;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const invalid = (en: string, th: string) => new Refusal('INVALID_REQUEST', { issues: [{ field: '(body)', en, th }] });

/** What these bytes say. A refusal for anything but JSON in UTF-8, and for the key __proto__. */
const jsonOf = (raw: Buffer): unknown => {
  try {
    const text = utf8.decode(raw);
    return protoKey.test(text) ? invalid('must not have a key __proto__', 'ต้องไม่มีคีย์ __proto__') : JSON.parse(text);
  } catch {
    return invalid('must be valid JSON in UTF-8', 'ต้องเป็น JSON ที่ถูกต้องใน UTF-8');
  }
};

/**
 * JSON bodies only, kept as the bytes that arrived. Invalid UTF-8 is refused rather than repaired, since a repaired body is
 * not the one that was signed; an empty body counts as none; every other media type is refused (a form post from another
 * site would need no preflight).
 */
export const bodyParsers = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, raw: Buffer, done) => {
    request.rawBody = raw;
    if (raw.length === 0) return done(null, undefined);
    const parsed = jsonOf(raw);
    if (parsed instanceof Refusal) done(parsed);
    else done(null, parsed);
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, raw: Buffer, done) => {
    if (raw.length === 0) return done(null, undefined);
    done(invalid('must be sent with Content-Type: application/json', 'ต้องส่งด้วย Content-Type: application/json'));
  });
};
