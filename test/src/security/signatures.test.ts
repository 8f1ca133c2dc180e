import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { fund } from '../support/fund.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
beforeAll(async () => {
  merchant = await product.addMerchant();
  await fund(product.platform, merchant.id, 10_000_000);
});

const nowSeconds = () => Math.floor(Date.now() / 1_000);
interface Signing { readonly at?: number; readonly signedBody?: string | Buffer; readonly signature?: string }
const doors = {
  'the bank feed': {
    body: () => JSON.stringify({ credits: [{ bankReference: uuidv7(), accountNumber: product.promptPayId, amount: 1, paidAt: '2026-03-05T15:02:10+07:00' }] }),
    path: '/api/bank/credits', status: 200, secret: () => product.feed.secret, headers: () => ({ 'x-feed-id': product.feed.id }),
  },
  'a payout': {
    body: () => JSON.stringify({ amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } }),
    path: '/api/v1/payout/create', status: 201, secret: () => merchant.secretKey, headers: () => ({ 'x-api-key': merchant.secretKey, 'idempotency-key': uuidv7() }),
  },
} as const;

describe.each(Object.entries(doors))('the signature of %s', (_name, door) => {
  const send = async (body: string | Buffer, { at = nowSeconds(), signedBody = body, signature }: Signing = {}) => {
    const timestamp = String(at);
    const response = await fetch(`${product.baseUrl}${door.path}`, {
      method: 'POST', body: new Uint8Array(Buffer.from(body)),
      headers: { ...door.headers(), 'content-type': 'application/json', 'x-signature-timestamp': timestamp, 'x-signature': signature ?? signRequest(door.secret(), timestamp, Buffer.from(signedBody)) },
    });
    return { status: response.status, code: JSON.parse(await response.text()).code };
  };

  it('R3.3-7 holds for 300 seconds either way and no longer', async () => {
    for (const off of [-298, 0, 298]) expect(await send(door.body(), { at: nowSeconds() + off })).toMatchObject({ status: door.status });
    for (const off of [-302, 302]) expect(await send(door.body(), { at: nowSeconds() + off })).toEqual({ status: 401, code: 'SIGNATURE_EXPIRED' });
  });

  it('R3.3-10 breaks when one byte, a space or the order of keys changes', async () => {
    const body = door.body();
    const changed = [body.replace('1', '2'), `${body} `, body.replace(':', ': '), JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).toReversed().concat([['z', 1]])))];
    for (const sent of changed) expect(await send(sent, { signedBody: body }), sent).toEqual({ status: 401, code: 'SIGNATURE_INVALID' });
  });

  it('refuses a signature by another secret, an empty, short or long one, and one under another timestamp', async () => {
    const body = door.body();
    const other = signRequest('another secret', String(nowSeconds()), Buffer.from(body));
    for (const signature of [other, '0'.repeat(64), 'ab', `${other}00`, signRequest(door.secret(), String(nowSeconds() - 60), Buffer.from(body))]) {
      expect(await send(body, { signature })).toEqual({ status: 401, code: 'SIGNATURE_INVALID' });
    }
    expect(await send(body, { signature: '' })).toEqual({ status: 401, code: 'SIGNATURE_REQUIRED' });
  });

  it('R3.3-11 refuses invalid UTF-8 although its bytes are rightly signed', async () => {
    const bytes = Buffer.concat([Buffer.from('{"amount":1,"x":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    const { status, code } = await send(bytes);
    expect(status).toBe(400);
    expect(['INVALID_REQUEST', 'VALIDATION_ERROR']).toContain(code);
  });
});
