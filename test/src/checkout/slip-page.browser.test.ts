import { bahtFromSatang } from '@paygate/contract/money';
import { qrPng } from '@paygate/promptpay/qr-image';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { runSql } from '../support/sql-session.ts';
import { asPayer, hasChromium, type Eyes } from './payer.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });
const merchant = await product.addMerchant();
await runSql(database.url, `update merchant set business_name = 'ร้านรองเท้าน้ำใจดี' where id = '${merchant.id}'`);
let amountSatang = 125_000;
const create = async (key = merchant.secretKey) => {
  amountSatang += 25;
  const { body } = await product.call(key, 'POST', '/api/v1/payment/create', { amount: bahtFromSatang(amountSatang), returnUrl: 'https://shop.example/orders/1' });
  return { url: `${product.baseUrl}/pay/${body.transaction.id}`, amountSatang };
};
const slipPicture = async (satang: number, toAccount = product.promptPayId) => {
  const response = await fetch(`${product.platform.config.sandboxBankUrl}/transfers`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ toAccount, amountSatang: satang, senderName: 'นาย ทองดี ใจงาม #silent', senderAccount: '1673585481', senderBankCode: '030' }),
  });
  const { slipQr } = await response.json() as { readonly slipQr: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the bank's answer
  return { name: 'slip.png', mimeType: 'image/png', buffer: qrPng(slipQr) };
};
const looks: readonly (readonly [string, Eyes])[] = [['light-th', {}], ['dark-en', { colorScheme: 'dark', locale: 'en-GB' }]];

describe.skipIf(!hasChromium).each(looks)('sending a slip in a real browser, %s', (name, eyes) => {
  it('is two taps from the payment, and ends at the receipt', async () => {
    const { url, amountSatang: satang } = await create();
    await asPayer(eyes, async ({ page, complaints, shoot }) => {
      await page.goto(url);
      await shoot(`slip-link-${name}`);
      await page.locator('a[href*="/slip"]').click();
      await page.locator('#picture').setInputFiles(await slipPicture(satang));
      await shoot(`slip-form-${name}`);
      await page.locator('button.main').click();
      await page.locator('#told').getByText(/ชำระเงินเรียบร้อย|The payment is complete/).waitFor();
      await shoot(`slip-accepted-${name}`);
      await page.locator('a.do').click();
      await page.getByText(/ชำระเงินสำเร็จ|Payment received/).waitFor();
      expect(complaints).toEqual([]);
    });
  });

  it('says why a slip is not taken, without scripts too, on a page no wider than the phone', async () => {
    const { url, amountSatang: satang } = await create();
    await asPayer({ ...eyes, javaScriptEnabled: false }, async ({ page, shoot }) => {
      await page.goto(`${url}/slip`);
      await page.locator('button.main').click();
      await page.locator('[role=alert]').waitFor();
      await shoot(`slip-nothing-${name}`);
      await page.locator('#picture').setInputFiles(await slipPicture(satang, '9990001112'));
      await page.locator('button.main').click();
      await page.locator('#told').getByText(/เข้าบัญชีอื่น|went to another account/).waitFor();
      await page.locator('summary').click();
      await shoot(`slip-other-account-${name}`);
      const { width } = (await page.locator('main').boundingBox())!;
      expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
    });
  });
});
