import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { generatedFolder } from '@paygate/api/openapi/generated-files';
import { postmanCollection } from '@paygate/api/downloads/postman-collection';
import { openApiDocument } from '@paygate/api/openapi/document';
import { allOperations, errorsOf } from '@paygate/contract';
import { errors } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { fundedMerchant, startSdkProduct, type SdkProduct } from './sdk-product.ts';

interface Item { readonly name: string; readonly request: { readonly method: string; readonly url: { readonly path: readonly string[]; variable: { readonly key: string; value: string }[] } } }
interface Collection { readonly variable: readonly { readonly key: string; readonly value: string }[]; readonly item: readonly { readonly name: string; readonly item: readonly Item[] }[] }
interface Execution { readonly item: { readonly name: string }; readonly request: { readonly method: string; readonly url: { getPath(): string } }; readonly response?: { readonly code: number; text(): string } }
interface Newman { run(options: object, done: (error: Error | null, summary: { readonly run: { readonly executions: readonly Execution[] } }) => void): void }

const newman: Newman = createRequire(import.meta.url)('newman');
const database = await createTestDatabase();
let house: SdkProduct;
beforeAll(async () => {
  house = await startSdkProduct(database);
});

const operationOf = ({ request }: Item): Operation =>
  allOperations.find(({ method, path }) => method === request.method && path === `/${request.url.path.map((part) => part.replace(/^:(\w+)$/, '{$1}')).join('/')}`)!;
const run = (collection: Collection, apiKey: string): Promise<readonly Execution[]> =>
  new Promise((resolve, reject) => {
    newman.run({ collection, reporters: [], envVar: [{ key: 'apiKey', value: apiKey }] }, (error, summary) => (error ? reject(error) : resolve(summary.run.executions)));
  });

/** What must exist before a request can do what it is for: values of its path variables. */
const preparations = (key: string): Readonly<Record<string, () => Promise<string>>> => {
  const call = async (path: string, body: object) => (await house.product.call(key, 'POST', path, body)).body;
  const signed = async (path: string, body: object) => (await house.product.signed(key, path, body)).body;
  const payment = async (more: object = {}): Promise<string> => (await call('/api/v1/payment/create', { amount: 100, ...more })).transaction.id;
  const destination = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' };
  const request = (requestRef: string) => async (): Promise<string> => (await signed('/api/v1/withdrawal/request/create', { amount: 100, destination, requestRef })).request.id;
  return {
    'payments.get': payment, 'payments.cancel': payment, 'checkout.get': payment, 'sandbox.pay': payment, 'sandbox.fail': payment, 'sandbox.expire': payment, 'refunds.list': payment,
    'payments.getByOrder': async () => {
      await payment({ orderId: 'ORD-10001' });
      return 'ORD-10001';
    },
    'refunds.create': async () => {
      const id = await payment({ metadata: { senderAccountNumber: '1673585481', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม' } });
      await call(`/api/v1/sandbox/payments/${id}/pay`, { senderAccountNumber: '1673585481', senderBankCode: 'GSB', senderName: 'นาย ทองดี ใจงาม' });
      await until('the payment to be paid', async () => (await house.product.call(key, 'GET', `/api/v1/payment/${id}`)).body.transaction.status === 'PAID');
      return id;
    },
    'payouts.getByRef': async () => (await signed('/api/v1/payout/create', { amount: 100, destination })).payout.merchant_ref,
    'withdrawals.approve': request('WD-A'), 'withdrawals.reject': request('WD-R'),
  };
};

describe('/postman.json', () => {
  it('is what the contract says: run `npm run gen` after changing it', async () => {
    expect(await readFile(new URL('postman.json', generatedFolder), 'utf8')).toBe(await postmanCollection(openApiDocument('integrator')));
  });
  it('calls the public address of the server it came from, and runs green in order', async () => {
    const { secretKey } = await fundedMerchant(house.product, 5_000);
    const collection: Collection = await (await fetch(`${house.product.baseUrl}/postman.json`)).json();
    expect(collection.variable.find(({ key }) => key === 'baseUrl')!.value).toBe(house.address.url);
    const items = collection.item.flatMap(({ item }) => item);
    expect(items.map((item) => operationOf(item)?.id).toSorted()).toEqual(allOperations.filter(({ surface, id }) => surface === 'v1' || id === 'checkout.get').map(({ id }) => id).toSorted());
    const prepare = preparations(secretKey);
    for (const item of items) {
      const value = await prepare[operationOf(item).id]?.();
      if (value !== undefined) item.request.url.variable[0]!.value = value;
    }
    const executions = await run(collection, secretKey);
    expect(executions).toHaveLength(items.length);
    // A request that names an object nobody prepared, or wants another kind of key, may be refused as documented.
    const ownKinds: ReadonlySet<string> = new Set(['secretKey', 'signed', 'public']);
    const isGreen = (item: Item, code: number): boolean => {
      const operation = operationOf(item);
      const needsMore = (item.request.url.variable.length > 0 || !ownKinds.has(operation.auth)) && prepare[operation.id] === undefined;
      return code === operation.ok.status || (needsMore && [403, 404, 409].includes(code) && errorsOf(operation).some((one) => errors[one].status === code));
    };
    expect(executions.flatMap(({ response }, index) => (isGreen(items[index]!, response?.code ?? 0) ? [] : [`${items[index]!.name}: ${response?.code} ${response?.text()}`]))).toEqual([]);
    const wrote = house.address.seen.filter(({ method }) => method === 'POST');
    expect(wrote.every(({ headers }) => headers['x-signature'] !== undefined && headers['idempotency-key'] !== undefined)).toBe(true);
    expect(wrote.some(({ url, body }) => url === '/api/v1/payout/create' && body.includes('เจษฎา'))).toBe(true);
  }, 120_000);
});
