import { allOperations, type Operations } from '@paygate/contract';
import type { Operation, Sent } from '@paygate/contract/kernel';
import type { AppRouter } from '@paygate/contract/trpc';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { expectRefusal, expectSuccess, type Answered } from './expect-declared.ts';
import { credentials, openHouse, rawOf, urlOf, type Input } from './house.ts';
import { householdOf, inputOf } from './recipes.ts';

const house = await openHouse(await createTestDatabase());
type Client = ReturnType<typeof createTRPCClient<AppRouter>>;
interface Seen { status: number; requestId: string | null }
/** A client as the dashboard has it; `seen` is filled with the last answer's status and request id. */
const clientOf = (headers: Record<string, string>, seen: Seen): Client =>
  createTRPCClient<AppRouter>({
    links: [httpLink({
      url: `${house.product.baseUrl}/trpc`, headers,
      fetch: async (url, options) => {
        const response = await fetch(url, { method: options?.method ?? 'GET', headers: new Headers(options?.headers), ...(typeof options?.body === 'string' && { body: options.body }) });
        Object.assign(seen, { status: response.status, requestId: response.headers.get('x-request-id') });
        return response;
      },
    })],
  });

type O = Operations;
// oxlint-disable typescript/no-explicit-any -- an input found at run time stands in for the typed one
/** Typed calls: they do not compile when AppRouter loses a procedure or changes what it takes. */
const typedCalls: Readonly<Record<string, (client: Client, input: any) => Promise<unknown>>> = {
  'sessions.login': (client, input: Sent<O['sessions']['login']>) => client.sessions.login.mutate(input),
  'sessions.adminLogin': (client, input: Sent<O['sessions']['adminLogin']>) => client.sessions.adminLogin.mutate(input),
  'sessions.logout': (client) => client.sessions.logout.mutate({}),
  'sessions.me': (client) => client.sessions.me.query({}),
  'links.create': (client, input: Sent<O['links']['create']>) => client.links.create.mutate(input),
  'links.recent': (client, input: Sent<O['links']['recent']>) => client.links.recent.query(input),
  'admin.transactions': (client, input: Sent<O['admin']['transactions']>) => client.admin.transactions.query(input),
};
/** By name, for every other operation of the contract. */
const callByName = ({ id, method }: Operation, client: any, input: object): Promise<unknown> => {
  const [noun, verb] = id.split('.');
  const procedure = client[noun!][verb!];
  return method === 'GET' ? procedure.query(input) : procedure.mutate(input);
};
// oxlint-enable typescript/no-explicit-any

/** The same answer in the same words as REST gives, whatever came of it. */
const sendTrpc = async (operation: Operation, input: object, headers: Record<string, string>): Promise<Answered> => {
  const seen: Seen = { status: 0, requestId: null };
  const client = clientOf(headers, seen);
  try {
    return { body: await (typedCalls[operation.id]?.(client, input) ?? callByName(operation, client, input)), ...seen, status: operation.ok.status };
  } catch (error) {
    if (!(error instanceof TRPCClientError) || seen.status === 0) throw error;
    return { body: error.data, ...seen };
  }
};
const sendRest = async (operation: Operation, input: Input, headers: Record<string, string>): Promise<Answered> => {
  const raw = rawOf(input);
  const response = await fetch(`${house.product.baseUrl}${urlOf(operation, input)}`, { method: operation.method, headers: { ...headers, ...(raw !== '' && { 'content-type': 'application/json' }) }, ...(raw !== '' && { body: raw }) });
  return { status: response.status, body: JSON.parse(await response.text()), requestId: response.headers.get('x-request-id') };
};
const headersOf = async (operation: Operation) => credentials(operation, { ...house, ...(await householdOf(house, operation)) }, '');
const flat = ({ params, query, body }: Input): object => ({ ...params, ...query, ...Object(body) });
/** Ids, instants, tokens and generated order ids are new each time. */
const timeless = (body: unknown): string =>
  JSON.stringify(body, (key, value: unknown) => (/^(requestId|token|email|base64|secret)$/.test(key) ? key : value))
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT').replaceAll(/(LINK|M01|TEST)-[0-9A-F]{12}/g, 'REFERENCE').replaceAll(/BATCH-\d{8}-\d{6}/g, 'BATCH').replaceAll(/FS-[0-9A-F]{12}/g, 'STATEMENT').replaceAll(/"month":"\d{4}-\d\d"/g, '"month":"MONTH"')
    .replaceAll(/"(777|087)\d{7}"/g, '"ACCOUNT"').replaceAll(/"PO[0-9A-Z]{16}"/g, '"BANK REFERENCE"');

describe.each(allOperations.filter(({ surface }) => surface === 'dashboard'))('$id over tRPC', (operation) => {
  it('answers what REST answers', async () => {
    const inputs = [await inputOf(house, operation), await inputOf(house, operation)] as const;
    const rest = await sendRest(operation, inputs[0], await headersOf(operation));
    const trpc = await sendTrpc(operation, flat(inputs[1]), await headersOf(operation));
    expectSuccess(operation, rest);
    expectSuccess(operation, trpc);
    expect(trpc.requestId).not.toBeNull();
    expect(timeless(trpc.body)).toBe(timeless(rest.body));
  });

  /** Both faces refuse with the same code, status and words. */
  const expectSameRefusal = async (input: Input, headers: Record<string, string>) => {
    const [rest, trpc] = [await sendRest(operation, input, headers), await sendTrpc(operation, flat(input), headers)];
    expect(trpc.status).toBe(rest.status);
    expect(timeless(trpc.body)).toBe(timeless(rest.body));
    expectRefusal(operation, rest);
    return expectRefusal(operation, trpc);
  };

  if (operation.auth !== 'public') it('refuses as REST does without a session', async () => {
    expect(await expectSameRefusal(await inputOf(house, operation), {})).toBe('SESSION_REQUIRED');
  });

  if (operation.body ?? operation.query) it('refuses as REST does a field it does not know', async () => {
    const input = await inputOf(house, operation);
    const strange: Input = operation.body ? { ...input, body: { ...Object(input.body), zzUnknown: 'x' } } : { ...input, query: { ...input.query, zzUnknown: 'x' } };
    expect(await expectSameRefusal(strange, await headersOf(operation))).toBe(operation.invalidCode ?? 'INVALID_REQUEST');
  });

  if (operation.body) it('refuses as REST does when every field is missing', async () => {
    await expectSameRefusal({ ...(await inputOf(house, operation)), body: {} }, await headersOf(operation));
  });

  if (operation.roles) it('refuses as REST does a person without the role', async () => {
    const { headers } = operation.roles?.includes('owner') ? house.admin : house.owner;
    expect(await expectSameRefusal(await inputOf(house, operation), { ...headers })).toBe('FORBIDDEN');
  });
});

const post = (path: string, body: string, headers: Record<string, string> = {}) => house.product.call(undefined, 'POST', `/trpc/${path}`, body, { ...house.owner.headers, ...headers });
describe('a body larger than 64 kB', () => {
  const content = 'x'.repeat(100_000);
  it.each(['statements.import', 'batches.result'])('is read where it may be a file: %s', async (path) => {
    expect(await post(path, JSON.stringify({ id: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21', content, stranger: true }), house.admin.headers)).toMatchObject({ status: 400, body: { error: { data: { code: 'INVALID_REQUEST' } } } });
  });
  it('is refused everywhere else, as by REST', async () => {
    expect(await post('links.create', JSON.stringify({ content }))).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
  });
});

describe('what tRPC itself cannot read', () => {
  it.each([
    ['a body that is no JSON', () => post('links.create', '{')], ['another media type', () => post('links.create', 'a=1', { 'content-type': 'text/plain' })],
    ['an input that is no JSON', () => house.product.call(undefined, 'GET', '/trpc/links.recent?input=%7B', undefined, house.owner.headers)],
    ['a mutation by GET', () => house.product.call(undefined, 'GET', '/trpc/links.create?input=%7B%7D', undefined, house.owner.headers)],
  ])('refuses %s as INVALID_REQUEST, never as a fault of ours', async (_name, send) => {
    const { status, body } = await send();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.code === 'INVALID_REQUEST' || body.error.data.code === 'INVALID_REQUEST', JSON.stringify(body)).toBe(true);
  });
  it('does not know a procedure that is not there, nor one of another surface', async () => {
    for (const path of ['nothing.here', 'payments.get', 'credits.report', '__proto__', 'constructor']) {
      expect(await post(path, '{}'), path).toMatchObject({ status: 404, body: { error: { data: { code: 'NOT_FOUND' } } } });
    }
  });
});
