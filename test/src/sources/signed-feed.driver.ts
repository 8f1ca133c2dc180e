import { CREDITS_PER_CALL_MAX } from '@paygate/contract/credits';
import { bahtFromSatang } from '@paygate/contract/money';
import { v7 as uuidv7 } from 'uuid';
import type { TestProduct } from '../support/test-product.ts';
import type { CreditSourceDriver, HostileInput } from './credit-source-conformance.ts';
import { transferTo, type Transfer } from './transfers.ts';

const noticeOf = ({ amountSatang, ...transfer }: Transfer) => ({ ...transfer, amount: bahtFromSatang(amountSatang) });
const notice = (more: object = {}) => ({ ...noticeOf(transferTo('0812345678')), ...more });
const unsigned = (headers: Record<string, string>) => (product: TestProduct) => product.call(undefined, 'POST', '/api/bank/credits', { credits: [notice()] }, headers);
const rejected = (name: string, ...credits: readonly object[]): HostileInput => ({ name, code: 'INVALID_REQUEST', send: (product) => product.reportCredits(credits) });

/** `POST /api/bank/credits`, signed. */
export const signedFeed: CreditSourceDriver = {
  name: 'signed feed',
  tell: async (product, transfers) => {
    const { status, body } = await product.reportCredits(transfers.map(noticeOf));
    if (status !== 200) throw new Error(`the feed answered ${status} ${JSON.stringify(body)}`);
    return transfers;
  },
  hostile: [
    { name: 'a call of nobody', code: 'UNAUTHORIZED', send: unsigned({}) },
    { name: 'a feed that does not exist', code: 'UNAUTHORIZED', send: unsigned({ 'x-feed-id': uuidv7() }) },
    { name: 'a call without a signature', code: 'SIGNATURE_REQUIRED', send: (product) => unsigned({ 'x-feed-id': product.feed.id })(product) },
    { name: 'a forged signature', code: 'SIGNATURE_INVALID', send: (product) => unsigned({ 'x-feed-id': product.feed.id, 'x-signature-timestamp': String(Math.floor(Date.now() / 1_000)), 'x-signature': '0'.repeat(64) })(product) },
    rejected('an amount with three decimals', notice({ amount: 1.001 })), rejected('an amount of zero', notice({ amount: 0 })), rejected('a negative amount', notice({ amount: -5 })),
    rejected('an amount as text', notice({ amount: '5.00' })), rejected('a reference with a line break', notice({ bankReference: 'A\nB' })), rejected('no credits at all'),
    rejected('one credit more than a call may carry', ...Array.from({ length: CREDITS_PER_CALL_MAX + 1 }, () => ({}))),
  ],
};
