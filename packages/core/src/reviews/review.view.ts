import type { Inexact } from '@paygate/contract/inexact';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { Proposal, ReviewCredit } from '@paygate/contract/reviews';
import type * as z from 'zod';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { ProposalRow, ReviewRow } from './reviews.sql.ts';

const words: Readonly<Record<Inexact, { readonly en: string; readonly th: string }>> = {
  UNDERPAID: { en: 'Less arrived than the payment asks for.', th: 'เงินเข้าน้อยกว่าที่เรียกเก็บ' },
  OVERPAID: { en: 'More arrived than the payment asks for.', th: 'เงินเข้ามากกว่าที่เรียกเก็บ' },
  DUPLICATE_PAYMENT: { en: 'The payment it names was paid before: this is another transfer for it.', th: 'รายการนี้ชำระไปแล้ว เป็นการโอนซ้ำ' },
  PAID_AFTER_CANCEL: { en: 'It came for a payment that was cancelled or had failed.', th: 'เงินเข้าสำหรับรายการที่ยกเลิกหรือล้มเหลวไปแล้ว' },
  PAID_AFTER_GRACE: { en: 'It came for a payment that had expired long before.', th: 'เงินเข้าหลังรายการหมดอายุนานเกินกำหนด' },
  LATE: { en: 'It came after the payment had expired, and the shop wants a person to decide.', th: 'เงินเข้าหลังรายการหมดอายุ และร้านให้เจ้าหน้าที่ตัดสิน' },
  UNKNOWN: { en: 'Nobody can say yet which payment it is for.', th: 'ยังไม่ทราบว่าเป็นเงินของรายการใด' },
};

/** Whether moving this credit's money takes two. Its whole amount counts, so that it cannot be moved in pieces. */
export const needsSecondPerson = ({ amountSatang }: Pick<ReviewRow, 'amountSatang'>, { reviewCheckAboveSatang }: PlatformSettings): boolean => amountSatang > reviewCheckAboveSatang;

const namedPayment = (row: ReviewRow): z.input<typeof ReviewCredit>['payment'] =>
  row.paymentId === null || row.paymentStatus === null ? null : {
    id: row.paymentId, orderId: row.paymentOrderId, status: row.paymentStatus, amount: bahtTrimmedFromSatang(row.paymentSatang ?? 0),
    merchant: { businessName: row.merchantBusinessName ?? '', username: row.merchantUsername ?? '' },
  };

export const viewReview = (row: ReviewRow, settings: PlatformSettings): z.input<typeof ReviewCredit> => ({
  id: row.id, mode: row.mode, inexact: row.inexact, words: words[row.inexact], reason: row.reason, state: row.state, stateReason: row.stateReason,
  amount: bahtTrimmedFromSatang(row.amountSatang), left: bahtTrimmedFromSatang(row.leftSatang), isHeld: row.isHeld, payment: namedPayment(row),
  payer: { name: row.payerName, account: row.payerAccount, bankCode: row.payerBankCode }, references: [row.ref1, row.ref2, row.endToEndId].flatMap((reference) => reference ?? []),
  bankReference: row.bankReference, source: row.source, account: { id: row.receivingAccountId, name: row.accountName, accountNumber: row.accountNumber },
  paidAt: row.paidAt, receivedAt: row.receivedAt, assignedTo: row.assignedTo === null ? null : { id: row.assignedTo, name: row.assigneeName ?? '', email: row.assigneeEmail ?? '' },
  needsSecondPerson: needsSecondPerson(row, settings), proposalId: row.proposalId, copy: { amount: bahtCopyFromSatang(row.amountSatang) },
});

export const viewProposal = (row: ProposalRow): z.input<typeof Proposal> => ({
  id: row.id, act: row.act, creditId: row.creditId, paymentId: row.paymentId, amount: bahtTrimmedFromSatang(row.amountSatang),
  input: typeof row.input === 'object' && row.input !== null ? { ...row.input } : {}, state: row.state,
  proposedBy: { id: row.proposedBy, name: row.proposerName, email: row.proposerEmail }, proposedAt: row.createdAt,
  decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: row.deciderName ?? '', email: row.deciderEmail ?? '' }, decidedReason: row.decidedReason, decidedAt: row.decidedAt,
});
