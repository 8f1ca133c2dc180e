import { expect, it } from 'vitest';
import { senderDestination } from './refund-destination.rules.ts';

const announced = { senderAccount: '1673585481', senderBankCode: '030', memberName: 'นาย ทองดี ใจงาม' };
const nobody = { senderAccount: null, senderBankCode: null, memberName: null };
const credit = { payerName: 'THONGDEE J', payerAccount: '999-8-88777-6', payerBankCode: 'KBANK' };

it.each([
  ['the account the bank gave in full, over the announced one', { credit, announced }, { bankCode: '004', accountNumber: '9998887776', accountName: 'THONGDEE J' }],
  ['the announced account where the bank shows only some digits', { credit: { ...credit, payerAccount: 'xxx-x-x8548-x' }, announced }, { bankCode: '030', accountNumber: '1673585481', accountName: 'THONGDEE J' }],
  ['the announced account where the bank told nothing', { credit: { payerName: null, payerAccount: null, payerBankCode: null }, announced }, { bankCode: '030', accountNumber: '1673585481', accountName: 'นาย ทองดี ใจงาม' }],
  ['the announced account where a person confirmed the payment', { credit: undefined, announced }, { bankCode: '030', accountNumber: '1673585481', accountName: 'นาย ทองดี ใจงาม' }],
  ['the announced bank for the same account', { credit: { ...credit, payerAccount: '1673585481', payerBankCode: null }, announced }, { bankCode: '030', accountNumber: '1673585481', accountName: 'THONGDEE J' }],
  ['a name that is cut between characters', { credit: { ...credit, payerName: `${'x'.repeat(139)}😀 and more` }, announced }, { bankCode: '004', accountNumber: '9998887776', accountName: `${'x'.repeat(139)}😀` }],
  ['a name of many characters beyond the first plane', { credit: { ...credit, payerName: `x${'😀'.repeat(150)}` }, announced }, { bankCode: '004', accountNumber: '9998887776', accountName: `x${'😀'.repeat(139)}` }],
  ['a name on one line, as every bank file takes it', { credit: { ...credit, payerName: ' THONGDEE\n\u2028JAINGAM\u0007\ud83d ' }, announced }, { bankCode: '004', accountNumber: '9998887776', accountName: 'THONGDEE JAINGAM' }],
])('sends a refund to %s', (_what, known, destination) => {
  expect(senderDestination(known)).toEqual(destination);
});

it.each([
  ['nothing was told', { credit: undefined, announced: nobody }],
  ['the bank of another account is all that is known', { credit: { ...credit, payerBankCode: null }, announced }],
  ['there is no name', { credit: { ...credit, payerName: ' \u2028 ' }, announced: nobody }],
  ['the account is masked and none was announced', { credit: { ...credit, payerAccount: 'xxx-x-x8548-x' }, announced: nobody }],
  ['the bank is not one we can send to', { credit: { ...credit, payerBankCode: 'BOT' }, announced: nobody }],
  ['the account is too short', { credit: { ...credit, payerAccount: '1234567' }, announced: nobody }],
])('knows no sender where %s', (_what, known) => {
  expect(senderDestination(known)).toBeUndefined();
});
