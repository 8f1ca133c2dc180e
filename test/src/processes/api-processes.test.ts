import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createServer } from '@paygate/api/server';
import { expect, it } from 'vitest';
import { atEndOfFile } from '../support/end-of-file.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';

const database = await createTestDatabase();
const mainFile = fileURLToPath(import.meta.resolve('@paygate/api/main'));

interface Api { readonly url: string; readonly process: ChildProcess; log(): string }
const startApi = async (environment: Record<string, string>): Promise<Api> => {
  let log = '';
  const child = spawn(process.execPath, [mainFile], { env: { ...process.env, DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'info', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  atEndOfFile(() => child.kill('SIGKILL'));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { log += part.toString('utf8'); });
  const addressOf = () => /listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(log)?.[1];
  await expect.poll(() => addressOf() ?? child.exitCode, { timeout: 60_000 }).not.toBeNull();
  return { url: addressOf() ?? '', process: child, log: () => log };
};
const childrenOf = ({ process: { pid } }: Api): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((text) => text !== '').map(Number);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** Over a connection of its own, so that the processes take turns. */
const get = async ({ url }: Api, path: string): Promise<string> => (await fetch(`${url}${path}`, { headers: { connection: 'close' } })).text();
/** How often the address was asked for, by what the processes tell together. */
const countedRequests = async (api: Api, operation: string): Promise<number> =>
  Number(new RegExp(`^paygate_http_request_duration_seconds_count\\{operation="${operation}",status="200"\\} (\\d+)`, 'm').exec(await get(api, '/metrics'))?.[1] ?? 0);
const serving = (api: Api, count: number) => expect.poll(() => api.log().match(/listening at/g)?.length, { timeout: 60_000 }).toBe(count);

it('serves in several processes that tell one truth of what they did, replaces one that is killed, and leaves nothing behind', async () => {
  const api = await startApi({ API_PROCESSES: '2' });
  await serving(api, 2);
  const [first, second] = childrenOf(api);
  for (let call = 0; call < 20; call += 1) await get(api, '/healthz');
  expect([await countedRequests(api, '/healthz'), await countedRequests(api, '/healthz')]).toEqual([20, 20]);
  const metrics = await get(api, '/metrics');
  expect(metrics).toMatch(/^paygate_books_violations (0|NaN)$/im);
  // Telling is work for all of them, so those who ask within a second are told the same, down to the bytes in memory.
  await expect.poll(async () => new Set(await Promise.all(Array.from({ length: 10 }, () => get(api, '/metrics')))).size).toBe(1);

  // What anybody may try counts for both together: thirty plays at the sandbox bank a minute for one address.
  const plays: number[] = [];
  for (let call = 0; call < 32; call += 1) plays.push((await fetch(`${api.url}/pay/none/test`, { method: 'POST', headers: { connection: 'close' } })).status);
  expect(plays).toEqual([...Array.from({ length: 30 }, () => 404), 429, 429]);

  process.kill(first!, 'SIGKILL');
  await serving(api, 3);
  expect(childrenOf(api)).toHaveLength(2);
  await expect.poll(() => get(api, '/metrics')).toMatch(/^paygate_api_processes 2$/m);
  expect(childrenOf(api)).toContain(second);
  expect(api.log()).toContain('a process of the API ended unasked');
  for (let call = 0; call < 4; call += 1) await expect.poll(async () => JSON.parse(await get(api, '/readyz')) as unknown).toEqual({ status: 'ready' });

  const children = childrenOf(api);
  const ended = once(api.process, 'exit');
  api.process.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(children.filter(isAlive)).toEqual([]);
});

it('waits at its end for no connection on which nobody has asked anything', async () => {
  const { platform } = await startTestProduct(database);
  // Such a one is cut anyway after so long: longer than this test may take.
  const app = await createServer(platform, { requestMsMax: 600_000 });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  // Connections are taken in their order: this one is known when the next is answered.
  expect((await fetch(`${url}/readyz`, { headers: { connection: 'close' } })).status).toBe(200);
  await app.close();
  await closed;
});

it('ends with its processes when it is killed', async () => {
  const api = await startApi({ API_PROCESSES: '2' });
  const children = childrenOf(api);
  api.process.kill('SIGKILL');
  await expect.poll(() => children.filter(isAlive)).toEqual([]);
});

it('fails where not even the first can start, and says why', async () => {
  const taken = await startApi({ API_PROCESSES: '1' });
  const api = await startApi({ API_PROCESSES: '2', PORT: new URL(taken.url).port });
  expect(api.process.exitCode).toBe(1);
  expect(api.log()).toContain('EADDRINUSE');
});
