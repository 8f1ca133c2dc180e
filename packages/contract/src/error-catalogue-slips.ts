import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals of slips and of reusable links. */
export const slipErrors = {
  SLIP_UNREADABLE: {
    status: 400, text: 'Slip cannot be read',
    cause: { en: 'The slip cannot be read: {reason}', th: 'อ่านสลิปไม่ได้: {reasonTh}' },
    fix: { en: 'Send the slip as the banking app saved it, with its QR whole and sharp.', th: 'ส่งรูปสลิปที่บันทึกจากแอปธนาคาร ให้เห็นคิวอาร์ครบและคมชัด' },
  },
  SLIP_ALREADY_USED: {
    status: 409, text: 'Slip already used',
    cause: { en: 'This slip was sent for another payment.', th: 'สลิปนี้ถูกส่งให้รายการอื่นแล้ว' },
    fix: { en: 'Send the slip of the transfer that was made for this payment.', th: 'ส่งสลิปของการโอนที่ทำสำหรับรายการนี้' },
  },
  SLIP_LIMIT_REACHED: {
    status: 409, text: 'Too many slips',
    cause: { en: 'A payment takes at most {max} slips.', th: 'รายการหนึ่งส่งสลิปได้ไม่เกิน {max} ใบ' },
    fix: { en: 'Ask the shop to look at the payment.', th: 'ติดต่อร้านให้ตรวจสอบรายการ' },
  },
  LINK_NOT_FOUND: {
    status: 404, text: 'Link not found',
    cause: { en: 'This merchant has no such reusable link.', th: 'ไม่พบลิงก์แบบใช้ซ้ำนี้ของร้าน' },
    fix: { en: 'Check the id.', th: 'ตรวจสอบ id' },
  },
  LINK_BOUNDS_INVALID: {
    status: 400, text: 'Link bounds do not fit',
    cause: { en: 'The amounts of the link do not fit together: {reason}', th: 'ยอดเงินของลิงก์ไม่สอดคล้องกัน: {reasonTh}' },
    fix: { en: 'Send either amount, or minAmount and maxAmount in order, within the platform’s bounds.', th: 'ส่ง amount หรือส่ง minAmount และ maxAmount ตามลำดับ ภายในขอบเขตของระบบ' },
  },
} as const satisfies Record<string, CatalogueEntry>;
