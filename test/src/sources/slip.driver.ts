import { qrPng } from '@paygate/promptpay/qr-image';
import { encodeSlip } from '@paygate/promptpay/slip';
import { v7 as uuidv7 } from 'uuid';
import type { TestMerchant, TestProduct } from '../support/test-product.ts';
import type { CreditSourceDriver, HostileInput } from './credit-source-conformance.ts';
import type { Transfer } from './transfers.ts';

/** An amount that no transfer of the suite has, so that nothing is paid by chance. */
const UNRELATED_BAHT = 33.33;
const merchants = new WeakMap<TestProduct, Promise<TestMerchant>>();
const shopOf = (product: TestProduct): Promise<TestMerchant> => {
  const shop = merchants.get(product) ?? product.addMerchant();
  merchants.set(product, shop);
  return shop;
};
/** A payment of the one shop, or of a shop of its own. */
const paymentIn = async (product: TestProduct, { secretKey }: TestMerchant) => {
  const { body } = await product.call(secretKey, 'POST', '/api/v1/payment/create', { amount: UNRELATED_BAHT });
  return { secretKey, path: `/api/v1/payment/${body.transaction.id}/slip` };
};

/** The payer's bank books the transfer without a word to anybody; what the payer has is the QR on the slip. */
const transferAtBank = async (product: TestProduct, transfer: Transfer): Promise<string> => {
  const { accountNumber, amountSatang, bankReference, paidAt, payerName, payerAccount, payerBankCode, ref1, ref2 } = transfer;
  const order = { toAccount: accountNumber, amountSatang, bankReference, paidAt, senderName: `${payerName ?? ''} #silent`.trim(), senderAccount: payerAccount, senderBankCode: payerBankCode, ref1, ref2 };
  const response = await fetch(`${product.platform.config.sandboxBankUrl}/transfers`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) });
  const { slipQr } = await response.json() as { readonly slipQr: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the bank's answer
  return slipQr;
};

const firstFor = new Map<string, ReturnType<typeof paymentIn>>();
/** The first time as a picture, afterwards as text and for a payment of somebody else. */
const sendSlip = async (product: TestProduct, transfer: Transfer): Promise<void> => {
  const qrText = await transferAtBank(product, transfer);
  const isFirst = !firstFor.has(transfer.bankReference);
  const payment = paymentIn(product, isFirst ? await shopOf(product) : await product.addMerchant());
  if (isFirst) firstFor.set(transfer.bankReference, payment);
  const { secretKey, path } = await payment;
  const body = isFirst ? { imageBase64: qrPng(qrText).toString('base64') } : { qrText };
  const { status, body: answer } = await product.call(secretKey, 'POST', path, body);
  if (status !== 201 && answer.code !== 'SLIP_ALREADY_USED') throw new Error(`the slip was answered ${status} ${JSON.stringify(answer)}`);
};

const refused = (name: string, code: HostileInput['code'], body: object): HostileInput => ({
  name, code,
  send: async (product) => {
    const { secretKey, path } = await paymentIn(product, await shopOf(product));
    return product.call(secretKey, 'POST', path, body);
  },
});
const slip = encodeSlip({ kind: 'BANK', sendingBank: '014', transRef: 'NEVERBOOKED1' });
const qrText = slip.ok ? slip.text : '';

/** `POST /api/v1/payment/{id}/slip`, verified by the sandbox bank over HTTP. */
export const slipUpload: CreditSourceDriver = {
  name: 'slip',
  tell: async (product, transfers) => {
    await Promise.all(transfers.map((transfer) => sendSlip(product, transfer)));
    return transfers;
  },
  hostile: [
    { name: 'a call of nobody', code: 'UNAUTHORIZED', send: (product) => product.call(undefined, 'POST', `/api/v1/payment/${uuidv7()}/slip`, { qrText }) },
    { name: 'a payment that does not exist', code: 'TRANSACTION_NOT_FOUND', send: async (product) => product.call((await shopOf(product)).secretKey, 'POST', `/api/v1/payment/${uuidv7()}/slip`, { qrText }) },
    refused('nothing', 'SLIP_UNREADABLE', {}), refused('text that is no slip', 'SLIP_UNREADABLE', { qrText: 'hello' }), refused('a slip with a wrong checksum', 'SLIP_UNREADABLE', { qrText: `${qrText.slice(0, -1)}${qrText.endsWith('0') ? '1' : '0'}` }),
    refused('the QR that was to be paid', 'SLIP_UNREADABLE', { qrText: '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE' }),
    refused('a picture without a QR', 'SLIP_UNREADABLE', { imageBase64: qrPng(qrText).subarray(0, 60).toString('base64') }), refused('picture and text at once', 'SLIP_UNREADABLE', { imageBase64: qrPng(qrText).toString('base64'), qrText }),
    refused('text longer than any QR', 'INVALID_REQUEST', { qrText: '0'.repeat(513) }),
  ],
};
