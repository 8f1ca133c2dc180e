import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callWithTwoClicks, openDocs } from '@paygate/api/docs/docs-reader.fixture';
import { afterAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';

const database = await createTestDatabase();
const dataDir = mkdtempSync(path.join(tmpdir(), 'paygate-docs-demo-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

describe.skipIf(!hasChromium)('the docs of a running product', () => {
  it('make a first payment with two clicks, talking to nobody else', async () => {
    const port = await freePort();
    const product = await startTestProduct(database, { environment: { PORT: String(port), PAYGATE_DATA_DIR: dataDir } });
    const merchant = await product.addMerchant();
    writeFileSync(path.join(dataDir, 'demo.json'), JSON.stringify({ secretKey: merchant.secretKey }));
    const baseUrl = `http://localhost:${port}`;
    const reader = await openDocs(baseUrl);
    try {
      const call = await callWithTwoClicks(reader, { tag: 'payments', method: 'POST', path: '/api/v1/payment/create' });
      expect(call).toMatchObject({ status: 201, answer: { success: true, transaction: { amount: 100.37, status: 'PENDING', merchantId: merchant.id } } });
      expect(call.sentHeaders['x-api-key']).toBe(merchant.secretKey);
      expect(call.sentHeaders['x-signature']).toBeUndefined();
      expect(call.sentBody).toMatchObject({ orderId: expect.stringMatching(/^ORD-[0-9A-Z]{8,}$/) });
      expect(reader.complaints).toEqual([]);
      expect(reader.requests.filter((address) => new URL(address).origin !== baseUrl && !address.startsWith('data:') && !address.startsWith('blob:'))).toEqual([]);
    } finally {
      await reader.close();
    }
  }, 90_000);
});
