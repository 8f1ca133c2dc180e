import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of receiving accounts, their feeds, amounts of one's own, terms and fee statements. */
export const accountErrors = {
  UNIQUE_AMOUNT_UNAVAILABLE: {
    status: 409, text: 'No unique amount left',
    cause: { en: 'Every amount near {amount} baht is asked by another open payment of the same account.', th: 'ยอดใกล้เคียง {amount} บาทของบัญชีนี้ถูกใช้กับรายการที่รอชำระอยู่ทั้งหมด' },
    fix: { en: 'Try again shortly, allow a wider bound or more accounts, or let amounts stay as asked when none is left.', th: 'ลองใหม่ภายหลัง เพิ่มช่วงสตางค์หรือจำนวนบัญชี หรือตั้งค่าให้ใช้ยอดเดิมเมื่อเต็ม' },
  },
  BANK_ACCOUNT_NOT_FOUND: {
    status: 404, text: 'Bank account not found',
    cause: { en: 'There is no such account here.', th: 'ไม่พบบัญชีนี้' },
    fix: { en: 'Check the id against the list of accounts.', th: 'ตรวจสอบ id จากรายการบัญชี' },
  },
  ACCOUNT_NUMBER_TAKEN: {
    status: 409, text: 'This account cannot be added',
    cause: { en: 'The number is in use already in this mode.', th: 'เลขบัญชีหรือพร้อมเพย์นี้ถูกใช้งานอยู่แล้วในโหมดนี้' },
    fix: { en: 'Check the number. If it is yours and you have not added it, write to support.', th: 'ตรวจสอบหมายเลข หากเป็นของร้านและไม่เคยเพิ่มไว้ โปรดติดต่อฝ่ายสนับสนุน' },
  },
  ACCOUNT_LIMIT_REACHED: {
    status: 409, text: 'Too many accounts',
    cause: { en: 'There are {max} accounts in this mode already.', th: 'มีบัญชีในโหมดนี้ครบ {max} บัญชีแล้ว' },
    fix: { en: 'Edit one that is no longer used.', th: 'แก้ไขบัญชีที่ไม่ใช้แล้วแทน' },
  },
  BANK_FEED_NOT_FOUND: {
    status: 404, text: 'Bank feed not found',
    cause: { en: 'This merchant has no such active feed.', th: 'ไม่พบช่องทางแจ้งยอดนี้ของร้าน หรือถูกปิดแล้ว' },
    fix: { en: 'Check the id with GET /api/bank-feeds.', th: 'ตรวจสอบ id จาก GET /api/bank-feeds' },
  },
  BANK_FEED_LIMIT_REACHED: {
    status: 409, text: 'Too many bank feeds',
    cause: { en: 'There are {max} active feeds in this mode already.', th: 'มีช่องทางแจ้งยอดในโหมดนี้ครบ {max} รายการแล้ว' },
    fix: { en: 'Revoke one that is no longer used.', th: 'ยกเลิกรายการที่ไม่ใช้แล้ว' },
  },
  FEE_STATEMENT_NOT_FOUND: {
    status: 404, text: 'Fee statement not found',
    cause: { en: 'There is no such fee statement here.', th: 'ไม่พบใบแจ้งค่าธรรมเนียมนี้' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  FEE_STATEMENT_CLOSED: {
    status: 409, text: 'Fee statement is {status}',
    cause: { en: 'A statement is closed once; this one is {status}.', th: 'ใบแจ้งปิดได้ครั้งเดียว ใบนี้มีสถานะ {status}' },
    fix: { en: 'Nothing is left to do here.', th: 'ไม่ต้องดำเนินการใดเพิ่ม' },
  },
  PLAN_NOT_FOUND: {
    status: 404, text: 'Plan not found',
    cause: { en: 'There is no such plan.', th: 'ไม่พบแพ็กเกจนี้' },
    fix: { en: 'Choose one of GET /api/admin/plans.', th: 'เลือกจาก GET /api/admin/plans' },
  },
  MERCHANT_NOT_FOUND: {
    status: 404, text: 'Merchant not found',
    cause: { en: 'There is no such merchant.', th: 'ไม่พบร้านค้านี้' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
} as const satisfies Record<string, CatalogueEntry>;
