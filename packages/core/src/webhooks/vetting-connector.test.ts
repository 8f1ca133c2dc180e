import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import * as fc from 'fast-check';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAllowedAddress, targetPolicyOf, vetTarget } from './target.rules.ts';
import { createVettingConnector, TargetRefused, type Resolve } from './vetting-connector.ts';
import { hex, hostileHosts as hosts, hostileIpv4 as hostile, hostileIpv6 } from './hostile-hosts.fixture.ts';
import { portOf } from './webhook.fixture.ts';

// Lax in all but the address, so that nothing else can be what stops a vector.
const anyPublic = { allowsHttp: true, ports: undefined, allowsLoopback: false };
const withLoopback = { ...anyPublic, allowsLoopback: true };

let server: Server;
let port = 0;
let connections = 0;
const agents: Agent[] = [];
beforeAll(async () => {
  server = createServer((_, response) => response.end('reached')).on('connection', () => { connections += 1; });
  await new Promise<void>((resolve) => { server.listen(0, '::', resolve); });
  port = portOf(server);
});
afterAll(async () => {
  for (const agent of agents) await agent.destroy();
  server.closeAllConnections();
  server.close();
});
const agentWith = (policy: typeof anyPublic, resolve: Resolve, timeoutMs = 30_000): Agent => {
  const agent = new Agent({ allowH2: false, connect: createVettingConnector({ policy, resolve, timeoutMs }) });
  agents.push(agent);
  return agent;
};

it('refuses every spelling of an address that is not public, and not one connection is made', async () => {
  const asked: string[] = [];
  const agent = agentWith(anyPublic, async (host) => {
    asked.push(host);
    return ['127.0.0.1'];
  });
  expect(new Set(hosts.filter((host) => URL.canParse(`http://${host}/`))).size).toBeGreaterThanOrEqual(500);
  const reached: string[] = [];
  for (const host of hosts) {
    const url = `http://${host}:${port}/`;
    for (const vector of [url, `http://public.example@${host}:${port}/`]) if (vetTarget(vector, anyPublic).ok) reached.push(`text: ${vector}`);
    const outcome = await request(url, { dispatcher: agent, method: 'POST' }).catch((error: unknown) => error);
    // What is not even a URL cannot be asked for.
    if (!(outcome instanceof TargetRefused) && URL.canParse(url)) reached.push(url);
  }
  expect(reached).toEqual([]);
  expect(connections).toBe(0);
  expect(asked).toEqual([]);
});

it('refuses a name when any of its addresses is not public, wherever in the answer it stands', async () => {
  const addresses = [...hostile, ...hostileIpv6, '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1', 'fe80::1%lo'];
  const answers = addresses.flatMap((address) => [[address], ['93.184.216.34', address], [address, '2606:4700::1111'], ['8.8.8.8', '1.1.1.1', address]]);
  for (const answer of answers) {
    const outcome = request(`http://shop.example.com:${port}/`, { dispatcher: agentWith(anyPublic, async () => answer), method: 'POST' });
    await expect(outcome, answer.join(', ')).rejects.toThrow(TargetRefused);
  }
  expect(connections).toBe(0);
});

it('reaches the same server when this machine is allowed, so the refusals above were ours', async () => {
  const reached: string[] = [];
  const agent = agentWith(withLoopback, async () => ['127.0.0.1']);
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::1]', 'shop.example.com']) {
    const { statusCode, body } = await request(`http://${host}:${port}/`, { dispatcher: agent, method: 'POST' });
    await body.dump();
    reached.push(`${host} ${statusCode}`);
  }
  expect(reached).toEqual(['127.0.0.1 200', '2130706433 200', '0x7f.1 200', '[::1] 200', 'shop.example.com 200']);
  expect(connections).toBeGreaterThan(0);
});

it('connects to the answer it vetted and vets the next connection anew, so a changing name gains nothing', async () => {
  const answers = [['127.0.0.1'], ['169.254.169.254']];
  let asked = 0;
  const resolve: Resolve = async () => answers[Math.min(asked++, 1)] ?? [];
  const url = `http://rebind.example.com:${port}/`;
  const first = await request(url, { dispatcher: agentWith(withLoopback, resolve), method: 'POST', reset: true });
  await first.body.dump();
  expect([first.statusCode, asked]).toEqual([200, 1]);
  await expect(request(url, { dispatcher: agentWith(withLoopback, resolve), method: 'POST' })).rejects.toThrow(TargetRefused);
  expect(asked).toBe(2);
});

it('goes on to the next address when one does not answer', async () => {
  const ipv4Only = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => { ipv4Only.listen(0, '127.0.0.1', resolve); });
  const url = `http://shop.example.com:${portOf(ipv4Only)}/`;
  const { statusCode, body } = await request(url, { dispatcher: agentWith(withLoopback, async () => ['::1', '127.0.0.1']), method: 'POST', reset: true });
  await body.dump();
  ipv4Only.close();
  expect(statusCode).toBe(200);
});

it('asks TLS for the name and not for the address', async () => {
  let asked: string | undefined;
  const tls = createTlsServer({ SNICallback: (name, answer) => {
    asked = name;
    answer(new Error('no certificate here'));
  } }).on('tlsClientError', () => {});
  await new Promise<void>((resolve) => { tls.listen(0, '127.0.0.1', resolve); });
  const url = `https://shop.example.com:${portOf(tls)}/`;
  await expect(request(url, { dispatcher: agentWith(withLoopback, async () => ['127.0.0.1']), method: 'POST' })).rejects.toThrow();
  tls.close();
  expect(asked).toBe('shop.example.com');
});

it('gives up on a name server that does not answer', async () => {
  const outcome = request('http://slow.example.com/', { dispatcher: agentWith(anyPublic, () => new Promise(() => {}), 200), method: 'POST' });
  await expect(outcome).rejects.toThrow('no connection within 200 ms');
});

it('lets public addresses through', () => {
  const addresses = ['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.63.0.1', '100.128.0.1', '223.255.255.254', '2606:4700:4700::1111', '2404:6800:4001::200e', '2a00::1', '2001:200::1'];
  expect(addresses.filter((address) => !isAllowedAddress(address, anyPublic))).toEqual([]);
});

it('lets no IPv6 address outside 2000::/3 through', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  fc.assert(fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
    fc.pre(((groups[0] ?? 0) & 0xe000) !== 0x2000);
    expect(isAllowedAddress(groups.map((value) => hex(value)).join(':'), anyPublic)).toBe(false);
  }), { numRuns: 2_000 });
});

const production = (text: string) => vetTarget(text, targetPolicyOf('production')).ok;
const development = (text: string) => vetTarget(text, targetPolicyOf('development')).ok;
it('takes only https on 443 and 8443 in production, and http on any port of this machine in development', () => {
  expect(['https://shop.example.com/hook', 'https://shop.example.com:8443/', 'https://8.8.8.8/', 'https://ร้าน.ไทย/hook'].map(production)).toEqual([true, true, true, true]);
  const refused = [
    'http://shop.example.com/', 'https://shop.example.com:80/', 'https://user:pass@shop.example.com/', 'https://user@shop.example.com/', 'ftp://shop.example.com/', 'file:///etc/passwd',
    'https://localhost/', 'https://localhost./', 'https://a.localhost/', 'https://metadata.google.internal/', 'https://printer.local/', 'https://intranet/', 'https://10.0.0.1/', 'https://[::1]/', 'nonsense', '',
    'javascript:alert(1)', 'https://', 'data:text/plain,x',
  ];
  expect(refused.filter(production)).toEqual([]);
  expect(['http://localhost:4000/hook', 'http://127.0.0.1:80/', 'http://[::1]:9/', 'https://shop.example.com/'].map(development)).toEqual([true, true, true, true]);
  expect(['http://10.0.0.1/', 'http://169.254.169.254/latest', 'http://user:pw@localhost/', 'http://0.0.0.0:3000/'].filter(development)).toEqual([]);
});
