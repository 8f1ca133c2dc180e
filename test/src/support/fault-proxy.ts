import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request that reached the proxy, `nth` (from 1) with that method and path. */
export interface Seen { readonly method: string; readonly path: string; readonly body: string; readonly nth: number }
export interface Words { readonly status: number; readonly body: string }

/** What happens to one request. Nothing said: it passes. */
export interface Fault {
  /** Waited for before anything reaches the server behind. The client may be gone by then; what is under way still arrives. */
  readonly before?: () => Promise<unknown>;
  /** How often it reaches the server behind. */
  readonly deliveries?: 0 | 1 | 2;
  /** Waited for between the server's answer and the client's. */
  readonly after?: () => Promise<unknown>;
  /** The server's own answer (last one), a broken connection, nothing, a byte now and then without end, or other words. */
  readonly answer?: 'own' | 'cut' | 'silence' | 'drip' | Words | ((own: Words) => Words);
}

/** Stands in front of an HTTP server and does to each request what `plan` says. */
export interface FaultProxy {
  readonly url: string;
  readonly seen: readonly Seen[];
  plan: (seen: Seen) => Fault;
  /** Refuses connections from now on, as a host without the process does. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

const DRIP_MS = 20;
const json = { 'content-type': 'application/json' };

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const deliver = async (target: string, { method, path, body }: Seen): Promise<Words | undefined> => {
  try {
    const response = await fetch(`${target}${path}`, { method, ...(method !== 'GET' && { body, headers: json }) });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
};

const drip = (response: ServerResponse): void => {
  response.writeHead(200, json);
  const timer = setInterval(() => response.write(' '), DRIP_MS);
  response.once('close', () => clearInterval(timer));
};

const answer = (response: ServerResponse, { answer: wanted = 'own' }: Fault, own: Words | undefined): void => {
  if (wanted === 'silence') return;
  if (wanted === 'drip') return drip(response);
  const words = typeof wanted === 'function' ? own && wanted(own) : typeof wanted === 'object' ? wanted : wanted === 'own' ? own : undefined;
  if (words === undefined) return void response.socket?.resetAndDestroy();
  response.writeHead(words.status, json).end(words.body);
};

export const openFaultProxy = async (target: string): Promise<FaultProxy> => {
  const seen: Seen[] = [];
  const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [method, path] = [request.method ?? '', request.url ?? ''];
    const one = { method, path, body: await bodyOf(request), nth: seen.filter((other) => other.method === method && other.path === path).length + 1 };
    seen.push(one);
    const fault = proxy.plan(one);
    await fault.before?.();
    let own: Words | undefined;
    for (let delivery = 0; delivery < (fault.deliveries ?? 1); delivery += 1) own = await deliver(target, one);
    await fault.after?.();
    answer(response, fault, own);
  };
  const server = createServer((request, response) => void relay(request, response).catch(() => response.destroy()));
  const listen = (port: number) => new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const hangUp = () => new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy got no port');
  const { port } = address;
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`, seen, plan: () => ({}), refuse: hangUp, accept: () => listen(port),
    close: async () => {
      if (server.listening) await hangUp();
    },
  };
  return proxy;
};

/** A promise that the test opens by hand. */
export interface Gate { readonly passed: () => Promise<void>; readonly open: () => void }
export const gate = (): Gate => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: () => promise, open: resolve };
};
