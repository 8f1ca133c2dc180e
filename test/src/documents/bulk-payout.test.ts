import { expect, it } from 'vitest';
import { fund } from '../support/fund.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withBank: true });
const fundedMerchant = async (): Promise<TestMerchant> => {
  const merchant = await product.addMerchant();
  await fund(product.platform, merchant.id, 1_000_000_000);
  return merchant;
};
const bulk = (merchant: TestMerchant, body: unknown, headers: Record<string, string> = {}) => product.signed(merchant.secretKey, '/api/v1/payout/bulk', body, headers);
const destination = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' };
const order = (more: object = {}) => ({ amount: 100, destination, ...more });

it('takes 500 items with Thai names, references and metadata in one call', async () => {
  const merchant = await fundedMerchant();
  const longDestination = { ...destination, bankName: 'ธนาคารไทยพาณิชย์ จำกัด (มหาชน)', accountName: 'นาย สมเกียรติ ประเสริฐวงศ์ไพบูลย์สกุล ณ อยุธยา' };
  const metadata = { sourceSystem: 'merchant-backoffice', memberName: longDestination.accountName, note: 'ถอนเงินรางวัลประจำสัปดาห์ '.repeat(10) };
  const items = Array.from({ length: 500 }, (_, index) => order({ destination: longDestination, merchantRef: `M01-WD${240_001 + index}`, metadata: { ...metadata, memberId: `member_${index}` } }));
  const { status, body } = await bulk(merchant, { items });
  expect([status, body.code]).toEqual([201, undefined]);
  expect(body).toMatchObject({ success: true, total: 500, accepted: 500, rejected: 0, errors: [] });
  expect(body.payouts.map(({ merchant_ref }: { merchant_ref: string }) => merchant_ref)).toEqual(items.map(({ merchantRef }: any) => merchantRef)); // oxlint-disable-line typescript/no-explicit-any -- as sent
});

it('refuses more than 1 MB, and says how much it takes', async () => {
  const merchant = await product.addMerchant();
  const items = Array.from({ length: 500 }, () => order({ metadata: { note: 'x'.repeat(2_048) } }));
  expect(await bulk(merchant, { items })).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE', details: { maxBytes: 1_048_576 } } });
});
