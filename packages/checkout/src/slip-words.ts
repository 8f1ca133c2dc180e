import type { SlipReason, SlipStatus } from '@paygate/contract/slips';
import type { Language } from './words.ts';

const en = {
  title: 'Send your slip', intro: 'Paid, and the page does not show it yet? Send the slip that your banking app saved. We ask the bank and tell you here.', picture: 'Picture of the slip', pictureHint: 'PNG, JPEG or WebP, up to 4 MB. The picture is read and not kept.',
  orText: 'Or type what its QR says', text: 'Text of the QR on the slip', send: 'Send slip', back: 'Back to the payment', over: 'This payment is settled: no slip is needed.', another: 'Send another slip', tooMany: 'Too many slips in a short time. Wait a minute and try again.',
  busy: 'Many slips are being read at this moment. Try again in a few seconds.', full: 'No more slips can be sent for this payment. Contact the shop.', used: 'This slip was sent for another payment. Send the slip of the transfer you made for this one.',
};
type Word = keyof typeof en;
const th: Record<Word, string> = {
  title: 'ส่งสลิปโอนเงิน', intro: 'โอนแล้วแต่หน้านี้ยังไม่อัปเดต ส่งสลิปที่บันทึกจากแอปธนาคาร ระบบจะตรวจกับธนาคารและแจ้งผลที่หน้านี้', picture: 'รูปสลิป', pictureHint: 'PNG JPEG หรือ WebP ไม่เกิน 4 MB ระบบอ่านแล้วไม่เก็บรูปไว้',
  orText: 'หรือพิมพ์ข้อความจากคิวอาร์บนสลิป', text: 'ข้อความจากคิวอาร์บนสลิป', send: 'ส่งสลิป', back: 'กลับไปหน้าชำระเงิน', over: 'รายการนี้เสร็จสิ้นแล้ว ไม่ต้องส่งสลิป', another: 'ส่งสลิปใบอื่น', tooMany: 'ส่งสลิปถี่เกินไป โปรดรอหนึ่งนาทีแล้วลองใหม่',
  busy: 'ขณะนี้มีสลิปรออ่านจำนวนมาก โปรดลองใหม่ในอีกสักครู่', full: 'รายการนี้ส่งสลิปครบจำนวนแล้ว โปรดติดต่อร้าน', used: 'สลิปนี้ถูกส่งให้รายการอื่นแล้ว โปรดส่งสลิปของการโอนสำหรับรายการนี้',
};
export const slipWords: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en, th };

/** What became of the slip, and what the payer should do. */
export const slipStates: Readonly<Record<Language, Readonly<Record<Exclude<SlipStatus, 'REFUSED'> | SlipReason, string>>>> = {
  en: {
    CHECKING: 'Slip received. We are asking the bank; this page updates by itself.',
    ACCEPTED: 'The bank confirmed your transfer. The payment is complete.',
    REVIEW: 'The bank confirmed your transfer, and somebody has to look at it. Do not transfer again; the shop can see it.',
    ALREADY_USED: 'This transfer paid another payment. Send the slip of the transfer you made for this one.',
    OTHER_ACCOUNT: 'The money of this slip went to another account. Check whom you paid, or contact the shop.',
    ACCOUNT_UNCLEAR: 'The bank does not show clearly which account received the money. Contact the shop with the slip.',
    TOO_OLD: 'This transfer is older than the payment. Send the slip of the transfer you made for this one.',
    NOT_FOUND: 'The bank does not know this transfer. Check in your banking app that it went through, then send the slip again.',
    BANK_UNAVAILABLE: 'The bank cannot be asked at this moment. Send the slip again later, or contact the shop.',
  },
  th: {
    CHECKING: 'ได้รับสลิปแล้ว กำลังตรวจสอบกับธนาคาร หน้านี้จะอัปเดตเอง',
    ACCEPTED: 'ธนาคารยืนยันการโอนแล้ว ชำระเงินเรียบร้อย',
    REVIEW: 'ธนาคารยืนยันการโอนแล้ว แต่ต้องให้เจ้าหน้าที่ตรวจก่อน โปรดอย่าโอนซ้ำ ร้านเห็นรายการนี้แล้ว',
    ALREADY_USED: 'การโอนนี้ใช้ชำระรายการอื่นแล้ว โปรดส่งสลิปของการโอนสำหรับรายการนี้',
    OTHER_ACCOUNT: 'เงินในสลิปนี้เข้าบัญชีอื่น โปรดตรวจสอบบัญชีที่โอน หรือติดต่อร้าน',
    ACCOUNT_UNCLEAR: 'ธนาคารแสดงบัญชีผู้รับไม่ชัดเจน โปรดติดต่อร้านพร้อมสลิป',
    TOO_OLD: 'การโอนนี้เก่ากว่ารายการ โปรดส่งสลิปของการโอนสำหรับรายการนี้',
    NOT_FOUND: 'ธนาคารไม่พบการโอนนี้ โปรดตรวจในแอปธนาคารว่าโอนสำเร็จ แล้วส่งสลิปอีกครั้ง',
    BANK_UNAVAILABLE: 'ขณะนี้ติดต่อธนาคารไม่ได้ โปรดส่งสลิปใหม่ภายหลัง หรือติดต่อร้าน',
  },
};
