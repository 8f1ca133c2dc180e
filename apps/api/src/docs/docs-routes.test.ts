import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { readConfig } from '@paygate/core/config';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { docsRoutes, type DocsOptions } from './docs-routes.ts';
import { openScalarBundle } from './scalar-bundle.ts';

// One for all that only read the bundle: to compress it takes seconds.
let cacheFolder = '';
beforeAll(async () => { cacheFolder = await mkdtemp(path.join(tmpdir(), 'paygate-bundle-')); });
afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

const opened: FastifyInstance[] = [];
const open = async (options: DocsOptions = {}, environment: Record<string, string> = {}): Promise<FastifyInstance> => {
  const app = Fastify();
  opened.push(app);
  await app.register(docsRoutes(readConfig({ DATABASE_URL: 'postgres://unused/unused', PUBLIC_BASE_URL: 'https://api.shop.example', ...environment }), { cacheFolder, ...options }));
  return app;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});
const assetsOf = async (app: FastifyInstance) => [...(await app.inject('/docs')).body.matchAll(/src="([^"]+)"/g)].map((match) => match[1]!);

describe('the bundle', () => {
  it('is usable before it is compressed, is compressed once, and is taken from the cache after that', async () => {
    const first = openScalarBundle(cacheFolder);
    const early = await first.file();
    expect(early.encoded.br).toBeUndefined();
    await first.whole();
    const { encoded } = await first.file();
    expect(brotliDecompressSync(encoded.br!).equals(encoded.identity)).toBe(true);
    expect(gunzipSync(encoded.gzip!).equals(encoded.identity)).toBe(true);
    expect(encoded.br!.byteLength).toBeLessThan(encoded.identity.byteLength / 3.5);
    const second = openScalarBundle(cacheFolder);
    await second.whole();
    const again = await second.file();
    for (const encoding of ['identity', 'gzip', 'br'] as const) expect(again.encoded[encoding]!.equals(encoded[encoding]!), encoding).toBe(true);
  });

  it('goes out in the best encoding the client takes, forever', async () => {
    await openScalarBundle(cacheFolder).whole();
    const app = await open();
    const [url] = await assetsOf(app);
    const get = (accepted: string) => app.inject({ url: url!, headers: { 'accept-encoding': accepted } });
    for (const [accepted, encoding] of [['gzip, deflate, br', 'br'], ['gzip, br;q=0', 'gzip'], ['identity', undefined], ['', undefined]] as const) {
      const response = await get(accepted);
      expect(response.headers['content-encoding'], accepted).toBe(encoding);
      expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(response.headers['vary']).toBe('Accept-Encoding');
    }
    expect((await app.inject('/docs/assets/scalar-0000000000000000.js')).statusCode).toBe(404);
  });

  it('stays in memory where nothing can be written', async () => {
    const bundle = openScalarBundle('/dev/null/cache', { program: new URL('./small-bundle.fixture.ts', import.meta.url) });
    await bundle.whole();
    expect((await bundle.file()).encoded).toEqual({ identity: Buffer.from('program'), gzip: Buffer.from('gzipped'), br: Buffer.from('shorter') });
  });

  it('lets a server close while it is still being made', async () => {
    const app = await open({ cacheFolder: path.join(cacheFolder, 'other') });
    await app.inject('/docs');
    await expect(app.close()).resolves.toBeUndefined();
  });
});

describe('the page', () => {
  it('loads only from its own server and lets nothing else in', async () => {
    const page = await (await open()).inject('/docs');
    const sources = page.headers['content-security-policy']!.split(';').flatMap((directive) => directive.trim().split(' ').slice(1));
    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "'unsafe-inline'", 'data:', 'blob:']));
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.body.replace('https://', '')).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page.body).toMatch(/<title>PayGate API – documentation · เอกสาร API<\/title>/);
  });

  it('leads to the guides in both languages', async () => {
    const { body } = await (await open()).inject('/docs');
    expect(body).toContain('href="/docs/guides"');
    expect(body).toContain('href="/docs/th/guides"');
  });

  it('fills in the test key of a development server, and follows it when it changes', async () => {
    let key: string | undefined;
    const app = await open({ demoKey: async () => key });
    expect((await app.inject('/docs')).body).not.toContain('demoKey');
    key = 'sk_test_now';
    const page = await app.inject('/docs');
    expect(page.body).toContain('"demoKey":"sk_test_now"');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('never shows a key in production and does not even ask for one', async () => {
    let asked = 0;
    const production = { RUNTIME_ENV: 'production', PAYGATE_MASTER_KEY: 'x'.repeat(32) };
    const app = await open({ demoKey: async () => { asked += 1; return 'sk_test_secret'; } }, production);
    expect((await app.inject('/docs')).body).not.toContain('sk_test_secret');
    expect(asked).toBe(0);
  });

  it('never shows a live key, and cannot be broken out of by a key or a brand', async () => {
    expect((await (await open({ demoKey: async () => 'sk_live_secret' })).inject('/docs')).body).not.toContain('sk_live_secret');
    const hostile = await open({ demoKey: async () => 'sk_test_</script><script>' }, { BRAND_NAME: '<b>"Shop"&' });
    const { body } = await hostile.inject('/docs');
    expect(body).not.toContain('</script><script>');
    expect(body).not.toContain('<b>');
    expect(JSON.parse(/id="docs-settings">(.*?)<\/script>/.exec(body)![1]!)).toMatchObject({ demoKey: 'sk_test_</script><script>' });
  });
});

describe('the documents', () => {
  it('name this server in servers and in every sample', async () => {
    const app = await open();
    const { body } = await app.inject('/openapi.json');
    const document = JSON.parse(body);
    expect(document.servers[0].url).toBe('https://api.shop.example');
    expect(document.paths['/api/v1/payment/create'].post['x-codeSamples'][0].source).toContain("curl -X POST 'https://api.shop.example/api/v1/payment/create'");
    expect(body).not.toContain('https://paygate.example.com');
    expect(parse((await app.inject('/openapi.yaml')).body)).toEqual(document);
  });

  it('are compressed, may be read by any tool, and answer 304 to those who hold them', async () => {
    const app = await open();
    const first = await app.inject({ url: '/openapi.json', headers: { 'accept-encoding': 'gzip' } });
    expect(first.headers).toMatchObject({ 'content-encoding': 'gzip', 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8' });
    expect((await app.inject({ url: '/openapi.json', headers: { 'if-none-match': String(first.headers['etag']) } })).statusCode).toBe(304);
  });
});
