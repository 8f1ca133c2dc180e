import { allOperations } from '@paygate/contract';
import { operation, type Operation } from '@paygate/contract/kernel';
import { methodName, sdkMethods } from '@paygate/sdk/methods';
import { judgeSignature } from '@paygate/core/secrets/request-signature.rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { callOf, drive, generatedFolder, languages, titled, type DriverResult } from './languages.ts';
import { openPublicAddress, type PublicAddress, type Seen } from './public-address.ts';

const apiKey = 'sk_test_0123456789';
const operations = allOperations.filter(({ surface }) => surface === 'v1');
let address: PublicAddress;
let folder: string;
beforeAll(async () => {
  address = await openPublicAddress();
  folder = await generatedFolder(address.url);
});

const exampleOf = ({ examples }: Operation) => examples[0];
const pathOf = (one: Operation): string => one.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(exampleOf(one).params?.[name] ?? ''));
const operationAt = ({ method, url }: Seen): Operation => operations.find((one) => one.method === method && pathOf(one) === url.split('?')[0])!;
const queryOf = (url: string) => Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? ''));
const isSignedWell = ({ headers, body }: Seen): boolean =>
  judgeSignature({ secret: apiKey, timestamp: String(headers['x-signature-timestamp']), signature: String(headers['x-signature']), rawBody: Buffer.from(body), nowMilliseconds: Date.now() }) === 'OK' &&
  headers['x-signature-nonce'] !== undefined;

describe.each(languages.map((language) => [titled(language), language] as const))('%s', (_, language) => {
  it.skipIf(language.missing)('has a method for every public operation, which sends its documented example and answers its documented answer', async () => {
    address.seen.length = 0;
    address.answerWith((seen) => {
      const one = operationAt(seen);
      return { status: one.ok.status, body: JSON.stringify(exampleOf(one).answer) };
    });
    const calls = sdkMethods().map((method) => {
      const { params = {}, query, body } = exampleOf(method.operation);
      return callOf(language, method.name, { params, input: body ?? query ?? {} });
    });
    const results: readonly DriverResult[] = await drive(language, folder, { client: { apiKey }, calls });
    expect(address.seen.map((seen) => operationAt(seen)?.id)).toEqual(operations.map(({ id }) => id));
    for (const [index, one] of operations.entries()) {
      const { query = {}, body, answer } = exampleOf(one);
      const seen = address.seen[index]!;
      expect(seen.headers['x-api-key']).toBe(apiKey);
      expect(queryOf(seen.url), one.id).toEqual(query);
      expect(seen.body === '' ? undefined : JSON.parse(seen.body), one.id).toEqual(one.body || one.auth === 'signed' ? (body ?? {}) : undefined);
      expect([isSignedWell(seen), seen.headers['idempotency-key'] !== undefined], one.id).toEqual([one.auth === 'signed', one.method === 'POST' && !one.sandbox]);
      expect(results[index]!.ok, one.id).toEqual(JSON.parse(JSON.stringify(answer)));
    }
  });
  it.skipIf(language.missing)('sends Thai text as it is, so that the bytes signed are the bytes sent', async () => {
    address.seen.length = 0;
    address.answerWith(() => ({ status: 201, body: '{}' }));
    const input = { amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา ณ/อยุธยา "ก"' }, metadata: { note: '😀 https://a.example/b' } };
    await drive(language, folder, { client: { apiKey }, calls: [callOf(language, 'createPayout', { input })] });
    expect(address.seen[0]!.body).toBe(JSON.stringify(input));
    expect(isSignedWell(address.seen[0]!)).toBe(true);
  });
  it.skipIf(language.missing)('escapes what stands in a path, and refuses a name that would change it', async () => {
    address.seen.length = 0;
    address.answerWith(() => ({ status: 200, body: '{}' }));
    const names = ['ออเดอร์/1?x=#%', '..', ''];
    const results = await drive(language, folder, { client: { apiKey }, calls: names.map((orderId) => callOf(language, 'getPaymentByOrder', { params: { orderId } })) });
    expect(address.seen.map(({ url }) => url)).toEqual([`/api/v1/payment/order/${encodeURIComponent(names[0]!)}`]);
    expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT']);
  });
});

describe('method names', () => {
  it('are refused when two operations would share one', () => {
    const [first] = operations;
    expect(() => sdkMethods([first!, first!])).toThrow('Two operations would be the SDK method');
  });
  it.each([
    ['payments.getByOrder', 'GET', 'getPaymentByOrder'], ['withdrawals.approve', 'POST', 'approveWithdrawalRequest'], ['disputes.list', 'GET', 'listDisputes'],
    ['webhooks.rotateSecret', 'POST', 'rotateWebhookSecret'], ['events.types', 'GET', 'getEventTypes'], ['balances.get', 'GET', 'getBalance'],
  ] as const)('%s is %s %s', (id, method, name) => {
    expect(methodName(operation({ ...operations[0]!, id, method }))).toBe(name);
  });
});
