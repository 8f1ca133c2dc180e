import { readFile } from 'node:fs/promises';
import path from 'node:path';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { asPayer, hasChromium, type Eyes } from './payer.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });
const merchant = await product.addMerchant();
await runSql(database.url, `update merchant set business_name = 'ร้านรองเท้าน้ำใจดี' where id = '${merchant.id}'`);

const create = async (more: object = {}, key = merchant.secretKey): Promise<{ readonly id: string; readonly url: string }> => {
  const { body } = await product.call(key, 'POST', '/api/v1/payment/create', { amount: 1_250.75, description: 'รองเท้าผ้าใบ 1 คู่ ไซซ์ 42', returnUrl: 'https://shop.example/orders/1', ...more });
  return { id: body.transaction.id, url: `${product.baseUrl}/pay/${body.transaction.id}` };
};
const payloadIn = (file: Buffer): string | undefined => {
  const { width, height, data } = PNG.sync.read(file);
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data;
};
const looks: readonly (readonly [string, Eyes])[] = [
  ['phone-light-th', {}], ['phone-dark-th', { colorScheme: 'dark' }], ['phone-light-en', { locale: 'en-GB' }], ['desktop-light-th', { screen: 'desktop' }], ['desktop-dark-en', { screen: 'desktop', colorScheme: 'dark', locale: 'en-GB' }],
  ['small-large-text-th', { screen: 'small', fontPixels: 28 }],
];

describe.skipIf(!hasChromium)('the payer page in a real browser', () => {
  it.each(looks)('shows a payment whole, on %s', async (name, eyes) => {
    const live = await create({}, merchant.liveSecretKey);
    const test = await create();
    await asPayer(eyes, async ({ page, complaints, requests, shoot }) => {
      await page.goto(live.url);
      await shoot(`pending-${name}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await page.locator('summary').click();
      await shoot(`banks-${name}`);
      await page.goto(test.url);
      await shoot(`test-${name}`);
      expect(requests.filter((url) => new URL(url).origin !== product.baseUrl && !/^(data|blob):/.test(url))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it('becomes the receipt as soon as the money is there, without a reload by hand', async () => {
    const { url } = await create();
    await asPayer({}, async ({ page, complaints, shoot }) => {
      await page.goto(url);
      await page.getByRole('button', { name: 'จ่าย', exact: true }).click();
      await page.getByText('ชำระเงินสำเร็จ').waitFor();
      await shoot('paid-phone');
      expect(await page.getByRole('link', { name: 'กลับไปที่ร้าน' }).getAttribute('href')).toBe('https://shop.example/orders/1');
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('button', { name: 'พิมพ์ใบเสร็จ' }).isVisible()).toBe(false);
      await shoot('paid-print');
      expect(complaints).toEqual([]);
    });
  });

  it('tells every other ending in its words, and shows a late payment as late', async () => {
    const pages = { wrong: await create(), fail: await create(), expire: await create(), cancel: await create() };
    await asPayer({ locale: 'en-GB' }, async ({ page, complaints, shoot }) => {
      await page.goto(pages.wrong.url);
      await page.getByRole('button', { name: 'Pay wrong amount' }).click();
      await page.getByText('฿1,249.75 arrived, ฿1,250.75 was asked for').waitFor();
      await shoot('wrong-amount');
      await page.goto(pages.fail.url);
      await page.getByRole('button', { name: 'Fail' }).click();
      await page.getByText('Payment failed').waitFor();
      await shoot('failed');
      await page.goto(pages.cancel.url);
      await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${pages.cancel.id}/cancel`, {});
      await page.getByText('Cancelled by the shop').waitFor();
      await shoot('cancelled');
      await page.goto(pages.expire.url);
      await page.getByRole('button', { name: 'Expire' }).click();
      await page.getByText('Time is up').waitFor();
      await page.locator('img').waitFor({ state: 'detached' });
      await shoot('expired');
      await page.getByRole('button', { name: 'Pay', exact: true }).click();
      await page.getByText('after the time was up').waitFor();
      await shoot('paid-late');
      expect(complaints).toEqual([]);
    });
  });

  it('works without scripts: QR, accounts, test buttons and the outcome', async () => {
    const { url } = await create();
    await asPayer({ javaScriptEnabled: false }, async ({ page, shoot }) => {
      await page.goto(url);
      await page.locator('img').waitFor();
      for (const dead of [/คัดลอก/, /พิมพ์/]) expect(await page.getByRole('button', { name: dead }).count()).toBe(0);
      await shoot('no-script');
      await page.getByRole('button', { name: 'จ่าย', exact: true }).click();
      await page.getByText('ชำระเงินสำเร็จ').waitFor();
    });
  });

  it('opens the bank accounts at once where there is no QR', async () => {
    const other = await product.addMerchant();
    await runSql(database.url, `update merchant set prompt_pay_enabled = false where id = '${other.id}'`);
    const { url } = await create({}, other.liveSecretKey);
    await asPayer({}, async ({ page, complaints, shoot }) => {
      await page.goto(url);
      await page.getByText('123-4-56789-0').waitFor();
      expect(await page.locator('img').count()).toBe(0);
      await shoot('no-qr');
      expect(complaints).toEqual([]);
    });
  });

  it('goes on by asking when the stream is refused', async () => {
    const { id, url } = await create();
    await asPayer({}, async ({ page }) => {
      await page.route('**/events', (route) => route.fulfill({ status: 503 }));
      await page.goto(url);
      await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${id}/cancel`, {});
      await page.getByText('ร้านยกเลิกรายการนี้').waitFor();
    });
  });

  it('copies amount and account as banking apps take them', async () => {
    const { url } = await create();
    await asPayer({}, async ({ page }) => {
      await page.goto(url);
      await page.getByRole('button', { name: 'คัดลอกยอดเงิน' }).click();
      await page.getByRole('status').getByText('คัดลอกแล้ว').waitFor({ state: 'attached' });
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('1250.75');
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'คัดลอก 1234567890' }).click();
      await until('the account is copied', async () => (await page.evaluate(() => navigator.clipboard.readText())) === '1234567890');
    });
  });

  it('saves a picture that a banking app reads, and the bare QR where scripts are off', async () => {
    const { id, url } = await create();
    const { body } = await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${id}`);
    await asPayer({ screen: 'desktop' }, async ({ page, complaints }) => {
      await page.goto(url);
      const saving = page.waitForEvent('download');
      await page.getByRole('link', { name: 'บันทึกรูป QR' }).click();
      const saved = await saving;
      const picture = await readFile(await saved.path());
      if (process.env['PAYGATE_SCREENSHOTS']) await saved.saveAs(path.join(process.env['PAYGATE_SCREENSHOTS'], 'saved-picture.png'));
      expect(payloadIn(picture)).toBe(body.transaction.qrPayload);
      expect(complaints).toEqual([]);
    });
    const bare = await fetch(`${url}/qr.png`);
    expect(bare.headers.get('content-disposition')).toContain('attachment');
    expect(payloadIn(Buffer.from(await bare.arrayBuffer()))).toBe(body.transaction.qrPayload);
  });

  it('paints from its one response: nothing else is waited for at 400 kbit/s and 400 ms of delay', async () => {
    const { url } = await create({}, merchant.liveSecretKey);
    await asPayer({}, async ({ page, context }) => {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
      await page.goto(url);
      const { paintMs, transferBytes, blocking } = await page.evaluate(() => new Promise<{ paintMs: number; transferBytes: number; blocking: string[] }>((resolve) => {
        const resources = () => performance.getEntriesByType('resource') as (PerformanceResourceTiming & { renderBlockingStatus: string })[];
        const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        new PerformanceObserver((list) => resolve({
          paintMs: list.getEntriesByName('first-contentful-paint')[0]!.startTime, transferBytes: document!.encodedBodySize,
          blocking: resources().filter(({ renderBlockingStatus }) => renderBlockingStatus !== 'non-blocking').map(({ name }) => name),
        })).observe({ type: 'paint', buffered: true });
      }));
      // How long it took is the machine's as well: told, not judged.
      process.stdout.write(`payer page: first contentful paint ${Math.round(paintMs)} ms, ${transferBytes} bytes\n`);
      expect(blocking).toEqual([]);
      expect(transferBytes).toBeLessThanOrEqual(4_096);
    });
  });
});
