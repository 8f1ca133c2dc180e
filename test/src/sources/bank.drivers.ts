import { payAtSandboxBank } from '@paygate/core/banks/sandbox/pay-at-sandbox-bank';
import type { Via } from '@paygate/core/banks/sandbox/sandbox-lines';
import type { Answer, TestProduct } from '../support/test-product.ts';
import type { CreditSourceDriver, HostileInput } from './credit-source-conformance.ts';
import { transferTo, type Transfer } from './transfers.ts';

/** What the sandbox bank has booked, by the reference that the suite wished for. */
const booked = new Map<string, Promise<Transfer>>();
const bankOf = ({ platform }: TestProduct): string => platform.config.sandboxBankUrl ?? 'the test needs the sandbox bank';

const book = async (product: TestProduct, wish: Transfer): Promise<Transfer> => {
  const { accountNumber: toAccount, amountSatang, payerName, payerAccount: senderAccount, payerBankCode: senderBankCode, ref1, ref2 } = wish;
  const paid = await payAtSandboxBank(bankOf(product), { toAccount, amountSatang, senderName: `${payerName ?? ''} #silent`, senderAccount, senderBankCode, ref1, ref2 });
  if (!paid.ok) throw new Error(paid.reason);
  return { ...wish, bankReference: paid.bankReference, paidAt: paid.paidAt };
};

/** Books each transfer once, and lets the bank tell of it every time. The bank gives references and instants of its own. */
const tellVia = (via: Via, fitting: (wish: Transfer) => Transfer = (wish) => wish) => async (product: TestProduct, wishes: readonly Transfer[]): Promise<readonly Transfer[]> =>
  Promise.all(wishes.map(async (wish) => {
    const once = booked.get(wish.bankReference) ?? book(product, fitting(wish));
    booked.set(wish.bankReference, once);
    const transfer = await once;
    await fetch(`${bankOf(product)}/transfers/${transfer.bankReference}/notices`, { method: 'POST', body: JSON.stringify({ via }), headers: { 'content-type': 'application/json' } });
    return transfer;
  }));

/** A transfer at the sandbox bank, told by its signed feed. Its hostile inputs are the feed's. */
export const sandboxBankSource: CreditSourceDriver = { name: 'sandbox bank', tell: tellVia('feed'), hostile: [] };

export const scbWords = (more: object = {}): object => ({
  transactionId: transferTo('').bankReference, transactionDateandTime: '2026-03-05T15:02:10.000+07:00', payeeProxyId: '0812345678', payeeProxyType: 'BILLERID', billPaymentRef1: 'FORGED1', amount: '100.37', ...more,
});
export const confirmAsScb = (product: TestProduct, words: object | string): Promise<Answer> => product.call(undefined, 'POST', '/api/bank/scb/payment-confirmation', words);
const refused = (name: string, words: object | string, code: HostileInput['code'] = 'INVALID_REQUEST'): HostileInput => ({ name, code, send: (product) => confirmAsScb(product, words) });

/** SCB's unsigned payment confirmation. A bill always has a Ref1. */
export const scbSource: CreditSourceDriver = {
  name: 'SCB payment confirmation',
  tell: tellVia('scb', (wish) => ({ ...wish, ref1: wish.ref1 ?? `R${wish.bankReference.slice(0, 17)}` })),
  hostile: [
    refused('an account that is not ours', scbWords({ payeeProxyId: '099999999999901' }), 'RECEIVING_ACCOUNT_UNKNOWN'), refused('no transaction', scbWords({ transactionId: undefined })),
    refused('a transaction with a line break', scbWords({ transactionId: 'A\nB' })), refused('a transaction as a number', scbWords({ transactionId: 5 })),
    refused('no reference', scbWords({ billPaymentRef1: '' })), refused('a reference as a list', scbWords({ billPaymentRef1: ['A'] })), refused('an instant of no calendar', scbWords({ transactionDateandTime: '2026-02-30T00:00:00+07:00' })),
    refused('an instant without a zone', scbWords({ transactionDateandTime: '2026-03-05T15:02:10' })), refused('what is not JSON', 'transactionId=1'),
    refused('more bytes than SCB ever sends', JSON.stringify(scbWords({ payerName: 'x'.repeat(20_000) })), 'PAYLOAD_TOO_LARGE'),
  ],
};
