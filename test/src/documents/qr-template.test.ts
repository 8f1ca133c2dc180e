import { readFileSync } from 'node:fs';
import { qrPng } from '@paygate/promptpay/qr-image';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
beforeAll(async () => {
  merchant = await product.addMerchant();
});
const create = (body: object) => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body);
/** Reads the PNG with parts that are not ours. */
const scan = (dataUrl: string): string | undefined => {
  const image = PNG.sync.read(Buffer.from(dataUrl.replace('data:image/png;base64,', ''), 'base64'));
  return jsqr.default(new Uint8ClampedArray(image.data), image.width, image.height)?.data;
};

const templates = [
  ['ถุงเงิน', '00020101021130740016A000000677010112011501075370008820502192A000000TB0000000PG0308DEMOSHOP53037645802TH6208070400006304167B', '00020101021230740016A000000677010112011501075370008820502192A000000TB0000000PG0308DEMOSHOP53037645406100.375802TH6208070400006304355A'],
  ['แม่มณี', '00020101021130650016A000000677010112011501075360001028602150140000000000000303SCB5802TH53037646220071600000000000000006304F9D9', '00020101021230650016A000000677010112011501075360001028602150140000000000000303SCB5802TH53037645406100.3762200716000000000000000063049D3D'],
  ['K SHOP', '00020101021130810016A00000067701011201150107536000315010214KB0000000000000320KPS004KB00000000000031690016A00000067701011301030040214KB0000000000000420KPS004KB00000000000053037645802TH63049507', '00020101021230810016A00000067701011201150107536000315010214KB0000000000000320KPS004KB00000000000031690016A00000067701011301030040214KB0000000000000420KPS004KB00000000000053037645406100.375802TH63047667'],
] as const;

it.each(templates)('puts the amount into a %s template, and the picture says the same as qrPayload', async (_name, qrTemplatePayload, filled) => {
  const { status, body } = await create({ amount: 100.37, qrTemplatePayload });
  expect(status).toBe(201);
  expect(body.transaction.qrPayload).toBe(filled);
  expect(scan(body.transaction.qrCode)).toBe(filled);
});

it('makes a PromptPay QR of the receiving account, and the picture says the same as qrPayload', async () => {
  const { transaction } = (await create({ amount: 100.37 })).body;
  expect(transaction.qrPayload).toBe('00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE');
  expect(scan(transaction.qrCode)).toBe(transaction.qrPayload);
});

it.each([
  ['a wrong checksum', `${templates[0][1].slice(0, -1)}0`], ['no QR at all', 'hello'], ['a cut template', templates[0][1].slice(0, 60)],
])('refuses %s with QR_TEMPLATE_INVALID and says why', async (_name, qrTemplatePayload) => {
  const { status, body } = await create({ amount: 1, qrTemplatePayload });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'QR_TEMPLATE_INVALID', details: { reason: expect.any(String), templateCode: expect.any(String) } });
  expect(body.message).toContain(body.details.reason);
});

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../packages/promptpay/fixtures/${name}`, import.meta.url));
const pictures: readonly (readonly [string, string, string])[] = [
  ['a JPEG photo of a ถุงเงิน sign, as data URL', `data:image/jpeg;base64,${fixture('tungngern.jpg').toString('base64')}`, templates[0][2]],
  ['a WebP photo of a แม่มณี sign, as bare base64', fixture('mae-manee.webp').toString('base64'), templates[1][2]],
  ['a PNG of a K SHOP QR, as base64 in lines', qrPng(templates[2][1]).toString('base64').replaceAll(/.{76}/g, '$&\r\n'), templates[2][2]],
];
it.each(pictures)('puts the amount into the template on %s', async (_name, qrTemplateImageBase64, filled) => {
  const { status, body } = await create({ amount: 100.37, qrTemplateImageBase64 });
  expect(status).toBe(201);
  expect(body.transaction.qrPayload).toBe(filled);
  expect(scan(body.transaction.qrCode)).toBe(filled);
});

const sign = qrPng(templates[0][1]).toString('base64');
/** A PNG whose header claims 400 megapixels. */
const bomb = Buffer.from(qrPng('0'));
bomb.writeUInt32BE(20_000, 16);
bomb.writeUInt32BE(20_000, 20);
const refusals: readonly (readonly [string, object, string])[] = [
  ['text that is no picture', { qrTemplateImageBase64: 'not a picture!' }, 'IMAGE_NOT_BASE64'],
  ['a picture of another kind', { qrTemplateImageBase64: Buffer.from('GIF89a......').toString('base64') }, 'IMAGE_KIND_UNKNOWN'],
  ['a cut picture', { qrTemplateImageBase64: sign.slice(0, 80) }, 'IMAGE_WITHOUT_QR'],
  ['a picture that claims 400 megapixels', { qrTemplateImageBase64: bomb.toString('base64') }, 'IMAGE_TOO_MANY_PIXELS'],
  ['a file of more than 2 MB', { qrTemplateImageBase64: Buffer.alloc(2_097_153).toString('base64') }, 'IMAGE_TOO_LARGE'],
  ['a picture of another QR', { qrTemplateImageBase64: qrPng('https://example.com').toString('base64') }, 'TLV_BAD_TAG'],
  ['a picture and a text', { qrTemplateImageBase64: sign, qrTemplatePayload: templates[0][1] }, 'TEMPLATE_TWICE'],
];
it.each(refusals)('refuses %s, naming what is wrong in both languages', async (_name, more, templateCode) => {
  const { status, body } = await create({ amount: 1, ...more });
  expect({ status, code: body.code, templateCode: body.details.templateCode }).toEqual({ status: 400, code: 'QR_TEMPLATE_INVALID', templateCode });
  expect(body.message).toContain(body.details.reason);
  expect(body.message).toContain(body.details.reasonTh);
});

it('answers a repeat under an Idempotency-Key from the first reading of the picture', async () => {
  const headers = { 'idempotency-key': 'picture-once' };
  const body = { amount: 5, qrTemplateImageBase64: sign };
  const first = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body, headers);
  const again = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body, headers);
  expect(first.status).toBe(201);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
});
