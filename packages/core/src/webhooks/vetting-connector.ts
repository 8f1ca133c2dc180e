import { lookup, Resolver } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { Config } from '../config.ts';
import { isAllowedAddress, type TargetPolicy } from './target.rules.ts';

type ConnectOptions = buildConnector.Options;

/** Every address of a host name, in the order to try. Throws when there is none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface VettingOptions {
  readonly policy: Pick<TargetPolicy, 'allowsLoopback'>;
  readonly resolve: Resolve;
  /** For the whole connection: name, TCP and TLS. */
  readonly timeoutMs: number;
}

/** The address is not one we send to. Its message tells no address: what a name means inside our network is nobody's business. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}
export class ConnectionTooSlow extends Error {
  override readonly name = 'ConnectionTooSlow';
}

const ADDRESSES_TRIED_MAX = 3;

/**
 * A connector for undici that reaches public addresses only. It resolves the name itself, refuses if any answer is not public,
 * connects to a vetted address (with the name for TLS, so certificates are checked as ever) and looks at the peer's address
 * again; a second, different DNS answer has no moment to come in. Hosts written as addresses go the same way, which a
 * `lookup` hook would not see (measured: undici and Node skip it for them).
 */
export const createVettingConnector = ({ policy, resolve, timeoutMs }: VettingOptions): buildConnector.connector => {
  const plain = buildConnector({ allowH2: false, timeout: Math.ceil(timeoutMs / ADDRESSES_TRIED_MAX) });
  const connectTo = (options: ConnectOptions, address: string): Promise<Socket> =>
    new Promise((done, fail) => {
      plain({ ...options, hostname: address }, (error, socket) => {
        if (error) return fail(error);
        if (socket.remoteAddress !== undefined && isAllowedAddress(socket.remoteAddress, policy)) return done(socket);
        socket.destroy();
        fail(new TargetRefused('the connection ended at an address that is not public'));
      });
    });
  const connectVetted = async (options: ConnectOptions): Promise<Socket> => {
    const addresses = await vetted(options.hostname, { policy, resolve });
    let failure: unknown;
    for (const address of addresses.slice(0, ADDRESSES_TRIED_MAX)) {
      try {
        return await connectTo(optionsForName(options), address);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  };
  return (options, callback) => {
    let isAnswered = false;
    const answer = (error: Error | null, socket: Socket | null): void => {
      clearTimeout(timer);
      if (isAnswered) return void socket?.destroy();
      isAnswered = true;
      if (socket) callback(null, socket);
      else callback(error ?? new Error('no connection'), null);
    };
    const timer = setTimeout(() => answer(new ConnectionTooSlow(`no connection within ${timeoutMs} ms`), null), timeoutMs);
    connectVetted(options).then((socket) => answer(null, socket), (error: unknown) => answer(error instanceof Error ? error : new Error(String(error)), null));
  };
};

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

const vetted = async (hostname: string, { policy, resolve }: Pick<VettingOptions, 'policy' | 'resolve'>): Promise<readonly string[]> => {
  const host = withoutBrackets(hostname);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  if (addresses.length === 0) throw new TargetRefused('the host name has no address');
  if (!addresses.every((address) => isAllowedAddress(address, policy))) throw new TargetRefused('the host name does not lead to a public address');
  return addresses;
};

/** TLS asks for the name while the socket goes to its address. Plain HTTP needs no name: undici puts it into `Host`. */
const optionsForName = ({ servername, ...options }: ConnectOptions): ConnectOptions => {
  if (options.protocol !== 'https:') return options;
  const name = servername || (isIP(withoutBrackets(options.hostname)) === 0 ? options.hostname : undefined);
  return name === undefined ? options : { ...options, servername: name };
};

const DNS_TIMEOUT_MS = 2_000;
const DNS_TRIES = 2;

/**
 * Production asks name servers directly: the system's resolver runs on four threads, and four hosts with a hanging name
 * server would stop all others. Development uses the system's, which knows /etc/hosts. IPv4 first.
 */
export const resolverOf = (runtime: Config['runtime']): Resolve => {
  if (runtime === 'development') {
    return async (host) => (await lookup(host, { all: true })).toSorted((a, b) => a.family - b.family).map(({ address }) => address);
  }
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  return async (host) => {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = [ipv4, ipv6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length === 0 && ipv4.status === 'rejected') throw ipv4.reason;
    return found;
  };
};
