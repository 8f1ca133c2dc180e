import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig } from '@paygate/core/config';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityFor, securitySchemes } from '../openapi/security.ts';
import { callWithTwoClicks, chromiumPath, openDocs } from './docs-reader.fixture.ts';
import { docsRoutes } from './docs-routes.ts';

// Where to leave pictures for a person to look at.
const folderOfShots = process.env['PAYGATE_SCREENSHOTS'];
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

describe.skipIf(!existsSync(chromiumPath))('the docs page in a real browser', () => {
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

  it.each(['desktop', 'phone'] as const)('shows the operations on a %s without one request to anybody else', async (screen) => {
    const reader = await openDocs(baseUrl, screen);
    try {
      expect(await reader.page.title()).toContain('PayGate API – documentation · เอกสาร API');
      expect(await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      if (folderOfShots) await reader.page.screenshot({ path: path.join(folderOfShots, `docs-${screen}.png`) });
      await reader.page.goto(`${baseUrl}/docs#tag/payments/POST${createPayment.path}`);
      await reader.page.getByText('สร้างรายการรับชำระพร้อมคิวอาร์').first().waitFor();
      await reader.page.waitForLoadState('networkidle');
      if (folderOfShots) await reader.page.screenshot({ path: path.join(folderOfShots, `docs-${screen}-operation.png`) });
      expect(reader.requests.filter((url) => new URL(url).origin !== baseUrl && !/^(data|blob):/.test(url))).toEqual([]);
      expect(reader.complaints).toEqual([]);
    } finally {
      await reader.close();
    }
  });

  it('makes the first call succeed with two clicks, the demo key and a new order id filled in', async () => {
    const reader = await openDocs(baseUrl);
    try {
      const { status, sentHeaders, sentBody, answer } = await callWithTwoClicks(reader, createPayment);
      expect(status).toBe(201);
      expect(sentHeaders['x-api-key']).toBe(demoKey);
      expect(sentBody).toMatchObject({ amount: 100.37, orderId: expect.stringMatching(/^ORD-[0-9A-Z]{8,}$/) });
      expect(answer).toEqual({ isSigned: false, signatureFits: false });
      if (folderOfShots) await reader.page.screenshot({ path: path.join(folderOfShots, 'docs-first-call.png') });
      expect(reader.complaints).toEqual([]);
    } finally {
      await reader.close();
    }
  });

  it('signs a payout with the same two clicks', async () => {
    const reader = await openDocs(baseUrl);
    try {
      const { sentHeaders, answer } = await callWithTwoClicks(reader, createPayout);
      expect(answer).toEqual({ isSigned: true, signatureFits: true });
      expect(sentHeaders['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    } finally {
      await reader.close();
    }
  });

  it('offers samples in Shell, Node.js, PHP and Python, and no others', async () => {
    const reader = await openDocs(baseUrl);
    try {
      await reader.page.goto(`${baseUrl}/docs#tag/payments/POST${createPayment.path}`);
      await reader.page.getByRole('button', { name: 'Shell' }).first().click();
      const options = reader.page.getByRole('option');
      await options.first().waitFor();
      expect((await options.allTextContents()).map((text) => text.trim())).toEqual(['Shell', 'Node.js', 'PHP', 'Python']);
    } finally {
      await reader.close();
    }
  });
});
