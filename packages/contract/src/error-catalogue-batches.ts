import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of payout batches, and of anything that would leave while the books do not agree. */
export const batchErrors = {
  NO_PAYOUTS_TO_COLLECT: {
    status: 409, text: 'No payouts to collect',
    cause: { en: 'No queued payout of this mode is free for a batch.', th: 'ไม่มีรายการรอคิวในโหมดนี้ที่รวบรวมได้' },
    fix: { en: 'Wait for payouts, or cancel the draft batch that holds them.', th: 'รอรายการใหม่ หรือยกเลิกชุดร่างที่ถือรายการอยู่' },
  },
  PAYOUTS_NOT_COLLECTABLE: {
    status: 409, text: 'Payouts cannot be collected',
    cause: { en: 'Of the named payouts, {count} are not queued in this mode or are in a batch already.', th: 'มี {count} รายการที่ไม่ได้รอคิวในโหมดนี้ หรืออยู่ในชุดอื่นแล้ว' },
    fix: { en: 'Leave out the ones in details.payoutIds.', th: 'ตัดรายการใน details.payoutIds ออก' },
  },
  NO_PAYING_ACCOUNT: {
    status: 409, text: 'No paying account',
    cause: { en: 'The platform has no such active bank account of this mode that pays out.', th: 'ไม่มีบัญชีธนาคารสำหรับโอนออกในโหมดนี้' },
    fix: { en: 'Name one from GET /api/admin/bank-accounts whose usage is PAYOUT or BOTH.', th: 'ระบุบัญชีจาก GET /api/admin/bank-accounts ที่ usage เป็น PAYOUT หรือ BOTH' },
  },
  BATCH_NOT_FOUND: {
    status: 404, text: 'Batch not found',
    cause: { en: 'There is no such batch.', th: 'ไม่พบชุดโอนนี้' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  BATCH_STATUS_CONFLICT: {
    status: 409, text: 'Batch is {status}',
    cause: { en: 'The batch is {status}; this needs it to be {needed}.', th: 'ชุดโอนมีสถานะ {status} ต้องเป็น {needed} จึงทำได้' },
    fix: { en: 'Read the batch again and take its next step.', th: 'โหลดชุดโอนใหม่แล้วทำขั้นตอนถัดไป' },
  },
  BATCH_CHECKER_MUST_DIFFER: {
    status: 403, text: 'Another person must check this batch',
    cause: { en: 'The batch is above {aboveBaht} baht: {maker} made it, so {checker} may not check it.', th: 'ชุดโอนเกิน {aboveBaht} บาท ผู้สร้างคือ {maker} จึงให้ {checker} ตรวจไม่ได้' },
    fix: { en: 'Ask another operator to check it.', th: 'ให้เจ้าหน้าที่คนอื่นตรวจ' },
  },
  BATCH_FILE_NOT_POSSIBLE: {
    status: 409, text: 'The bank file cannot be written',
    cause: { en: 'The batch cannot be written in this format; see details.errors.', th: 'เขียนไฟล์รูปแบบนี้จากชุดโอนไม่ได้ ดู details.errors' },
    fix: { en: 'Use another format or paying account, or leave out the payouts that are named.', th: 'ใช้รูปแบบหรือบัญชีอื่น หรือตัดรายการที่ระบุออก' },
  },
  BATCH_RESULT_REFUSED: {
    status: 400, text: 'The result file is refused',
    cause: { en: 'Nothing was imported: {reason}', th: 'ไม่ได้นำเข้ารายการใด: {reasonTh}' },
    fix: { en: 'Send the pain.002 or result CSV that belongs to this batch.', th: 'ส่งไฟล์ pain.002 หรือ CSV ผลลัพธ์ของชุดนี้' },
  },
  SENDING_STOPPED: {
    status: 409, text: 'Sending is stopped',
    cause: { en: 'Nothing may leave now: the books did not agree, or sending was stopped by hand.', th: 'ระงับการโอนออก: บัญชีไม่ตรงกันหรือมีผู้สั่งหยุด' },
    fix: { en: 'See GET /api/admin/reconcile; an admin resumes sending once the books agree.', th: 'ดู GET /api/admin/reconcile ผู้ดูแลเปิดการโอนได้เมื่อบัญชีตรงกัน' },
  },
  BOOKS_DISAGREE: {
    status: 409, text: 'The books do not agree',
    cause: { en: 'The latest comparison of the books found {count} violations, or has not run.', th: 'การตรวจบัญชีล่าสุดพบ {count} จุดที่ไม่ตรงกัน หรือยังไม่ได้ตรวจ' },
    fix: { en: 'Mend them and wait for the next run.', th: 'แก้ไขแล้วรอการตรวจรอบถัดไป' },
  },
} as const satisfies Record<string, CatalogueEntry>;
