import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { listen } from '../support/listen.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { asPayer, hasChromium, type Payer } from './payer.fixture.ts';

const product = await startTestProduct(await createTestDatabase(), { withWorker: true, withBank: true });
const merchant = await product.addMerchant();
const publicKey = await product.addPublicKey(merchant.id, { mode: 'test', page: { allowedOrigins: ['http://127.0.0.1:*', 'null'] } });

// A shop of another origin, with a policy of its own that forbids inline styles; what it serves is set by each test.
let shopPage = '';
const shop = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('content-security-policy', `style-src 'self'; script-src 'unsafe-inline' ${product.baseUrl}`).end(shopPage);
});
const shopUrl = await listen(shop);

interface Told { readonly name: string; readonly what: { readonly transactionId?: string; readonly code?: string } }
/** A page as the documents show it, with the server's address for the hosted ones. */
const pageWith = (options: string) => `<!doctype html><html lang="th"><meta name="viewport" content="width=device-width"><body><h1>ร้านค้า</h1>
<script src="${product.baseUrl}/paygate-widget.js"></script>
<div id="paygate-button-container"></div>
<script>
  window.told = [];
  const tell = (name) => (what) => told.push({ name, what });
  PayGate.renderButton({
    elementId: 'paygate-button-container', ${options}
    checkoutBaseUrl: '${product.baseUrl}', apiBaseUrl: '${product.baseUrl}/api/v1',
    onPaid: tell('paid'), onExpired: tell('expired'), onError: tell('error'), onClose: tell('closed'),
  });
</script></body></html>`;
const documented = () => `apiKey: '${publicKey}', amount: 150.00, orderId: 'ORDER-${uuidv7()}', description: 'Payment via widget',`;
const toldOn = ({ page }: Payer) => page.evaluate(() => (window as unknown as { readonly told: Told[] }).told); // oxlint-disable-line typescript/no-unsafe-type-assertion -- the page above
const press = ({ page }: Payer) => page.getByRole('button', { name: 'ชำระเงิน ฿150.00' }).click();
const frameOf = ({ page }: Payer) => page.frameLocator('iframe');

it('the widget is at most 5 KB and knows its server', async () => {
  const response = await fetch(`${product.baseUrl}/paygate-widget.js`);
  const text = await response.text();
  expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(5_120);
  expect(text).toContain(product.platform.config.checkoutBaseUrl);
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
});

describe.skipIf(!hasChromium)('the widget on a page of another origin', () => {
  it('opens the documents\' button in a frame, tells the page it is paid, once, and closes', async () => {
    shopPage = pageWith(documented());
    await asPayer({ screen: 'desktop' }, async (payer) => {
      await payer.page.goto(shopUrl);
      await payer.shoot('widget-button');
      await press(payer);
      await frameOf(payer).getByText('฿150.00').first().waitFor();
      await payer.shoot('widget-modal');
      await frameOf(payer).getByRole('button', { name: 'จ่าย', exact: true }).click();
      await frameOf(payer).getByText('ชำระเงินสำเร็จ').waitFor();
      const told = await until('the page is told', async () => { const all = await toldOn(payer); return all.length > 0 && all; });
      expect(told).toEqual([{ name: 'paid', what: { transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/) } }]);
      await payer.shoot('widget-paid');
      await payer.page.getByRole('button', { name: 'ปิด' }).click();
      await payer.page.locator('iframe').waitFor({ state: 'detached' });
      await until('the page is told of the end', async () => (await toldOn(payer)).length > 1);
      expect((await toldOn(payer)).map(({ name }) => name)).toEqual(['paid', 'closed']);
      expect(payer.complaints).toEqual([]);
    });
  });

  it('opens the same payment again after it was closed', async () => {
    shopPage = pageWith(documented());
    await asPayer({}, async (payer) => {
      await payer.page.goto(shopUrl);
      const sources: (string | null)[] = [];
      for (let round = 0; round < 2; round += 1) {
        await press(payer);
        await frameOf(payer).getByText('฿150.00').first().waitFor();
        if (round === 0) await payer.shoot('widget-phone');
        sources.push(await payer.page.locator('iframe').getAttribute('src'));
        await payer.page.keyboard.press('Escape');
        await payer.page.locator('iframe').waitFor({ state: 'detached' });
      }
      expect(sources[0]).toBe(sources[1]);
    });
  });

  it('tells of expiry and failure, for payments the server made too', async () => {
    for (const [button, name, code] of [['หมดอายุ', 'expired', undefined], ['ล้มเหลว', 'error', 'PAYMENT_FAILED']] as const) {
      const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 150 });
      shopPage = pageWith(`transactionId: '${body.transaction.id}', amount: 150,`);
      await asPayer({ screen: 'desktop' }, async (payer) => {
        await payer.page.goto(shopUrl);
        await press(payer);
        await frameOf(payer).getByRole('button', { name: button }).click();
        const told = await until('the page is told', async () => { const all = await toldOn(payer); return all.length > 0 && all; });
        expect(told[0]).toMatchObject({ name, what: code === undefined ? { transactionId: body.transaction.id } : { code } });
      });
    }
  });

  it('leads to the payer page where a frame is not wanted', async () => {
    shopPage = pageWith(`${documented()} mode: 'redirect', returnUrl: '${shopUrl}/thanks',`);
    await asPayer({}, async (payer) => {
      await payer.page.goto(shopUrl);
      await press(payer);
      await payer.page.waitForURL(/\/pay\/[0-9a-f-]{36}\?lang=th$/);
      await payer.page.getByRole('link', { name: 'กลับไปที่ร้าน' }).waitFor();
      expect(await payer.page.getByRole('link', { name: 'กลับไปที่ร้าน' }).getAttribute('href')).toBe(`${shopUrl}/thanks`);
    });
  });

  it('believes no message but the payer page\'s own', async () => {
    shopPage = pageWith(documented());
    await asPayer({ screen: 'desktop' }, async (payer) => {
      await payer.page.goto(shopUrl);
      await press(payer);
      await frameOf(payer).getByText('฿150.00').first().waitFor();
      const id = /pay\/([0-9a-f-]{36})/.exec((await payer.page.locator('iframe').getAttribute('src')) ?? '')?.[1];
      await payer.page.evaluate((transactionId) => {
        // From the page itself, and from a strange frame: right words, wrong mouth.
        window.postMessage({ paygate: 'paid', transactionId }, '*');
        const strange = document.createElement('iframe');
        strange.srcdoc = `<script>parent.postMessage({ paygate: 'paid', transactionId: '${transactionId}' }, '*')</script>`;
        document.body.append(strange);
        return new Promise((resolve) => { addEventListener('message', ({ origin }) => { if (origin === location.origin || origin === 'null') setTimeout(resolve, 0); }); });
      }, id);
      expect(await toldOn(payer)).toEqual([]);
    });
  });

  it('says what is wrong to the developer, and something kind to the payer', async () => {
    const strange = await product.addPublicKey(merchant.id, { mode: 'test', page: { allowedOrigins: ['https://other.example'] } });
    shopPage = pageWith(documented().replace(publicKey, strange));
    await asPayer({}, async (payer) => {
      await payer.page.goto(shopUrl);
      await press(payer);
      await payer.page.getByRole('alert').getByText('เปิดหน้าชำระเงินไม่ได้').waitFor();
      expect(await toldOn(payer)).toMatchObject([{ name: 'error', what: { code: 'ORIGIN_NOT_ALLOWED', message: expect.stringContaining(shopUrl) } }]);
    });
    shopPage = pageWith(`apiKey: 'sk_test_x', amount: 150,`);
    await asPayer({}, async (payer) => {
      await payer.page.goto(shopUrl);
      expect(await toldOn(payer)).toMatchObject([{ name: 'error', what: { code: 'INVALID_OPTIONS' } }]);
      expect(await payer.page.getByRole('button').count()).toBe(0);
    });
  });
});
