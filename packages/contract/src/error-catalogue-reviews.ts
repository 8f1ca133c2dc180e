import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of the review queue, where people decide on money that is not exact. */
export const reviewErrors = {
  CREDIT_NOT_FOUND: {
    status: 404, text: 'Credit not found',
    cause: { en: 'There is no such credit in the review queue.', th: 'ไม่พบเงินเข้ารายการนี้ในคิวตรวจสอบ' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  CREDIT_STATUS_CONFLICT: {
    status: 409, text: 'Credit is {state}',
    cause: { en: 'The credit is {state}; this needs it to be {needed}. Somebody may have acted a moment ago.', th: 'เงินเข้ารายการนี้มีสถานะ {state} ต้องเป็น {needed} จึงทำได้ อาจมีผู้ดำเนินการไปก่อนหน้านี้' },
    fix: { en: 'Read the credit again and take its next step.', th: 'โหลดรายการใหม่แล้วทำขั้นตอนถัดไป' },
  },
  CREDIT_PROPOSAL_PENDING: {
    status: 409, text: 'A proposal waits for a second person',
    cause: { en: 'A proposal of {by} waits for a second person.', th: '{by} เสนอการดำเนินการไว้แล้ว และรอผู้อนุมัติคนที่สอง' },
    fix: { en: 'Confirm or decline the proposal first.', th: 'อนุมัติหรือปฏิเสธข้อเสนอนั้นก่อน' },
  },
  CREDIT_PAYMENT_MISMATCH: {
    status: 409, text: 'The credit cannot pay this payment',
    cause: { en: 'The credit and the payment differ in: {what}.', th: 'เงินเข้ากับรายการชำระไม่ตรงกันที่: {what}' },
    fix: { en: 'Choose a payment of the same mode whose money was to come to this account.', th: 'เลือกรายการชำระในโหมดเดียวกัน ที่ต้องรับเงินเข้าบัญชีนี้' },
  },
  PAYMENT_NOT_PAYABLE: {
    status: 409, text: 'Payment is {status}',
    cause: { en: 'The payment is {status}, so no money can pay it any more.', th: 'รายการชำระมีสถานะ {status} จึงรับชำระไม่ได้แล้ว' },
    fix: { en: 'Choose another payment, or return the money to its sender.', th: 'เลือกรายการอื่น หรือคืนเงินให้ผู้โอน' },
  },
  CREDIT_AMOUNT_DIFFERS: {
    status: 409, text: 'The amounts differ',
    cause: { en: 'Of the credit {left} baht are left, and the payment asks for {asked}.', th: 'เงินเข้าเหลือ {left} บาท แต่รายการเรียกเก็บ {asked} บาท' },
    fix: { en: 'If that is meant, send acceptLeft: {left}. Less becomes the payment’s amount, more stays in suspense.', th: 'หากตั้งใจ ให้ส่ง acceptLeft: {left} ยอดที่ขาดจะเป็นยอดของรายการ ยอดที่เกินจะพักไว้' },
  },
  CREDIT_NOT_ENOUGH: {
    status: 409, text: 'The credit does not cover these payments',
    cause: { en: 'Of the credit {left} baht are left, and the payments ask for {needed}.', th: 'เงินเข้าเหลือ {left} บาท แต่รายการทั้งหมดเรียกเก็บ {needed} บาท' },
    fix: { en: 'Leave out a payment.', th: 'ตัดบางรายการออก' },
  },
  CREDIT_MONEY_NOT_HELD: {
    status: 409, text: 'The money is not on the platform’s account',
    cause: { en: 'It arrived on the merchant’s own account, so the platform cannot send it back.', th: 'เงินเข้าบัญชีของร้านโดยตรง ระบบจึงคืนเงินแทนไม่ได้' },
    fix: { en: 'Ask the merchant to return it.', th: 'ให้ร้านเป็นผู้คืนเงิน' },
  },
  RETURN_DESTINATION_REQUIRED: {
    status: 400, text: 'Return destination required',
    cause: { en: 'The bank did not show the sender’s whole account.', th: 'ธนาคารไม่ได้แสดงเลขบัญชีเต็มของผู้โอน' },
    fix: { en: 'Ask the sender, and send destination; a second person then confirms it.', th: 'สอบถามผู้โอนแล้วส่ง destination จากนั้นให้อีกคนอนุมัติ' },
  },
  CREDIT_ASSIGNED: {
    status: 409, text: 'Assigned to somebody else',
    cause: { en: 'The credit is with {to}.', th: '{to} เป็นผู้ดูแลรายการนี้อยู่' },
    fix: { en: 'Unassign it first.', th: 'ยกเลิกการมอบหมายก่อน' },
  },
  PROPOSAL_NOT_FOUND: {
    status: 404, text: 'Proposal not found',
    cause: { en: 'There is no such proposal.', th: 'ไม่พบข้อเสนอนี้' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  PROPOSAL_DECIDED: {
    status: 409, text: 'Proposal is {state}',
    cause: { en: 'The proposal was decided by {by}: {state}.', th: '{by} ตัดสินไปแล้ว: {state}' },
    fix: { en: 'Read the queue again.', th: 'โหลดคิวใหม่' },
  },
  SECOND_PERSON_MUST_DIFFER: {
    status: 403, text: 'Another person must decide this',
    cause: { en: 'The proposal is from {by}, so somebody else must confirm or decline it.', th: '{by} เป็นผู้เสนอ จึงต้องให้คนอื่นอนุมัติหรือปฏิเสธ' },
    fix: { en: 'Ask another operator.', th: 'ให้เจ้าหน้าที่คนอื่นดำเนินการ' },
  },
} as const satisfies Record<string, CatalogueEntry>;
