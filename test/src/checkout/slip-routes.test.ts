import { gzipSync } from 'node:zlib';
import { bahtFromSatang } from '@paygate/contract/money';
import { qrPng } from '@paygate/promptpay/qr-image';
import { encodeSlip } from '@paygate/promptpay/slip';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });
const [merchant, other] = [await product.addMerchant(), await product.addMerchant()];

let amountSatang = 4_560_000;
const create = async (key = merchant.secretKey) => {
  amountSatang += 1;
  const { body } = await product.call(key, 'POST', '/api/v1/payment/create', { amount: bahtFromSatang(amountSatang), description: 'รองเท้า', metadata: { memberName: 'SECRET PERSON' } });
  return { id: body.transaction.id as string, url: `${product.baseUrl}/pay/${body.transaction.id}`, amountSatang };
};
const slipOfTransfer = async (satang: number, toAccount = product.promptPayId): Promise<string> => {
  const response = await fetch(`${product.platform.config.sandboxBankUrl}/transfers`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ toAccount, amountSatang: satang, senderName: 'SECRET PERSON #silent', senderAccount: '1673585481', senderBankCode: '030' }),
  });
  return (await response.json() as { readonly slipQr: string }).slipQr; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the bank's answer
};
const unknownSlip = (): string => {
  const slip = encodeSlip({ kind: 'BANK', sendingBank: '014', transRef: uuidv7().slice(-12).toUpperCase() });
  return slip.ok ? slip.text : '';
};
const pictureOf = (bytes: Uint8Array) => new File([Buffer.from(bytes)], 'slip.png', { type: 'image/png' });
const post = async (url: string, fields: Record<string, string | File>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const response = await fetch(`${url}/slip?lang=en`, { method: 'POST', body: form, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
};
const page = async (url: string, lang = 'en') => (await fetch(`${url}/slip?lang=${lang}`)).text();

describe('/pay/:id/slip', () => {
  it('is a small page of its own: no script, closed to other pages, within 4 KB, in both languages', async () => {
    const { url } = await create(merchant.liveSecretKey);
    for (const lang of ['th', 'en']) {
      const response = await fetch(`${url}/slip?lang=${lang}`);
      const text = await response.text();
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src [^;]+; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
      expect(text).toContain(`<html lang="${lang}">`);
      expect(text).not.toContain('<script');
      expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(4_096);
    }
  });

  it('takes a picture, tells that the bank is asked, then that the payment is complete', async () => {
    const { url, amountSatang: satang } = await create();
    const sent = await post(url, { picture: pictureOf(qrPng(await slipOfTransfer(satang))), text: '' });
    expect(sent).toMatchObject({ status: 303, location: `${new URL(url).pathname}/slip?lang=en` });
    const text = await until('the slip is accepted', async () => {
      const shown = await page(url);
      return shown.includes('The payment is complete') && shown;
    });
    for (const hidden of ['SECRET', '1673585481', 'http-equiv', 'type="file"']) expect(text).not.toContain(hidden);
    expect((await (await fetch(`${url}/status`)).json()).state).toBe('paid');
  });

  it('takes the text of the QR as well, and refreshes itself while the bank is asked', async () => {
    const { url } = await create();
    expect((await post(url, { picture: pictureOf(new Uint8Array()), text: ` ${unknownSlip()}\n` })).status).toBe(303);
    const text = await page(url);
    expect(text).toContain('We are asking the bank');
    expect(text).toContain('<meta http-equiv="refresh" content="3">');
  });

  it('says what is wrong with what was sent, and how to mend it', async () => {
    const { url } = await create();
    const bomb = Buffer.from(qrPng('0'));
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    const wrongs: readonly (readonly [Record<string, string | File>, number, string])[] = [
      [{}, 400, 'Neither a picture nor the text'], [{ text: 'hello' }, 400, 'not the QR of a bank slip'],
      [{ text: '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE' }, 400, 'It may be the payment QR'],
      [{ picture: pictureOf(Buffer.from('no picture at all')) }, 400, 'must be a PNG, JPEG or WebP file'], [{ picture: pictureOf(qrPng('x').subarray(0, 60)) }, 400, 'No QR code can be seen'],
      [{ picture: pictureOf(bomb) }, 400, 'too many pixels'], [{ picture: pictureOf(new Uint8Array(5 * 1024 * 1024)) }, 400, 'too large'],
    ];
    for (const [fields, status, words] of wrongs) {
      const answer = await post(url, fields);
      expect(answer.status, words).toBe(status);
      expect(answer.text).toContain(words);
      expect(answer.text).toContain('role="alert"');
      expect(answer.text).toContain('type="file"');
    }
    expect(await page(url)).not.toContain('id="told"');
  });

  it('knows no payment, takes nothing for a paid one, and tells nothing of another\'s slip', async () => {
    for (const id of [uuidv7(), 'nonsense', '%00']) {
      expect((await fetch(`${product.baseUrl}/pay/${id}/slip`)).status).toBe(404);
      expect((await post(`${product.baseUrl}/pay/${id}`, { text: unknownSlip() })).status).toBe(404);
    }
    const [mine, theirs] = [await create(), await create(other.secretKey)];
    const slip = unknownSlip();
    await post(theirs.url, { text: slip });
    const answer = await post(mine.url, { text: slip });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('sent for another payment');
    expect(answer.text).not.toContain(theirs.id);
    await runSql(database.url, `update payment set status = 'PAID', paid_at = now() where id = '${mine.id}'`);
    expect(await post(mine.url, { text: unknownSlip() })).toMatchObject({ status: 409 });
    expect(await page(mine.url)).toContain('This payment is settled');
  });

  it('reads no form but its own: broken, huge, of another kind', async () => {
    const { url } = await create();
    const send = async (type: string, body: string | Uint8Array) => {
      const response = await fetch(`${url}/slip`, { method: 'POST', headers: { 'content-type': type }, body: typeof body === 'string' ? body : Buffer.from(body), redirect: 'manual' });
      return response.status;
    };
    const head = 'Content-Disposition: form-data; name="text"';
    const forms = ['', '--B', `--B\r\n${head}\r\n\r\nx`, `--B\r\n\r\nx\r\n--B--`, `--B\r\n${'x'.repeat(2_000)}\r\n\r\nx\r\n--B--`, `${`--B\r\n${head}\r\n\r\nx\r\n`.repeat(50)}--B--`, `B\r\n${head}\r\n\r\nx\r\n--B--`];
    for (const body of forms) expect(await send('multipart/form-data; boundary=B', body), body.slice(0, 40)).toBe(400);
    expect(await send('multipart/form-data', `--B\r\n${head}\r\n\r\n${unknownSlip()}\r\n--B--\r\n`)).toBe(400);
    expect(await send('multipart/form-data; boundary="B"', `--B\r\n${head}\r\n\r\n${unknownSlip()}\r\n--B--\r\n`)).toBe(303);
    expect(await send('application/json', '{"text":"x"}')).toBe(400);
  });
});

describe('the payer page', () => {
  it('leads to the slip where money may be on its way, and tells of money that came when it was over', async () => {
    const made = await create();
    const shown = async () => (await fetch(`${made.url}?lang=en`)).text();
    expect(await shown()).toContain(`href="${made.id}/slip?lang=en"`);
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${made.id}/cancel`, {});
    expect(await shown()).toContain(`href="${made.id}/slip?lang=en"`);
    const [{ reference }] = await runSql(database.url, `select reference from payment where id = '${made.id}'`) as [{ reference: string }]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the one row of that id
    await product.reportCredits([{ bankReference: uuidv7(), accountNumber: product.promptPayId, amount: bahtFromSatang(made.amountSatang), paidAt: new Date().toISOString(), ref1: reference }]);
    await until('the money is told of', async () => (await (await fetch(`${made.url}/status`)).json()).state === 'money_late');
    const text = await shown();
    expect(text).toContain('Your money came late');
    expect(text).toContain('do not transfer again');
    expect(text).not.toContain('/slip?');
  });
  it('tells of what came above a payment that is paid', async () => {
    const made = await create();
    const { body } = await product.call(merchant.secretKey, 'POST', `/api/v1/sandbox/payments/${made.id}/pay`, { amount: bahtFromSatang(made.amountSatang + 1_250) });
    expect(body.success).toBe(true);
    await until('it is paid', async () => (await (await fetch(`${made.url}/status`)).json()).state === 'paid');
    expect(await (await fetch(`${made.url}?lang=en`)).text()).toContain('฿12.50 more than asked arrived');
  });
});
