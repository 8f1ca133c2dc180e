import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listen } from '../support/listen.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { drive, fixture, languages, run, titled, type DriverCall, type Language } from './languages.ts';
import { startSdkProduct, type SdkProduct } from './sdk-product.ts';

interface Vectors {
  readonly requests: readonly { readonly apiKey: string; readonly timestamp: string; readonly rawBody: string; readonly input: object; readonly signature: string }[];
  readonly webhooks: readonly { readonly name: string; readonly outcome: string; readonly secret: string; readonly headers: Readonly<Record<string, string>>; readonly rawBody: string; readonly nowSeconds: number }[];
}
const vectors: Vectors = JSON.parse(readFileSync(fixture('vectors.json'), 'utf8'));
const database = await createTestDatabase();
let house: SdkProduct;
beforeAll(async () => {
  house = await startSdkProduct(database);
});

const spelled = ({ isPython, driver }: Language, [node, python, order]: readonly [string, string, readonly string[]], given: Readonly<Record<string, unknown>>): DriverCall => {
  if (isPython) return { isStatic: true, name: python, args: [], kwargs: Object.fromEntries(Object.entries(given).map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value])) };
  return { isStatic: true, name: node, args: driver === 'driver.php' ? order.map((name) => given[name]) : [given], kwargs: {} };
};
const verify = ['verifyWebhook', 'verify_webhook', ['rawBody', 'headers', 'webhookSecret', 'toleranceSeconds', 'nowSeconds']] as const;
const verifyPlain = ['verifyWebhookSignature', 'verify_webhook_signature', ['rawBody', 'signatureHeader', 'webhookSecret']] as const;
const sign = ['signRequest', 'sign_request', ['apiKey', 'timestamp', 'rawBody']] as const;

describe.each(languages.map((language) => [titled(language), language] as const))('the vectors in %s', (_, language) => {
  const staticCalls = (calls: readonly DriverCall[]) => drive(language, house.folder, { client: { apiKey: 'sk_test_0' }, calls });
  it.skipIf(language.missing)('judge every callback alike', async () => {
    const results = await staticCalls(vectors.webhooks.map(({ rawBody, headers, secret, nowSeconds }) => spelled(language, verify, { rawBody, headers, webhookSecret: secret, toleranceSeconds: 300, nowSeconds })));
    expect(results.map(({ ok, error }, index) => [vectors.webhooks[index]!.name, error?.code ?? (ok ? 'OK' : ok)])).toEqual(vectors.webhooks.map(({ name, outcome }) => [name, outcome]));
    expect(results.map(({ ok }) => ok).filter(Boolean)).toEqual(vectors.webhooks.filter(({ outcome }) => outcome === 'OK').map(({ rawBody }) => JSON.parse(rawBody)));
  });
  it.skipIf(language.missing)('give the yes or no of the handbook\'s function, and never throw', async () => {
    const plain = vectors.webhooks.filter(({ headers }) => Object.keys(headers).every((name) => name.toLowerCase() === 'x-webhook-signature'));
    const results = await staticCalls([
      ...plain.map(({ rawBody, headers, secret }) => spelled(language, verifyPlain, { rawBody, signatureHeader: Object.values(headers)[0] ?? '', webhookSecret: secret })),
      spelled(language, verifyPlain, { rawBody: '{}', signatureHeader: null, webhookSecret: 'whsec_test' }), spelled(language, verifyPlain, { rawBody: '{}', signatureHeader: 'x', webhookSecret: '' }),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([...plain.map(({ outcome }) => outcome === 'OK' || outcome === 'WEBHOOK_BODY_INVALID'), false, false]);
  });
  it.skipIf(language.missing)('sign as the facts say', async () => {
    const results = await staticCalls(vectors.requests.map(({ apiKey, timestamp, rawBody }) => spelled(language, sign, { apiKey, timestamp, rawBody })));
    expect(results.map(({ ok }) => ok)).toEqual(vectors.requests.map(({ signature }) => signature));
  });
});

it('a body of plain bytes is read as well, Node', () => {
  const { rawBody, headers, secret, nowSeconds } = vectors.webhooks[3]!;
  expect(loadNode().verifyWebhook({ rawBody: new TextEncoder().encode(rawBody), headers, webhookSecret: secret, nowSeconds })).toEqual(JSON.parse(rawBody));
});

const python = languages.find(({ isPython }) => isPython)!;
// Some servers of Python's hand over bytes that are no UTF-8 as halves of pairs, which JSON cannot carry to every language.
it.skipIf(python.missing)(`a header that is no text is no signature, ${titled(python)}`, async () => {
  const program = String.raw`
from PayGate import PayGate, PayGateError
print(PayGate.verify_webhook_signature(raw_body=b'{}', signature_header='\udcff', webhook_secret='whsec_test'))
for headers in ({'webhook-signature': 'v1,\udcff', 'webhook-timestamp': '1'}, {'webhook-signature': 'v1,x', 'webhook-id': '\udcff'}, {'x-webhook-signature': '\udcff'}):
    try:
        PayGate.verify_webhook(raw_body=b'{}', headers=headers, webhook_secret='whsec_dGVzdA==')
    except PayGateError as error:
        print(error.code)`;
  expect(await run(['python3', '-B', '-c', program], { cwd: house.folder })).toBe(['False', ...Array.from({ length: 3 }, () => 'WEBHOOK_SIGNATURE_INVALID'), ''].join('\n'));
});

it('the standard vectors are right by the reference library', () => {
  const standard = vectors.webhooks.filter(({ headers, outcome }) => outcome === 'OK' && Object.keys(headers).some((name) => name.toLowerCase() === 'webhook-id'));
  expect(standard.length).toBeGreaterThan(2);
  for (const { rawBody, headers, secret } of standard) {
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const expected = new Webhook(secret).sign(lower['webhook-id']!, new Date(Number(lower['webhook-timestamp']) * 1_000), rawBody);
    expect(lower['webhook-signature']!.split(' ')).toContain(expected);
  }
});

// oxlint-disable-next-line typescript/no-explicit-any -- CommonJS, as integrators load it
const loadNode = (): any => createRequire(import.meta.url)(path.join(house.folder, 'paygate-node.js'));

/** Creates a webhook and a payment at the product, and answers what the receiver's `onEvent` was told. */
const deliveryTo = async (secretOf: (secret: string) => void, url: string, told: Promise<unknown>): Promise<unknown> => {
  const merchant = await house.product.addMerchant();
  const hook = await house.product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url, events: ['payment.created'] });
  secretOf(hook.body.secret);
  await house.product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 100, orderId: 'ก-1', metadata: { memberName: 'นาย ทองดี ใจงาม' } });
  const event = await told;
  await expect.poll(async () => (await house.product.call(merchant.secretKey, 'GET', '/api/v1/webhook/deliveries')).body.deliveries[0]?.status).toBe('DELIVERED');
  return event;
};
const created = { event: 'payment.created', data: { orderId: 'ก-1', amount: 100, memberName: 'นาย ทองดี ใจงาม', status: 'PENDING' } };
const unsigned = (url: string) => fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });

describe('the running product\'s callbacks reach', () => {
  it('webhookHandler, for Express and plain Node', async () => {
    const options = { webhookSecret: '', onEvent: (event: unknown) => told.resolve(event) };
    const told = Promise.withResolvers();
    const server = createServer((request, response) => loadNode().webhookHandler(options)(request, response));
    const url = `${await listen(server)}/hook`;
    expect(await deliveryTo((secret) => { options.webhookSecret = secret; }, url, told.promise)).toMatchObject(created);
    expect((await unsigned(url)).status).toBe(401);
  });
  it('the Fastify snippet of the file, as printed', async () => {
    const guide = readFileSync(path.join(house.folder, 'paygate-node.js'), 'utf8');
    const [snippet = ''] = /app\.register\(async \(scope\)[\s\S]*?\n \* {3}\}\);/.exec(guide) ?? [];
    const app: FastifyInstance = Fastify();
    onTestFinished(() => app.close());
    const told = Promise.withResolvers();
    const PayGate = loadNode();
    let webhookSecret = '';
    const watched = { verifyWebhook: (callback: object) => {
      const event = PayGate.verifyWebhook({ ...callback, webhookSecret });
      told.resolve(event);
      return event;
    } };
    // oxlint-disable-next-line typescript/no-implied-eval -- runs what the file tells its readers to write
    new Function('app', 'PayGate', 'webhookSecret', snippet.replaceAll(/^ \* {3}/gm, ''))(app, watched, '');
    const base = await app.listen({ port: 0, host: '127.0.0.1' });
    expect(await deliveryTo((secret) => { webhookSecret = secret; }, `${base}/paygate/webhook`, told.promise)).toMatchObject(created);
  });
});

describe('webhookHandler does not reject, which would end the merchant\'s server,', () => {
  const { rawBody, headers, secret } = vectors.webhooks[3]!;
  /** A server whose first request is the handler's; answers its address and what becomes of the handler's promise. */
  const serve = async (onEvent: (response: ServerResponse) => unknown) => {
    const { promise: handled, resolve } = Promise.withResolvers<Promise<void>>();
    const server = createServer((request: IncomingMessage, response) => resolve(loadNode().webhookHandler({ webhookSecret: secret, onEvent: () => onEvent(response) })(request, response)));
    const { promise: asked, resolve: ask } = Promise.withResolvers<unknown>();
    server.once('request', ask);
    return { url: new URL(await listen(server)), asked, handled };
  };
  it('when the connection breaks in the middle of a callback', async () => {
    const { url, asked, handled } = await serve(() => expect.unreachable());
    const socket = connect(Number(url.port), url.hostname);
    socket.write('POST /hook HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 100\r\n\r\nabc');
    await asked;
    socket.destroy();
    expect(await handled).toBeUndefined();
  });
  it('when somebody else answered meanwhile', async () => {
    const { url, handled } = await serve((response) => response.writeHead(503).end());
    const answer = await fetch(url, { method: 'POST', body: rawBody, headers });
    expect([answer.status, await handled]).toEqual([503, undefined]);
  });
});

describe('webhookRoute, for Next.js', () => {
  const { rawBody, headers, secret } = vectors.webhooks[3]!;
  const post = (body: string, onEvent: (event: unknown) => unknown): Promise<Response> =>
    loadNode().webhookRoute({ webhookSecret: secret, onEvent })(new Request('https://shop.example/paygate/webhook', { method: 'POST', body, headers }));
  it('answers 200 after the event was taken', async () => {
    const events: unknown[] = [];
    const answer = await post(rawBody, (event) => events.push(event));
    expect([answer.status, await answer.json(), events]).toEqual([200, { received: true }, [JSON.parse(rawBody)]]);
  });
  it('answers 401 to a forged body, without telling anybody', async () => {
    const answer = await post(`${rawBody} `, () => expect.unreachable());
    expect(answer.status).toBe(401);
  });
  it('answers 500 when the event could not be taken, so that it comes again', async () => {
    const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const answer = await post(rawBody, () => Promise.reject(new Error('database away')));
    expect([answer.status, complaint.mock.calls.length]).toEqual([500, 1]);
    complaint.mockRestore();
  });
});
