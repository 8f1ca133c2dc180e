import { Refusal } from '@paygate/contract/errors';
import type { FastifyInstance } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const invalid = (en: string, th: string) => new Refusal('INVALID_REQUEST', { issues: [{ field: '(body)', en, th }] });

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
    try {
      done(null, JSON.parse(utf8.decode(raw)));
    } catch {
      done(invalid('must be valid JSON in UTF-8', 'ต้องเป็น JSON ที่ถูกต้องใน UTF-8'));
    }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, raw: Buffer, done) => {
    if (raw.length === 0) return done(null, undefined);
    done(invalid('must be sent with Content-Type: application/json', 'ต้องส่งด้วย Content-Type: application/json'));
  });
};
