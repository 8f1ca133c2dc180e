import { bahtFromSatang } from '@paygate/contract/money';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { encodeSlip } from '@paygate/promptpay/slip';
import { until } from '../support/until.ts';
import { rawOf, signed, unique, type House } from './house.ts';
import { assistantsOf, type Recipe } from './recipe.ts';

/** Channels that a hostile value has switched off are on again within a second. */
export const paymentOf = ({ product, merchant }: House, orderId = `ORD-${unique()}`): Promise<{ readonly id: string; readonly orderId: string }> =>
  until('a payment', async () => (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 25, orderId })).body.transaction);
export const ofPayment: Recipe = async (house) => ({ params: { id: (await paymentOf(house)).id } });
/** A slip that nobody has sent before. */
export const slipText = (): string => {
  const slip = encodeSlip({ kind: 'BANK', sendingBank: '014', transRef: unique() });
  return slip.ok ? slip.text : '';
};

export const payoutWish = () => ({ amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, merchantRef: `M01-${unique()}` });
export const payoutOf = async ({ product, merchant }: House) => {
  const raw = rawOf({ body: payoutWish() });
  return (await product.call(undefined, 'POST', '/api/v1/payout/create', raw, signed(merchant.secretKey, raw))).body.payout as { readonly id: string; readonly merchant_ref: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a create answer
};

export const withdrawalWish = () => ({ amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, requestRef: `WD-${unique()}` });
export const ofRequest: Recipe = async ({ product, merchant }) => {
  const wish = withdrawalWish();
  const raw = rawOf({ body: wish });
  await product.call(undefined, 'POST', '/api/v1/withdrawal/request/create', raw, signed(merchant.secretKey, raw));
  return { params: { requestRef: wish.requestRef } };
};

let paidSatang = 70_000;
/** A payment that nobody else's amount resembles, paid from an account that can be refunded. */
export const ofPaidPayment: Recipe = async ({ product, merchant }, operation) => {
  const amount = bahtFromSatang((paidSatang += 1));
  const made = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount, orderId: `PAID-${unique()}` });
  const payer = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030' };
  const told = await product.reportCredits([{ bankReference: `C-${unique()}`, accountNumber: product.promptPayId, amount, paidAt: made.body.transaction.createdAt, ...payer }]);
  await matchCredits(product.platform, [told.body.results[0].creditId]);
  return { params: { id: made.body.transaction.id }, ...(operation.body && { body: { amount: 100 } }) };
};

/** A credit that nobody's payment resembles, of a payer whose whole account is known; in the queue. */
export const strayCredit = async ({ product }: House, amount = 7_777.77): Promise<string> => {
  const payer = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030' };
  const told = await product.reportCredits([{ bankReference: `M01-${unique()}`, accountNumber: product.promptPayId, amount, paidAt: new Date().toISOString(), ...payer }]);
  await matchCredits(product.platform, [told.body.results[0].creditId]);
  return told.body.results[0].creditId;
};
export const ofStrayCredit: Recipe = async (house, { examples }) => ({ params: { id: await strayCredit(house) }, ...(examples[0].body && { body: examples[0].body }) });
export const unpaid = async (house: House): Promise<string> => (await paymentOf(house, `M01-${unique()}`)).id;
export const ofShortCredit: Recipe = async (house) => {
  const id = await unpaid(house);
  return { params: { id: await strayCredit(house) }, body: { paymentId: id, reason: 'The customer sent the receipt', acceptLeft: 7_777.77 } };
};
/** An act of another operator that waits for the house's admin. */
export const ofProposal: Recipe = async (house, { examples }) => {
  const { product } = house;
  const { headers } = (await assistantsOf(house)).operator;
  const made = await product.call(undefined, 'POST', `/api/admin/credits/${await strayCredit(house, 20_000)}/return`, { reason: 'Paid twice' }, headers);
  return { params: { id: made.body.proposal.id }, ...(examples[0].body && { body: examples[0].body }) };
};
