import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig } from '@paygate/core/config';
import { hasChromium } from '@paygate/test/support/browser';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityFor, securitySchemes } from '../openapi/security.ts';
import { callWithTwoClicks, openDocs, type DocsReader } from './docs-reader.fixture.ts';
import { docsRoutes } from './docs-routes.ts';

const demoKey = 'sk_test_browser_0123456789';
const createPayment = { tag: 'payments', method: 'POST', path: '/api/v1/payment/create' } as const;
const createPayout = { tag: 'payments', method: 'POST', path: '/api/v1/payout/create' } as const;

/** The committed documents with a signed operation beside the others, so that signing is tried whatever the contract holds. */
const documentsWithPayout = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'paygate-documents-'));
  const committed = new URL('../../../../openapi/', import.meta.url);
  const document = JSON.parse(await readFile(new URL('openapi.json', committed), 'utf8'));
  document.components.securitySchemes = { ...securitySchemes };
  document.paths[createPayout.path] = { post: { ...document.paths[createPayment.path].post, operationId: 'payouts.sample', summary: 'A signed call', security: securityFor.signed } };
  await writeFile(path.join(folder, 'openapi.json'), JSON.stringify(document, null, 2));
  await writeFile(path.join(folder, 'openapi.yaml'), await readFile(new URL('openapi.yaml', committed)));
  return folder;
};

describe.skipIf(!hasChromium)('the docs page in a real browser', () => {
  let app: FastifyInstance;
  let folder: string;
  let baseUrl: string;
  beforeAll(async () => {
    folder = await documentsWithPayout();
    app = Fastify();
    // Bytes as they came: a signature is over them.
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body));
    await app.register(docsRoutes(readConfig({ DATABASE_URL: 'postgres://unused/unused' }), { demoKey: async () => demoKey, documentsFolder: pathToFileURL(`${folder}/`) }));
    app.post('/api/v1/*', async ({ headers, body }, reply) => {
      const expected = createHmac('sha256', String(headers['x-api-key'])).update(`${String(headers['x-signature-timestamp'])}.${String(body)}`).digest('hex');
      return reply.code(201).send({ isSigned: headers['x-signature'] !== undefined, signatureFits: headers['x-signature'] === expected });
    });
    baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const foreign = (reader: DocsReader) => reader.requests.filter((url) => new URL(url).origin !== baseUrl && !/^(data|blob):/.test(url));
  const overflow = (reader: DocsReader) => reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  it('shows the operations on a phone without one request to anybody else', async () => {
    const reader = await openDocs(baseUrl, 'phone');
    try {
      await reader.shoot('docs-phone');
      expect(await overflow(reader)).toBeLessThanOrEqual(0);
      expect(foreign(reader)).toEqual([]);
      expect(reader.complaints).toEqual([]);
    } finally {
      await reader.close();
    }
  });

  // The page is heavy to open: these share one reader, and none needs what another did.
  describe('on a desktop', () => {
    let reader: DocsReader;
    beforeAll(async () => { reader = await openDocs(baseUrl); });
    afterAll(async () => {
      await reader.close();
    });

    it('shows an operation in both languages without one request to anybody else', async () => {
      expect(await reader.page.title()).toContain('PayGate API – documentation · เอกสาร API');
      expect(await overflow(reader)).toBeLessThanOrEqual(0);
      await reader.shoot('docs-desktop');
      await reader.page.goto(`${baseUrl}/docs#tag/payments/POST${createPayment.path}`);
      await reader.page.getByText('สร้างรายการรับชำระพร้อมคิวอาร์').first().waitFor();
      await reader.page.waitForLoadState('networkidle');
      await reader.shoot('docs-desktop-operation');
      expect(foreign(reader)).toEqual([]);
      expect(reader.complaints).toEqual([]);
    });

    it('offers samples in Shell, Node.js, PHP and Python, and no others', async () => {
      await reader.page.goto(`${baseUrl}/docs#tag/payments/POST${createPayment.path}`);
      await reader.page.getByRole('button', { name: 'Shell' }).first().click();
      const options = reader.page.getByRole('option');
      await options.first().waitFor();
      expect((await options.allTextContents()).map((text) => text.trim())).toEqual(['Shell', 'Node.js', 'PHP', 'Python']);
      await reader.page.keyboard.press('Escape');
    });

    it('signs a payout with two clicks, under an idempotency key', async () => {
      const { sentHeaders, answer } = await callWithTwoClicks(reader, createPayout);
      expect(answer).toEqual({ isSigned: true, signatureFits: true });
      expect(sentHeaders['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });
});
