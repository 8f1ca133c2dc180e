import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { readConfig } from '@paygate/core/config';
import Fastify from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { downloadRoutes } from '../downloads/download-routes.ts';
import { guideRoutes } from './guide-routes.ts';
import { openGuideSite } from './guide-site.ts';

const config = readConfig({ DATABASE_URL: 'postgres://unused/unused', PUBLIC_BASE_URL: 'https://pay.example' });
const site = openGuideSite(config);
const app = Fastify();
await app.register(guideRoutes(site));
await app.register(downloadRoutes(config, site));
afterAll(() => app.close());

describe('the guides', () => {
  it.each(['/docs/guides', '/docs/guides/', '/docs/guides/webhooks', '/docs/th/guides', '/docs/th/guides/webhooks?from=mail', '/docs/th/guides.md', '/docs/guides/errors.md'])('are served at %s', async (url) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe(url.endsWith('.md') ? 'text/markdown; charset=utf-8' : 'text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
  });
  it.each(['/docs/guides/nothing', '/docs/th/guides/webhooks/more', '/docs/guides/../../package.json', '/docs/guides/__proto__', '/docs/guides/assets/guides-0.css'])('are not served at %s', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(404);
  });
  it('go out compressed, and not at all to who has them', async () => {
    const whole = await app.inject('/docs/guides/payments');
    const brotli = await app.inject({ url: '/docs/guides/payments', headers: { 'accept-encoding': 'br, gzip' } });
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(whole.body);
    expect(gunzipSync((await app.inject({ url: '/docs/guides/payments', headers: { 'accept-encoding': 'gzip' } })).rawPayload).toString()).toBe(whole.body);
    expect((await app.inject({ url: '/docs/guides/payments', headers: { 'if-none-match': String(whole.headers['etag']) } })).statusCode).toBe(304);
  });
  it('keep style, script and search forever, since their names change with them', async () => {
    const { body } = await app.inject('/docs/guides');
    const assets = [...body.matchAll(/\/docs\/guides\/assets\/[\w-]+\.\w+/g)].map(([url]) => url);
    expect(new Set(assets).size).toBe(4);
    for (const url of assets) expect((await app.inject(url)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });
});

describe('texts for language models', () => {
  it('list every guide in both languages with the address of its Markdown', async () => {
    const { body } = await app.inject('/llms.txt');
    const listed = [...body.matchAll(/\(https:\/\/pay\.example(\/docs\/[\w/-]+\.md)\)/g)].map(([, path = '']) => path);
    expect(listed).toEqual((await site()).documents.map(({ path }) => path));
    for (const path of listed) expect((await app.inject(path)).statusCode).toBe(200);
  });
  it('hold everything in one file', async () => {
    const { body } = await app.inject('/llms-full.txt');
    for (const { text } of (await site()).documents) expect(body).toContain(text);
    expect(body).toContain('## Operations');
  });
});
