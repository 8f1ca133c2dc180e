import type { Socket } from 'node:net';
import { errorBody, errors, Refusal } from '@paygate/contract/errors';
import { newId } from '@paygate/core/ids';
import type { FastifyError, FastifyRequest } from 'fastify';

const malformed = () => new Refusal('INVALID_REQUEST', { issues: [{ field: '(request)', en: 'is not a well-formed HTTP request', th: 'ไม่ใช่คำขอ HTTP ที่ถูกต้อง' }] });

/**
 * What went wrong before an operation ran, in our words: the framework's complaints and the body parsers' refusals. Input that
 * cannot be read has the operation's own code for input that is not valid. Undefined for a bug of ours.
 */
export const refusalBefore = (error: FastifyError, { routeOptions }: Pick<FastifyRequest, 'routeOptions'>): Refusal | undefined => {
  const invalidCode = routeOptions.config.operation?.invalidCode;
  const own = (refusal: Refusal) => (refusal.code === 'INVALID_REQUEST' && invalidCode ? new Refusal(invalidCode, refusal.details) : refusal);
  if (error instanceof Refusal) return own(error);
  if (error.statusCode === 413) return new Refusal('PAYLOAD_TOO_LARGE', { maxBytes: routeOptions.bodyLimit ?? 0 });
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500 ? own(malformed()) : undefined;
};

/** Answers, on the socket itself, what Node could not read as HTTP or waited for too long, and hangs up. */
export const answerUnreadable = (_error: Error, socket: Socket): void => {
  if (socket.writable) {
    const requestId = newId();
    const refusal = malformed();
    const body = JSON.stringify(errorBody(refusal, requestId));
    socket.write(
      `HTTP/1.1 ${errors[refusal.code].status} Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
      + `X-Request-Id: ${requestId}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
};
