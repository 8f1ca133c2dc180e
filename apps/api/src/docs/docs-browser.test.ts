import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { allOperations } from '@paygate/contract';
import { describe, expect, it } from 'vitest';
import { signedPathsOf, signedRequest, withFreshOrderIds } from './docs-browser.ts';

const text = await readFile(new URL('../../../../openapi/openapi.json', import.meta.url), 'utf8');
const signed = signedPathsOf(text);
const key = 'sk_test_0123456789';
const body = JSON.stringify({ amount: 100.37, accountName: 'เจษฎา ใจดี', note: '"quoted" \u2028' });
const post = (path: string, headers: Record<string, string> = { 'X-API-Key': key }) =>
  new Request(`http://localhost:3001${path}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

describe('signedRequest', () => {
  const paths = allOperations.filter(({ surface, auth }) => surface === 'v1' && auth === 'signed').map(({ path }) => path.replaceAll(/\{\w+\}/g, '019a'));
  it.each(paths)('signs the exact bytes of POST %s with the typed key', async (path) => {
    const request = await signedRequest(post(path), signed);
    const sent = Buffer.from(await request.clone().arrayBuffer());
    expect(sent.toString('utf8')).toBe(body);
    const timestamp = request.headers.get('X-Signature-Timestamp')!;
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(60);
    expect(request.headers.get('X-Signature')).toBe(createHmac('sha256', key).update(`${timestamp}.`).update(sent).digest('hex'));
    expect(request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(request.headers.get('X-Signature-Nonce')).toMatch(/^[0-9a-f-]{36}$/);
    expect(request.headers.get('Content-Type')).toBe('application/json');
  });

  it('signs with a Bearer key as well, and keeps an Idempotency-Key that was typed', async () => {
    const request = await signedRequest(post('/api/v1/payout/create', { Authorization: `Bearer ${key}`, 'Idempotency-Key': 'mine' }), signed);
    expect(request.headers.get('X-Signature')).toBe(createHmac('sha256', key).update(`${request.headers.get('X-Signature-Timestamp')}.${body}`).digest('hex'));
    expect(request.headers.get('Idempotency-Key')).toBe('mine');
  });

  it.each([
    ['a payment', post('/api/v1/payment/create')],
    ['a cancelled payment', post('/api/v1/payment/019a/cancel')],
    ['a payout read', new Request('http://localhost:3001/api/v1/payout/019a', { headers: { 'X-API-Key': key } })],
    ['a payout without a key', post('/api/v1/payout/create', {})],
    ['a query that only mentions payouts', post('/api/v1/payment/create?next=/payout/')],
  ])('leaves %s alone', async (_, request) => {
    expect(await signedRequest(request, signed)).toBe(request);
  });
});

describe('withFreshOrderIds', () => {
  it('replaces the printed order id everywhere and changes nothing else', async () => {
    const fresh = withFreshOrderIds(text, 'ORD-FRESH');
    const { paths } = JSON.parse(fresh);
    expect(paths['/api/v1/payment/create'].post.requestBody.content['application/json'].examples['Top-up by a known member'].value.orderId).toBe('ORD-FRESH');
    expect(paths['/api/v1/payment/order/{orderId}'].get.parameters[0].example).toBe('ORD-FRESH');
    expect(fresh).not.toMatch(/ORD-10001|ORDER-12345/);
    expect(fresh.replaceAll('ORD-FRESH-2', 'ORDER-12345').replaceAll('ORD-FRESH', 'ORD-10001')).toBe(text);
  });
});
