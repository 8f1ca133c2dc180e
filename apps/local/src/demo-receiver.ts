import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** One callback as it came, byte for byte. */
export interface Callback { readonly headers: IncomingHttpHeaders; readonly raw: Buffer; readonly event: string; readonly objectId: string; readonly receivedAt: number }
export interface DemoReceiver {
  readonly url: string;
  /** Calls back for every callback from now on. */
  onCallback: (callback: Callback) => void;
  /** The first callback of that event about that object; rejects after `milliseconds`. */
  expect(event: string, objectId: string, milliseconds: number): Promise<Callback>;
  close(): Promise<void>;
}

const PATH = '/paygate-demo-receiver';
/** Matches every address this receiver has ever had. */
export const receiverUrlPattern = `^http://127\\.0\\.0\\.1:\\d+${PATH}$`;
const BODY_BYTES_MAX = 262_144;
const REMEMBERED_MAX = 200;

/** A merchant's server as small as it gets: takes callbacks on loopback. Undefined when the port cannot be had; 0 takes any. */
export const openDemoReceiver = async (port: number): Promise<DemoReceiver | undefined> => {
  const seen: Callback[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const callback = request.method === 'POST' && request.url === PATH ? callbackOf(request.headers, Buffer.concat(chunks)) : undefined;
      response.writeHead(callback ? 200 : 404).end();
      if (!callback) return;
      seen.push(callback);
      if (seen.length > REMEMBERED_MAX) seen.shift();
      for (const look of waiting) look();
      receiver.onCallback(callback);
    });
  });
  const bound = await listen(server, port);
  if (bound === undefined) return undefined;
  const receiver: DemoReceiver = {
    url: `http://127.0.0.1:${bound}${PATH}`,
    onCallback: () => undefined,
    expect: (event, objectId, milliseconds) => new Promise((resolve, reject) => {
      const end = () => {
        waiting.delete(look);
        clearTimeout(timer);
      };
      const look = () => {
        const found = seen.find((callback) => callback.event === event && callback.objectId === objectId);
        if (!found) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`no ${event} callback within ${milliseconds} ms`));
      }, milliseconds);
      waiting.add(look);
      look();
    }),
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
};

const listen = (server: ReturnType<typeof createServer>, port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : undefined);
    });
  });

const callbackOf = (headers: IncomingHttpHeaders, raw: Buffer): Callback | undefined => {
  try {
    const body: { readonly event?: unknown; readonly data?: { readonly id?: unknown } } = JSON.parse(raw.toString('utf8'));
    return { headers, raw, event: String(body.event), objectId: String(body.data?.id), receivedAt: performance.now() };
  } catch {
    return undefined;
  }
};

/** Compares bytes: text of the same length may have more of them, and different lengths throw. */
const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** X-Webhook-Signature = hex(HMAC_SHA256(secret, raw body)), as a merchant verifies it. */
export const hasDocumentedSignature = ({ headers, raw }: Pick<Callback, 'headers' | 'raw'>, secret: string): boolean =>
  isSame(String(headers['x-webhook-signature']), createHmac('sha256', secret).update(raw).digest('hex'));

/** webhook-signature of standardwebhooks.com: `v1,<base64>` over "<id>.<timestamp>.<raw body>", the key behind `whsec_`. */
export const hasStandardSignature = ({ headers, raw }: Pick<Callback, 'headers' | 'raw'>, secret: string): boolean => {
  const signed = Buffer.concat([Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`), raw]);
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(signed).digest('base64');
  return String(headers['webhook-signature']).split(' ').some((signature) => isSame(signature, `v1,${expected}`));
};
