import { describe, expect, it } from 'vitest';
import { factsOf } from './credit-facts.ts';
import { explainVerdict } from './decision-words.ts';
import type { Candidate, CreditFacts } from './evidence.rules.ts';
import { judgeCredit } from './match.rules.ts';

const payer = { senderAccount: '1673585481', senderBankCode: '030', senderName: 'นาย ทองดี ใจงาม', senderNameEn: 'THONGDEE JAINGAM' };
const at = (time: string): number => Date.parse(`2026-03-05T${time}Z`);
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  id: 'p', merchantId: 'm', amountSatang: 50_000, reference: 'PG1', status: 'PENDING', ...payer, createdMs: at('08:00:00'), expiresMs: at('08:15:00'), ...more,
});
/** Somebody else's payment of the same amount. */
const stranger = (id: string): Candidate => candidate({ id, merchantId: id, senderAccount: '9999999999', senderName: 'นาย สมชาย รักดี', senderNameEn: null });
const credit = (more: Partial<Parameters<typeof factsOf>[0]> = {}): CreditFacts => factsOf({
  id: 'c', amountSatang: 50_000, paidAt: '2026-03-05T08:05:00.000Z', payerName: null, payerAccount: null, payerBankCode: null, ref1: null, ref2: null, endToEndId: null, ...more,
});
const masked = { payerAccount: 'xxx-x-x8548-x', payerBankCode: 'GSB', payerName: 'นาย ทองดี ใ' };

describe('a payer seen in part', () => {
  it('is known by visible digits, bank and name among equal amounts', () => {
    expect(judgeCredit(credit(masked), [stranger('a'), candidate(), stranger('b')])).toMatchObject({ kind: 'MATCH', rule: 'DIGITS_AND_NAME', paymentId: 'p', score: 7.6, candidates: 3 });
  });
  it('is known by name, Thai or English', () => {
    for (const payerName of ['นายทองดี ใจงาม', 'MR THONGDEE JAINGAM']) expect(judgeCredit(credit({ payerName }), [stranger('a'), candidate()])).toMatchObject({ kind: 'MATCH', rule: 'SENDER_NAME', paymentId: 'p' });
  });
  it('is not enough where only a letter of the name is seen', () => {
    expect(judgeCredit(credit({ payerName: 'นาย ท' }), [candidate()])).toMatchObject({ kind: 'REVIEW', reason: 'SENDER_UNCLEAR' });
  });
  it('needs more evidence the more payments ask for the amount', () => {
    const digits = { payerAccount: 'xxx-x-x8548-x', payerBankCode: 'GSB' };
    const crowd = (count: number) => [candidate(), ...Array.from({ length: count }, (_, index) => stranger(String(index)))];
    expect(judgeCredit(credit(digits), crowd(5))).toMatchObject({ kind: 'MATCH', rule: 'SENDER_DIGITS' });
    expect(judgeCredit(credit(digits), crowd(50))).toMatchObject({ kind: 'REVIEW', reason: 'SENDER_UNCLEAR' });
    expect(judgeCredit(credit(masked), crowd(50))).toMatchObject({ kind: 'MATCH', rule: 'DIGITS_AND_NAME' });
  });
  it('is nobody where one thing seen denies her, although the others agree', () => {
    for (const denial of [{ payerAccount: 'xxx-x-x9999-x' }, { payerBankCode: 'SCB' }, { payerName: 'นาย สมชาย ร' }]) {
      expect(judgeCredit(credit({ ...masked, ...denial }), [candidate()])).toMatchObject({ kind: 'REVIEW', reason: 'SENDER_DIFFERS' });
    }
  });
});

describe('ties', () => {
  it('are never broken: one account announced for two payments, however the names are spelled', () => {
    const twin = candidate({ id: 'q', senderName: null, senderNameEn: 'TAVEE JAIDEE' });
    expect(judgeCredit(credit(masked), [candidate(), twin])).toMatchObject({ kind: 'REVIEW', reason: 'SEVERAL_PAYMENTS' });
  });
  it('are never broken: the same name announced elsewhere without an account', () => {
    expect(judgeCredit(credit({ ...masked, payerName: 'นาย ท' }), [candidate(), candidate({ id: 'q', merchantId: 'n', senderAccount: null, senderBankCode: null })])).toMatchObject({ kind: 'REVIEW', reason: 'SEVERAL_PAYMENTS' });
  });
  const whole = { payerAccount: '1673585481', payerBankCode: 'GSB' };
  it('are not made by payments that announce fewer than four digits of an account, among payers or among themselves', () => {
    const ends = Array.from({ length: 10 }, (_, digit) => candidate({ id: `end ${digit}`, merchantId: 'n', senderAccount: String(digit), senderName: null, senderNameEn: null }));
    expect(judgeCredit(credit(whole), [candidate(), ...ends])).toMatchObject({ kind: 'MATCH', rule: 'SENDER_ACCOUNT', paymentId: 'p' });
    expect(judgeCredit(credit({ payerName: 'นาย ทองดี ใจงาม' }), [candidate({ senderAccount: '1' }), ...ends])).toMatchObject({ kind: 'MATCH', rule: 'SENDER_NAME', paymentId: 'p' });
  });
  it('are never broken: the same name announced elsewhere with too few digits to be an account', () => {
    expect(judgeCredit(credit(whole), [candidate(), candidate({ id: 'q', merchantId: 'n', senderAccount: '481' })])).toMatchObject({ kind: 'REVIEW', reason: 'SEVERAL_PAYMENTS' });
  });
  const lapsed = candidate({ id: 'old', status: 'EXPIRED', createdMs: at('07:00:00'), expiresMs: at('07:15:00') });
  it('are none where the first had lapsed when the merchant asked anew: the newer one is paid', () => {
    expect(judgeCredit(credit(masked), [candidate(), lapsed])).toMatchObject({ kind: 'MATCH', paymentId: 'p' });
  });
  it('are ties again between two merchants, and where both were open together', () => {
    expect(judgeCredit(credit(masked), [candidate({ merchantId: 'n' }), lapsed])).toMatchObject({ kind: 'REVIEW', reason: 'SEVERAL_PAYMENTS' });
    expect(judgeCredit(credit(masked), [candidate(), { ...lapsed, expiresMs: at('08:01:00') }])).toMatchObject({ kind: 'REVIEW', reason: 'SEVERAL_PAYMENTS' });
  });
});

describe('time', () => {
  it('denies a payment made after the money was sent, but for two minutes of clocks', () => {
    expect(judgeCredit(credit({ ...masked, paidAt: '2026-03-05T07:58:30.000Z' }), [candidate()])).toMatchObject({ kind: 'MATCH' });
    expect(judgeCredit(credit({ ...masked, paidAt: '2026-03-05T07:57:30.000Z' }), [candidate()])).toMatchObject({ kind: 'REVIEW', reason: 'NO_OPEN_PAYMENT' });
  });
  it('is the whole day where a statement tells the date alone, midnight in Bangkok', () => {
    expect(judgeCredit(credit({ ...masked, paidAt: '2026-03-04T17:00:00.000Z' }), [candidate()])).toMatchObject({ kind: 'MATCH' });
    expect(judgeCredit(credit({ ...masked, paidAt: '2026-03-03T17:00:00.000Z' }), [candidate()])).toMatchObject({ kind: 'REVIEW' });
  });
  it('lets an expired payment be paid by digits, bank and name, not by a name alone', () => {
    const expired = candidate({ status: 'EXPIRED', expiresMs: at('08:01:00') });
    expect(judgeCredit(credit(masked), [expired])).toMatchObject({ kind: 'MATCH', rule: 'DIGITS_AND_NAME' });
    expect(judgeCredit(credit({ payerName: 'นาย ทองดี ใจงาม' }), [expired])).toMatchObject({ kind: 'REVIEW', reason: 'LATE_AND_UNCLEAR' });
  });
});

describe('the only open payment of an amount', () => {
  const unannounced = candidate({ senderAccount: null, senderBankCode: null, senderName: null, senderNameEn: null });
  it('is paid where one side says nothing of the payer', () => {
    expect(judgeCredit(credit(masked), [unannounced])).toMatchObject({ kind: 'MATCH', rule: 'ONLY_OPEN_AMOUNT' });
    expect(judgeCredit(credit(), [candidate()])).toMatchObject({ kind: 'MATCH', rule: 'ONLY_OPEN_AMOUNT' });
  });
  it('is not paid in whole baht where both name a payer and nothing can be compared, but is by satang that nobody else asks for', () => {
    const byName = candidate({ senderAccount: null, senderBankCode: null });
    const digits = { payerAccount: 'xxx-x-x8548-x', payerBankCode: 'GSB' };
    expect(judgeCredit(credit(digits), [byName])).toMatchObject({ kind: 'REVIEW', reason: 'SENDER_UNCLEAR' });
    expect(judgeCredit(credit({ ...digits, amountSatang: 50_037 }), [{ ...byName, amountSatang: 50_037 }])).toMatchObject({ kind: 'MATCH', rule: 'ONLY_OPEN_AMOUNT' });
  });
});

it('explains in both languages what agreed and what differed, with both sides of it', () => {
  const other = credit({ ...masked, payerAccount: 'xxx-x-x9999-x' });
  expect(explainVerdict(judgeCredit(other, [candidate()]), other)).toMatchObject({
    reason: 'SENDER_DIFFERS', candidates: 1, en: expect.stringContaining('announced differently'), th: expect.stringContaining('ไม่ตรงกับที่ร้านแจ้ง'),
    considered: [{ paymentId: 'p', agrees: ['bank', 'name'], differs: [{ what: 'account', en: 'Account: the bank shows xxxxx9999x, the merchant announced 1673585481.' }] }],
  });
  expect(explainVerdict(judgeCredit(credit(masked), [candidate()]), credit(masked))).toMatchObject({ rule: 'DIGITS_AND_NAME', score: 7.6, considered: [{ agrees: ['account', 'bank', 'name'], differs: [] }] });
});
