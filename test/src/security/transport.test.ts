import { connect } from 'node:net';
import { createServer } from '@paygate/api/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';

const product = await startTestProduct(await createTestDatabase());
const impatient = await createServer(product.platform, { requestMsMax: 300 });
afterAll(() => impatient.close());
let impatientUrl: string;
beforeAll(async () => {
  impatientUrl = await impatient.listen({ port: 0, host: '127.0.0.1' });
});

interface Heard { readonly text: string; readonly milliseconds: number }
/** Opens a connection, lets `speak` write, and resolves when the server has closed it. */
const hear = (url: string, speak: (write: (text: string) => void) => () => void): Promise<Heard> =>
  new Promise((resolve) => {
    const { port, hostname } = new URL(url);
    const started = performance.now();
    let text = '';
    const socket = connect(Number(port), hostname);
    const stop = speak((part) => void (socket.writable && socket.write(part)));
    const end = () => {
      stop();
      socket.destroy();
      resolve({ text, milliseconds: performance.now() - started });
    };
    socket.setEncoding('utf8').on('data', (part) => (text += part.toString())).on('close', end).on('error', end).on('end', end);
  });
const say = (text: string) => (write: (part: string) => void) => {
  write(text);
  return () => undefined;
};
const drip = (start: string) => (write: (part: string) => void) => {
  write(start);
  const timer = setInterval(() => write('a'), 20);
  return () => clearInterval(timer);
};
const bodyOf = (text: string) => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));
const expectRefused = ({ text }: Heard) => {
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  const body = bodyOf(text);
  expect(Object.keys(body).toSorted()).toEqual(['code', 'details', 'error', 'message', 'requestId']);
  expect(body.code).toBe('INVALID_REQUEST');
  expect(text.toLowerCase()).toContain(`x-request-id: ${body.requestId}`);
};

/** A client that is not cut drips on for ever; a second is the promise, the rest is for a machine that stands still. */
const CUT_MS_MAX = 10_000;
const head = 'POST /api/v1/payment/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
it('R3.3-33 cuts a client that drips its headers, within a second of the limit', async () => {
  const heard = await hear(impatientUrl, drip(`${head}X-Slow: `));
  expect(heard.milliseconds).toBeLessThan(CUT_MS_MAX);
});
it('R3.3-33 cuts a client that drips its body, within a second of the limit', async () => {
  const heard = await hear(impatientUrl, drip(`${head}Content-Length: 5000\r\n\r\n{"`));
  expect(heard.milliseconds).toBeLessThan(CUT_MS_MAX);
});
it('R3.3-34 refuses Content-Length beside Transfer-Encoding, as every refusal is told', async () => {
  expectRefused(await hear(product.baseUrl, say(`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)));
});
it.each([
  ['no HTTP', 'hello\r\n\r\n'], ['a bad header', 'GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n'], ['two lengths', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`],
])('refuses %s in the one body of every refusal', async (_name, text) => {
  expectRefused(await hear(product.baseUrl, say(text)));
});
it('refuses a path that is no UTF-8 in the one body of every refusal', async () => {
  const { status, body, headers } = await product.call(undefined, 'GET', '/api/v1/payment/%ED%A0%80');
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'INVALID_REQUEST', requestId: headers.get('x-request-id') });
});

it('refuses bodies that are too large, and says how large they may be', async () => {
  const merchant = await product.addMerchant();
  const large = JSON.stringify({ amount: 1, description: 'x'.repeat(70_000) });
  expect(await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', large)).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE', details: { maxBytes: 65_536 } } });
  expect(await product.call(undefined, 'POST', '/api/bank/credits', `"${'x'.repeat(1_100_000)}"`)).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE', details: { maxBytes: 1_048_576 } } });
});
