import { BlockList, isIP } from 'node:net';
import type { Config } from '../config.ts';

/** Where webhooks may go. Production: public addresses over https; development adds http, any port and this machine. */
export interface TargetPolicy {
  readonly allowsHttp: boolean;
  /** Undefined means any. */
  readonly ports: readonly number[] | undefined;
  readonly allowsLoopback: boolean;
}
const production: TargetPolicy = { allowsHttp: false, ports: [443, 8443], allowsLoopback: false };
const development: TargetPolicy = { allowsHttp: true, ports: undefined, allowsLoopback: true };
export const targetPolicyOf = (runtime: Config['runtime']): TargetPolicy => (runtime === 'production' ? production : development);

export type VettedTarget = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string };
const refused = (reason: string): VettedTarget => ({ ok: false, reason });

const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/**
 * Says whether a webhook may be sent to this address, as far as the text tells: scheme, port, credentials, literal addresses
 * in every spelling that URL parsers know, and names that never leave a private network. Asks no name server: what a name
 * resolves to is vetted by the connector each time a connection is made, which alone is safe against an answer that changes.
 */
export const vetTarget = (text: string, policy: TargetPolicy): VettedTarget => {
  if (!URL.canParse(text)) return refused('it is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(policy.allowsHttp && url.protocol === 'http:')) return refused('it must start with https://');
  if (url.username !== '' || url.password !== '') return refused('it must not carry a user name or password');
  const port = url.port === '' ? (url.protocol === 'https:' ? HTTPS_PORT : HTTP_PORT) : Number(url.port);
  if (policy.ports && !policy.ports.includes(port)) return refused(`its port must be ${policy.ports.join(' or ')}`);
  const host = hostOf(url);
  if (isIP(host) !== 0) return isAllowedAddress(host, policy) ? { ok: true, url } : refused('its address is not a public one');
  // Where this machine is allowed, so are the names that a developer gives it.
  return (isLoopbackName(host) || isPrivateName(host)) && !policy.allowsLoopback ? refused('its host name is not a public one') : { ok: true, url };
};

/** The host without IPv6 brackets and without the root's trailing dot. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.+$/, '').toLowerCase();
const isLoopbackName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');
// Names set aside for private use (RFC 6761, 6762, 8375, 9476, ICANN's .internal), and names without a dot.
const privateSuffixes = ['.local', '.internal', '.intranet', '.lan', '.corp', '.home', '.home.arpa', '.localdomain', '.test', '.invalid', '.onion', '.alt'];
const isPrivateName = (host: string): boolean => !host.includes('.') || privateSuffixes.some((suffix) => host.endsWith(suffix));

// IANA's special-purpose registry, and Azure's metadata server, which has a public-looking address.
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['168.63.129.16', 32], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.31.196.0', 24], ['192.52.193.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
];
// Only global unicast is public at all, which leaves out mapped, compatible, NAT64, unique local and link-local forms; within it,
// protocol assignments with Teredo, documentation (twice) and 6to4 are not.
const globalIpv6 = ['2000::', 3] as const;
const specialIpv6: readonly (readonly [string, number])[] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]];

const subnets = (family: 'ipv4' | 'ipv6', list: readonly (readonly [string, number])[]): BlockList => {
  const found = new BlockList();
  for (const [network, bits] of list) found.addSubnet(network, bits, family);
  return found;
};
const ipv4Special = subnets('ipv4', specialIpv4);
const ipv6Global = subnets('ipv6', [globalIpv6]);
const ipv6Special = subnets('ipv6', specialIpv6);
const ipv4Loopback = subnets('ipv4', [['127.0.0.0', 8]]);

/** True for an address that the public internet routes, and for 127.0.0.0/8 and ::1 where the policy allows this machine. */
export const isAllowedAddress = (address: string, { allowsLoopback }: Pick<TargetPolicy, 'allowsLoopback'>): boolean => {
  const family = isIP(address);
  if (family === 4) return !ipv4Special.check(address, 'ipv4') || (allowsLoopback && ipv4Loopback.check(address, 'ipv4'));
  if (family !== 6 || address.includes('%')) return false;
  if (allowsLoopback && address === '::1') return true;
  return ipv6Global.check(address, 'ipv6') && !ipv6Special.check(address, 'ipv6');
};
