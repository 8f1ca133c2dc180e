import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of the request log and of listening terminals. */
export const requestErrors = {
  REQUEST_NOT_FOUND: {
    status: 404, text: 'Request not found',
    cause: { en: 'There is no such request: unknown, older than the log, or not yet written.', th: 'ไม่พบคำขอนี้ อาจไม่มีอยู่ เก่าเกินช่วงที่เก็บไว้ หรือยังบันทึกไม่เสร็จ' },
    fix: { en: 'Check the id (X-Request-Id of the answer); a new request appears within a second.', th: 'ตรวจสอบ id (ค่า X-Request-Id ในคำตอบ) คำขอใหม่จะปรากฏภายในหนึ่งวินาที' },
  },
  REQUEST_NOT_REPLAYABLE: {
    status: 409, text: 'Request cannot be replayed',
    cause: { en: 'It cannot be sent again from the log: {reason}.', th: 'ส่งซ้ำจากบันทึกไม่ได้: {reasonTh}' },
    fix: { en: 'Send it again from your own program.', th: 'ส่งใหม่จากโปรแกรมของคุณ' },
  },
  LISTENER_NOT_FOUND: {
    status: 404, text: 'Listener not found',
    cause: { en: 'There is no such listener, or it was not asked for an hour and has ended.', th: 'ไม่พบ listener นี้ หรือไม่มีการเรียกอ่านเกินหนึ่งชั่วโมงจึงสิ้นสุดแล้ว' },
    fix: { en: 'Make a new one with POST /api/v1/webhooks/listeners.', th: 'สร้างใหม่ด้วย POST /api/v1/webhooks/listeners' },
  },
  LISTENER_LIMIT_REACHED: {
    status: 409, text: 'Too many listeners',
    cause: { en: 'This merchant has {max} listeners, as many as it may.', th: 'ร้านนี้มี listener ครบ {max} รายการแล้ว' },
    fix: { en: 'End one with DELETE /api/v1/webhooks/listeners/:id, or wait an hour after it was last asked.', th: 'ปิดรายการเดิมด้วย DELETE /api/v1/webhooks/listeners/:id หรือรอหนึ่งชั่วโมงหลังเรียกอ่านครั้งสุดท้าย' },
  },
} as const satisfies Record<string, CatalogueEntry>;
