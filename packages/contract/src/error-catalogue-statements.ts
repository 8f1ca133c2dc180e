import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of statement import. */
export const statementErrors = {
  STATEMENT_NOT_FOUND: {
    status: 404, text: 'Statement import not found',
    cause: { en: 'There is no such statement import.', th: 'ไม่พบการนำเข้ารายการเดินบัญชีนี้' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  STATEMENT_REFUSED: {
    status: 400, text: 'The statement is refused',
    cause: { en: 'Nothing was imported: {reason}', th: 'ไม่ได้นำเข้ารายการใด: {reasonTh}' },
    fix: { en: 'Mend what details names, or download the statement from the bank again, and send it once more.', th: 'แก้ไขตามที่ระบุใน details หรือดาวน์โหลดไฟล์จากธนาคารใหม่ แล้วส่งอีกครั้ง' },
  },
  STATEMENT_LINE_NOT_OPEN: {
    status: 409, text: 'The line is not left to a person',
    cause: { en: 'This line is {status}: nobody needs to decide it, or somebody has.', th: 'รายการนี้มีสถานะ {status} จึงไม่ต้องตัดสินหรือมีผู้ตัดสินแล้ว' },
    fix: { en: 'Read the lines again with GET /api/admin/statements/:id.', th: 'ดูรายการอีกครั้งด้วย GET /api/admin/statements/:id' },
  },
  STATEMENT_LINE_NO_CREDIT: {
    status: 400, text: 'The line is no money in',
    cause: { en: 'This line is a debit or a reversal, so it cannot be credited.', th: 'รายการนี้เป็นเงินออกหรือรายการกลับ จึงบันทึกเป็นเงินเข้าไม่ได้' },
    fix: { en: 'Dismiss it with the reason, and see to the money that it took back.', th: 'ส่ง dismiss พร้อมเหตุผล และจัดการยอดเงินที่ถูกดึงคืน' },
  },
  STATEMENT_COMPLETED: {
    status: 409, text: 'The import is complete',
    cause: { en: 'Every line of this import is done, so there is nothing to go on with.', th: 'การนำเข้านี้ทำครบทุกรายการแล้ว จึงไม่มีอะไรให้ทำต่อ' },
    fix: { en: 'Look at the lines that need review with GET /api/admin/statements/:id.', th: 'ดูรายการที่ต้องตรวจสอบด้วย GET /api/admin/statements/:id' },
  },
} as const satisfies Record<string, CatalogueEntry>;
