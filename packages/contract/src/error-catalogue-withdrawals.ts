import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of withdrawal requests, settlements and refunds. */
export const withdrawalErrors = {
  WITHDRAWAL_REQUEST_NOT_FOUND: {
    status: 404, text: 'Withdrawal request not found',
    cause: { en: 'This merchant has no such withdrawal request in this mode.', th: 'ไม่พบคำขอถอนนี้ของร้านในโหมดนี้' },
    fix: { en: 'Send request.id or your requestRef, with a key of the request’s mode.', th: 'ส่ง request.id หรือ requestRef ของร้าน และใช้คีย์โหมดเดียวกับคำขอ' },
  },
  WITHDRAWAL_REQUEST_DECIDED: {
    status: 409, text: 'Withdrawal request already decided',
    cause: { en: 'A request is decided once; this one is {status}.', th: 'คำขอตัดสินได้ครั้งเดียว คำขอนี้มีสถานะ {status}' },
    fix: { en: 'Create a new request if money is still wanted.', th: 'หากยังต้องการถอน ให้สร้างคำขอใหม่' },
  },
  SETTLEMENT_NOT_FOUND: {
    status: 404, text: 'Settlement not found',
    cause: { en: 'There is no such settlement here.', th: 'ไม่พบรายการถอนเครดิตนี้' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  SETTLEMENT_NOT_MOVABLE: {
    status: 409, text: 'Settlement is {status}',
    cause: { en: 'The settlement {id} is {status}; this needs it to be {needed}.', th: 'รายการถอนเครดิต {id} มีสถานะ {status} ต้องเป็น {needed} จึงทำได้' },
    fix: { en: 'Read it again and take its next step.', th: 'โหลดรายการใหม่แล้วทำขั้นตอนถัดไป' },
  },
  SETTLEMENT_BELOW_MINIMUM: {
    status: 400, text: 'Settlement below minimum',
    cause: { en: 'A settlement is at least {min} baht, and more than its fee.', th: 'ยอดถอนเครดิตขั้นต่ำคือ {min} บาท และต้องมากกว่าค่าธรรมเนียม' },
    fix: { en: 'Ask for more, or wait for payments.', th: 'เพิ่มยอด หรือรอเงินเข้า' },
  },
  SETTLEMENT_ACCOUNT_REQUIRED: {
    status: 409, text: 'Settlement account required',
    cause: { en: 'The merchant has not said which bank account settlements go to.', th: 'ร้านยังไม่ได้ตั้งบัญชีรับเงินถอนเครดิต' },
    fix: { en: 'An owner sets it with POST /api/settlement/account.', th: 'เจ้าของร้านตั้งได้ที่ POST /api/settlement/account' },
  },
  SETTLEMENT_NOT_AVAILABLE: {
    status: 409, text: 'Settlement not available',
    cause: { en: 'On this plan payers pay to the merchant’s own account, so there is nothing to settle.', th: 'แพลนนี้ผู้จ่ายโอนเข้าบัญชีร้านโดยตรง จึงไม่มียอดให้ถอนเครดิต' },
    fix: { en: 'Pay out what is left of the balance with POST /api/v1/payout/create.', th: 'หากมียอดคงเหลือ ให้ถอนด้วย POST /api/v1/payout/create' },
  },
  PAYMENT_NOT_REFUNDABLE: {
    status: 409, text: 'Payment cannot be refunded',
    cause: { en: 'Only a payment that is PAID or PARTIALLY_REFUNDED can be refunded; this one is {status}.', th: 'คืนเงินได้เฉพาะรายการที่ชำระแล้วหรือคืนบางส่วน รายการนี้มีสถานะ {status}' },
    fix: { en: 'Nothing to do if it was never paid, or refunded in full.', th: 'หากไม่เคยชำระหรือคืนครบแล้วไม่ต้องทำอะไร' },
  },
  PAYMENT_MONEY_NOT_HELD: {
    status: 409, text: 'Payment money not held',
    cause: { en: 'The payer paid to the merchant’s own account, so the platform does not hold the money.', th: 'ผู้จ่ายโอนเข้าบัญชีร้านโดยตรง เงินไม่ได้อยู่กับระบบ' },
    fix: { en: 'Return it from that account.', th: 'โอนคืนจากบัญชีของร้าน' },
  },
  REFUND_EXCEEDS_PAYMENT: {
    status: 409, text: 'Refund exceeds payment',
    cause: { en: 'Of this payment {refundable} baht are neither refunded nor on their way.', th: 'รายการนี้เหลือยอดคืนได้ {refundable} บาท' },
    fix: { en: 'Refund at most that; a refund that fails frees its amount.', th: 'คืนไม่เกินยอดนี้ หากการคืนก่อนหน้าไม่สำเร็จ ยอดจะคืนกลับมา' },
  },
  REFUND_DESTINATION_REQUIRED: {
    status: 400, text: 'Refund destination required',
    cause: { en: 'Neither the bank nor you told which account the money came from.', th: 'ไม่ทราบบัญชีที่โอนเงินมา ทั้งจากธนาคารและจากร้าน' },
    fix: { en: 'Send destination with bankCode, accountNumber and accountName of the payer.', th: 'ส่ง destination พร้อม bankCode accountNumber และ accountName ของผู้จ่าย' },
  },
} as const satisfies Record<string, CatalogueEntry>;
