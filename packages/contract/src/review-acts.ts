import * as z from 'zod';
import { operation } from './kernel.ts';
import { PaymentStatus } from './payments.ts';
import { TrimmedBaht } from './payout-dashboard.ts';
import { PayoutDestination } from './payouts.ts';
import { creditExample, creditId, Proposal, proposalExample, ReviewCredit } from './reviews.ts';
import { Baht, Instant, line, PathId, Uuid } from './scalars.ts';

/** Payments one credit may be split over. */
export const SPLIT_MAX = 20;

export const Outcome = z.enum(['DONE', 'PROPOSED']).meta({ description: 'PROPOSED: a second person must confirm it first' });
const Acted = z.object({ success: z.literal(true), outcome: Outcome, credit: ReviewCredit, proposal: z.union([Proposal, z.null()]) }).meta({ id: 'ReviewActAnswer' });
const Marked = z.object({ success: z.literal(true), credit: ReviewCredit }).meta({ id: 'ReviewMarkAnswer' });
const ConfirmedPayment = z.object({ id: Uuid, orderId: z.string().nullable(), status: PaymentStatus, amount: TrimmedBaht, fee: TrimmedBaht, netAmount: TrimmedBaht, late: z.boolean(), paidAt: Instant.nullable() }).meta({ id: 'ConfirmedPayment' });

const accepted = { ...creditExample, state: 'ACCEPTED', left: '0', payment: { ...creditExample.payment, status: 'PAID', amount: '99.5' } } as const;
const done = { success: true, outcome: 'DONE', proposal: null } as const;
const paymentId = creditExample.payment.id;
const paid = { id: paymentId, orderId: 'ORD-10001', status: 'PAID', amount: '100', fee: '2', netAmount: '98', late: false, paidAt: '2026-03-05T09:00:00.000Z' } as const;
const reason = line(500).meta({ description: 'Why, for whoever reads the audit log' });

const own = { surface: 'dashboard', auth: 'session', roles: ['admin', 'payout_operator'], tag: 'Admin', method: 'POST', rate: 'write', params: z.object({ id: PathId }) } as const;
export const taking = ['CREDIT_NOT_FOUND', 'CREDIT_STATUS_CONFLICT', 'CREDIT_PROPOSAL_PENDING'] as const;
const paying = ['TRANSACTION_NOT_FOUND', 'CREDIT_PAYMENT_MISMATCH', 'PAYMENT_NOT_PAYABLE', 'CREDIT_AMOUNT_DIFFERS', 'CREDIT_NOT_ENOUGH'] as const;
const returning = ['CREDIT_MONEY_NOT_HELD', 'RETURN_DESTINATION_REQUIRED', 'VALIDATION_ERROR', 'PAYOUT_LIMIT_EXCEEDED'] as const;
const deciding = ['PROPOSAL_NOT_FOUND', 'PROPOSAL_DECIDED', 'SECOND_PERSON_MUST_DIFFER'] as const;
export const second = { en: 'Above the configured amount this becomes a proposal for a second person.', th: 'หากยอดเกินที่กำหนด จะเป็นข้อเสนอให้อีกคนอนุมัติ' } as const;

export const reviewActOperations = {
  accept: operation({
    ...own, id: 'reviews.accept', path: '/api/admin/credits/{id}/accept',
    summary: { en: 'Let a credit pay a payment', th: 'ให้เงินเข้าชำระรายการที่เลือก' },
    description: {
      en: `Fee, ledger and webhook are as of an automatic match. An amount that differs needs acceptLeft: less becomes the payment’s amount, more stays in suspense. ${second.en}`,
      th: `ค่าธรรมเนียม บัญชี และ webhook เหมือนการจับคู่อัตโนมัติ หากยอดไม่ตรงต้องส่ง acceptLeft: ยอดที่ขาดเป็นยอดของรายการ ยอดที่เกินพักไว้ ${second.th}`,
    },
    body: z.strictObject({ paymentId: z.uuid(), reason, acceptLeft: Baht.nullish().meta({ description: 'Needed where the amounts differ: what you saw left of the credit, in baht. Refused if it has changed since' }) }).meta({ id: 'AcceptCreditRequest' }),
    ok: { status: 200, schema: Acted }, errors: [...taking, ...paying],
    examples: [{ name: 'Fifty satang short', params: { id: creditId }, body: { paymentId, reason: 'The customer sent the receipt', acceptLeft: 99.5 }, answer: { ...done, credit: accepted } }],
  }),
  split: operation({
    ...own, id: 'reviews.split', path: '/api/admin/credits/{id}/split',
    summary: { en: 'Let a credit pay several payments', th: 'แบ่งเงินเข้าชำระหลายรายการ' },
    description: { en: `Each is paid with its own amount; what is left stays in suspense. ${second.en}`, th: `แต่ละรายการได้รับชำระเต็มยอด ส่วนที่เหลือพักไว้ ${second.th}` },
    body: z.strictObject({ paymentIds: z.array(z.uuid()).min(2).max(SPLIT_MAX), reason }).meta({ id: 'SplitCreditRequest' }),
    ok: { status: 200, schema: Acted }, errors: [...taking, ...paying],
    examples: [{ name: 'Two orders in one transfer', params: { id: creditId }, body: { paymentIds: [paymentId, '019aa3f0-5b7f-7c11-9d6e-3f2b8a6c4d21'], reason: 'One transfer for two orders' }, answer: { ...done, credit: { ...creditExample, state: 'ACCEPTED', left: '0' } } }],
  }),
  return: operation({
    ...own, id: 'reviews.return', path: '/api/admin/credits/{id}/return',
    summary: { en: 'Return what is left of a credit to its sender', th: 'คืนเงินส่วนที่เหลือให้ผู้โอน' },
    description: {
      en: `It leaves as a payout does: once, and if it fails it is back in the queue. An account typed by hand always needs a second person. ${second.en}`,
      th: `โอนออกครั้งเดียวเหมือนการจ่ายเงินทั่วไป หากไม่สำเร็จจะกลับมาในคิว บัญชีที่กรอกเองต้องให้อีกคนอนุมัติเสมอ ${second.th}`,
    },
    body: z.strictObject({ reason, destination: PayoutDestination.nullish().meta({ description: 'Only where the bank did not show the sender’s whole account, or money sent there came back' }) }).meta({ id: 'ReturnCreditRequest' }),
    ok: { status: 200, schema: Acted }, errors: [...taking, ...returning],
    examples: [{ name: 'Paid twice', params: { id: creditId }, body: { reason: 'Paid twice' }, answer: { ...done, credit: { ...creditExample, inexact: 'DUPLICATE_PAYMENT', state: 'RETURNING', left: '0' } } }],
  }),
  assign: operation({
    ...own, id: 'reviews.assign', path: '/api/admin/credits/{id}/assign',
    summary: { en: 'Give a credit to an operator', th: 'มอบหมายรายการให้เจ้าหน้าที่' },
    body: z.strictObject({ to: z.union([z.literal('me'), z.uuid()]).meta({ description: '`me`, or a member’s id' }) }).meta({ id: 'AssignCreditRequest' }), ok: { status: 200, schema: Marked }, errors: ['CREDIT_NOT_FOUND', 'CREDIT_ASSIGNED', 'VALIDATION_ERROR'],
    examples: [{ name: 'To myself', params: { id: creditId }, body: { to: 'me' }, answer: { success: true, credit: { ...creditExample, assignedTo: proposalExample.proposedBy } } }],
  }),
  unassign: operation({
    ...own, id: 'reviews.unassign', path: '/api/admin/credits/{id}/unassign', summary: { en: 'Take a credit from its operator', th: 'ยกเลิกการมอบหมาย' },
    ok: { status: 200, schema: Marked }, errors: ['CREDIT_NOT_FOUND'], examples: [{ name: 'Free again', params: { id: creditId }, answer: { success: true, credit: creditExample } }],
  }),
  ignore: operation({
    ...own, id: 'reviews.ignore', path: '/api/admin/credits/{id}/ignore', summary: { en: 'Close a credit and leave its money in suspense', th: 'ปิดรายการโดยพักเงินไว้' },
    description: { en: 'Nothing moves, and it can be opened again.', th: 'ไม่มีการโยกเงิน และเปิดใหม่ได้' },
    body: z.strictObject({ reason }).meta({ id: 'IgnoreCreditRequest' }), ok: { status: 200, schema: Marked }, errors: taking,
    examples: [{ name: 'A test transfer', params: { id: creditId }, body: { reason: 'Test transfer of the bank' }, answer: { success: true, credit: { ...creditExample, state: 'IGNORED', stateReason: 'Test transfer of the bank' } } }],
  }),
  reopen: operation({
    ...own, id: 'reviews.reopen', path: '/api/admin/credits/{id}/reopen', summary: { en: 'Open a closed credit again', th: 'เปิดรายการที่ปิดไว้อีกครั้ง' },
    body: z.strictObject({ reason }).meta({ id: 'ReopenCreditRequest' }), ok: { status: 200, schema: Marked }, errors: ['CREDIT_NOT_FOUND', 'CREDIT_STATUS_CONFLICT'],
    examples: [{ name: 'The sender called', params: { id: creditId }, body: { reason: 'The sender called' }, answer: { success: true, credit: creditExample } }],
  }),
  note: operation({
    ...own, id: 'reviews.note', path: '/api/admin/credits/{id}/note', summary: { en: 'Write something down about a credit', th: 'บันทึกข้อความเกี่ยวกับรายการ' },
    body: z.strictObject({ note: line(500) }).meta({ id: 'NoteCreditRequest' }), ok: { status: 200, schema: Marked }, errors: ['CREDIT_NOT_FOUND'],
    examples: [{ name: 'Called', params: { id: creditId }, body: { note: 'Called the sender, no answer' }, answer: { success: true, credit: creditExample } }],
  }),
  confirmProposal: operation({
    ...own, id: 'reviews.confirmProposal', path: '/api/admin/credits/proposals/{id}/confirm', summary: { en: 'Confirm what another person proposed', th: 'อนุมัติข้อเสนอของอีกคน' },
    description: { en: 'Done at once, by the state of things now: if it is no longer possible it is refused, and the proposal stays.', th: 'ดำเนินการทันทีตามสถานะปัจจุบัน หากทำไม่ได้แล้วจะถูกปฏิเสธและข้อเสนอยังคงอยู่' },
    ok: { status: 200, schema: z.object({ success: z.literal(true), proposal: Proposal, credit: z.union([ReviewCredit, z.null()]) }).meta({ id: 'ProposalConfirmedAnswer' }) },
    errors: [...deciding, 'CREDIT_STATUS_CONFLICT', ...paying, ...returning, 'FEE_STATEMENT_NOT_FOUND', 'FEE_STATEMENT_CLOSED'],
    examples: [{
      name: 'A return', params: { id: proposalExample.id },
      answer: { success: true, proposal: { ...proposalExample, state: 'CONFIRMED', decidedBy: { ...proposalExample.proposedBy, id: '019aa3f0-5556-7c11-9d6e-3f2b8a6c4d21', name: 'Second' }, decidedAt: '2026-03-05T09:05:00.000Z' }, credit: { ...creditExample, state: 'RETURNING', left: '0' } },
    }],
  }),
  declineProposal: operation({
    ...own, id: 'reviews.declineProposal', path: '/api/admin/credits/proposals/{id}/decline', summary: { en: 'Decline what another person proposed', th: 'ปฏิเสธข้อเสนอของอีกคน' },
    body: z.strictObject({ reason }).meta({ id: 'DeclineProposalRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), proposal: Proposal }).meta({ id: 'ProposalDeclinedAnswer' }) }, errors: deciding,
    examples: [{
      name: 'The wrong account', params: { id: proposalExample.id }, body: { reason: 'The account is not the sender’s' },
      answer: { success: true, proposal: { ...proposalExample, state: 'DECLINED', decidedBy: { ...proposalExample.proposedBy, id: '019aa3f0-5556-7c11-9d6e-3f2b8a6c4d21', name: 'Second' }, decidedReason: 'The account is not the sender’s', decidedAt: '2026-03-05T09:05:00.000Z' } },
    }],
  }),
  confirmPayment: operation({
    ...own, roles: ['admin'], id: 'reviews.confirmPayment', path: '/api/admin/payments/{id}/confirm', summary: { en: 'Confirm a payment by hand, without a credit', th: 'ยืนยันการชำระด้วยตนเองโดยไม่มีเงินเข้า' },
    description: {
      en: `The books carry it as an adjustment until its money is found: accept the credit for this payment then, and the adjustment is made up. ${second.en}`,
      th: `บัญชีบันทึกเป็นรายการปรับปรุงจนกว่าจะพบเงินจริง เมื่อพบให้ใช้เงินเข้านั้นกับรายการนี้ แล้วรายการปรับปรุงจะถูกหักล้าง ${second.th}`,
    },
    body: z.strictObject({ reason }).meta({ id: 'ConfirmPaymentRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), outcome: Outcome, payment: ConfirmedPayment, proposal: z.union([Proposal, z.null()]) }).meta({ id: 'ConfirmPaymentAnswer' }) },
    errors: ['TRANSACTION_NOT_FOUND', 'PAYMENT_NOT_PAYABLE', 'CREDIT_PROPOSAL_PENDING'],
    examples: [{ name: 'Seen in the bank app', params: { id: paymentId }, body: { reason: 'Seen in the bank app, the feed is down' }, answer: { ...done, payment: paid } }],
  }),
};
