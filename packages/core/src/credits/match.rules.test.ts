import { describe, expect, it } from 'vitest';
import type { Candidate, CreditFacts } from './evidence.rules.ts';
import { judgeCredit, settleClaims, type Verdict } from './match.rules.ts';
import { payerOf } from './payer.rules.ts';
import { paidWithin } from './time-window.rules.ts';

const credit = (more: Partial<CreditFacts> = {}): CreditFacts => ({ id: 'c', amountSatang: 10_037, payerAccount: null, payerMask: null, payerBankCode: null, payerName: null, paid: paidWithin('2026-03-05T08:05:00Z'), references: [], ...more });
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  id: 'p', merchantId: 'm', amountSatang: 10_037, reference: 'PG1', status: 'PENDING', senderAccount: null, senderBankCode: null, senderName: null, senderNameEn: null,
  createdMs: Date.parse('2026-03-05T08:00:00Z'), expiresMs: Date.parse('2026-03-05T08:15:00Z'), ...more,
});

describe('judging one credit', () => {
  it('pays the payment whose reference came back', () => {
    const others = [candidate({ id: 'q', reference: 'PG2' }), candidate({ id: 'r', reference: 'PG3' })];
    expect(judgeCredit(credit({ references: ['PG2'] }), others)).toMatchObject({ kind: 'MATCH', rule: 'REFERENCE', paymentId: 'q' });
  });
  it('asks a person when the reference fits but the amount does not', () => {
    expect(judgeCredit(credit({ references: ['PG1'], amountSatang: 10_000 }), [candidate()])).toMatchObject({ kind: 'REVIEW', reason: 'AMOUNT_DIFFERS' });
  });
  it.each(['PAID', 'CANCELLED', 'FAILED', 'GONE'])('asks a person when the named payment is %s', (status) => {
    expect(judgeCredit(credit({ references: ['PG1'] }), [candidate({ status })])).toMatchObject({ kind: 'REVIEW', reason: 'ALREADY_SETTLED' });
  });
  it('pays by the announced account and bank among equal amounts', () => {
    const announced = [candidate({ id: 'a', senderAccount: '1673585481', senderBankCode: '030' }), candidate({ id: 'b', senderAccount: '1673585482', senderBankCode: '030' })];
    expect(judgeCredit(credit({ payerAccount: '1673585482', payerBankCode: '030' }), announced)).toMatchObject({ kind: 'MATCH', rule: 'SENDER_ACCOUNT', paymentId: 'b' });
  });
  it('never breaks a tie: one payer with two equal open payments goes to a person', () => {
    const twice = ['a', 'b'].map((id) => candidate({ id, senderAccount: '1673585481', senderBankCode: '030' }));
    expect(judgeCredit(credit({ payerAccount: '1673585481', payerBankCode: '030' }), twice)).toMatchObject({ kind: 'REVIEW', reason: 'SEVERAL_PAYMENTS' });
  });
  it('pays the only open payment of that amount', () => {
    expect(judgeCredit(credit(), [candidate()])).toMatchObject({ kind: 'MATCH', rule: 'ONLY_OPEN_AMOUNT' });
  });
  it.each([
    ['another full account', { payerAccount: '9999999999', payerBankCode: '030' }],
    ['another bank', { payerBankCode: '014' }],
    ['visible digits that its account lacks', { payerMask: 'xxxxx9999x' }],
  ])('asks a person when the only payment was announced from elsewhere: %s', (_what, payer) => {
    expect(judgeCredit(credit(payer), [candidate({ senderAccount: '1673585481', senderBankCode: '030' })])).toMatchObject({ kind: 'REVIEW', reason: 'SENDER_DIFFERS' });
  });
  it('sees no contradiction in digits that fit', () => {
    expect(judgeCredit(credit({ payerMask: 'xxxxx3585x' }), [candidate({ senderAccount: '1673585481' })])).toMatchObject({ kind: 'MATCH' });
  });
  it('pays late only by a strong rule', () => {
    const expired = candidate({ status: 'EXPIRED', senderAccount: '1673585481', senderBankCode: '030' });
    expect(judgeCredit(credit({ payerAccount: '1673585481', payerBankCode: '030' }), [expired])).toMatchObject({ kind: 'MATCH', rule: 'SENDER_ACCOUNT' });
    expect(judgeCredit(credit(), [expired])).toMatchObject({ kind: 'REVIEW', reason: 'NO_OPEN_PAYMENT' });
  });
});

describe('judging one credit in a crowd', () => {
  const payer = { payerAccount: '1673585481', payerBankCode: '030', payerName: 'นาย ทองดี ใจงาม' };
  const holder = candidate({ id: 'holder', senderAccount: '1673585481', senderBankCode: '030' });
  const others = Array.from({ length: 3 }, (_, index) => candidate({ id: `o${index}`, merchantId: 'o', senderName: `สมาชิก ${index}` }));
  const judge = (within: readonly Candidate[], { seen = payer, unseenOf = [] }: { readonly seen?: Partial<CreditFacts>; readonly unseenOf?: readonly string[] } = {}) =>
    judgeCredit(credit(seen), others, { crowd: { within, unseenOf: new Set(unseenOf) } });
  it('pays the one payment that announced the whole account and its bank, and counts everybody', () => {
    expect(judge([holder, ...others])).toMatchObject({ kind: 'MATCH', rule: 'SENDER_ACCOUNT', paymentId: 'holder', candidates: 3 });
    expect(judge([holder], { unseenOf: ['o'] })).toMatchObject({ kind: 'MATCH' });
  });
  it.each([
    ['the account announced twice', [candidate({ ...holder, id: 'q', merchantId: 'n' })]], ['the account announced at another bank', [candidate({ ...holder, id: 'q', senderBankCode: '014' })]],
    ['its last digits announced elsewhere', [candidate({ id: 'q', merchantId: 'n', senderAccount: '5481' })]], ['the name announced alone elsewhere', [candidate({ id: 'q', merchantId: 'n', senderName: 'ทองดี ใจงาม' })]],
  ])('never breaks a tie: %s', (_what, more) => expect(judge([holder, ...more])).toMatchObject({ kind: 'REVIEW', reason: 'TOO_MANY_PAYMENTS' }));
  it('decides nothing for a merchant of which not everything was looked at, and nothing by less than a whole account', () => {
    expect(judge([holder], { unseenOf: ['m'] })).toMatchObject({ kind: 'REVIEW', reason: 'TOO_MANY_PAYMENTS' });
    for (const seen of [{ ...payer, payerBankCode: null }, { ...payer, payerAccount: null, payerMask: 'xxxxx3548x' }]) expect(judge([holder], { seen })).toMatchObject({ kind: 'REVIEW', reason: 'TOO_MANY_PAYMENTS' });
  });
});

describe('settling claims of one batch', () => {
  const match = (rule: 'REFERENCE' | 'ONLY_OPEN_AMOUNT'): Verdict => ({ kind: 'MATCH', rule, paymentId: 'p', score: 0, candidates: 1, considered: [] });
  it('gives the payment to the strictly stronger rule', () => {
    const settled = settleClaims(new Map([['weak', match('ONLY_OPEN_AMOUNT')], ['strong', match('REFERENCE')]]));
    expect([settled.get('strong'), settled.get('weak')]).toMatchObject([{ kind: 'MATCH' }, { kind: 'REVIEW', reason: 'SEVERAL_CREDITS' }]);
  });
  it('gives it to nobody when two claim it equally', () => {
    const settled = settleClaims(new Map([['one', match('ONLY_OPEN_AMOUNT')], ['two', match('ONLY_OPEN_AMOUNT')]]));
    expect([...settled.values()].map(({ kind }) => kind)).toEqual(['REVIEW', 'REVIEW']);
  });
});

describe('reading the payer', () => {
  it.each([
    ['167-3-58548-1', { payerAccount: '1673585481', payerMask: null }], ['xxx-x-x3585-x', { payerAccount: null, payerMask: 'xxxxx3585x' }],
    ['XXX-X-12X45-X', { payerAccount: null, payerMask: 'xxxx12x45x' }], [null, { payerAccount: null, payerMask: null }],
  ])('%s', (payerAccount, expected) => {
    expect(payerOf({ payerAccount, payerBankCode: 'GSB' })).toEqual({ ...expected, payerBankCode: '030' });
  });
});
