import type { PayerState } from '@paygate/contract/checkout';

export type Language = 'th' | 'en';

const en = {
  pay: 'Pay', scan: 'Scan with any Thai banking app', receiver: 'Receiver', within: 'Pay within', until: 'valid until', waiting: 'Waiting for your payment. This page updates by itself.',
  save: 'Save QR picture', copy: 'Copy', copied: 'Copied', copyAmount: 'Copy amount', reference: 'Reference', paidAt: 'Paid', amount: 'Amount', shop: 'Shop', detail: 'For',
  samePhone: 'Paying with this phone?', step1: 'Save the QR picture.', step2: 'Open your banking app, tap Scan, choose the picture.', step3: 'Check name and amount, confirm, come back here.',
  bank: 'Bank transfer', exact: 'Transfer exactly this amount, to the last satang, or it cannot be recognised.', back: 'Back to the shop', print: 'Print receipt', receipt: 'Receipt',
  late: 'Your money arrived after the time was up. The shop has been told; there is nothing more to do.', slip: 'Paid? Send the slip', excess: '{excess} more than asked arrived. The shop has been told: ask the shop to send it back.', test: 'Test mode: no real money', otherLanguage: 'ไทย', qr: 'PromptPay QR',
  playPay: 'Pay', playWrong: 'Pay wrong amount', playExpire: 'Expire', playFail: 'Fail', notFound: 'Payment not found', notFoundMore: 'Check the link, or ask the shop for a new one.',
  trouble: 'One moment, please', troubleMore: 'The page could not be loaded. It tries again by itself.',
};
type Word = keyof typeof en;

const th: Record<Word, string> = {
  pay: 'ชำระให้', scan: 'สแกนด้วยแอปธนาคารใดก็ได้', receiver: 'ชื่อบัญชีผู้รับ', within: 'ชำระภายใน', until: 'ใช้ได้ถึง', waiting: 'กำลังรอรับเงิน หน้านี้จะอัปเดตเอง',
  save: 'บันทึกรูป QR', copy: 'คัดลอก', copied: 'คัดลอกแล้ว', copyAmount: 'คัดลอกยอดเงิน', reference: 'เลขอ้างอิง', paidAt: 'ชำระเมื่อ', amount: 'ยอดเงิน', shop: 'ร้านค้า', detail: 'รายการ',
  samePhone: 'จ่ายด้วยมือถือเครื่องนี้', step1: 'บันทึกรูป QR', step2: 'เปิดแอปธนาคาร เลือกสแกน แล้วเลือกรูปจากคลังภาพ', step3: 'ตรวจชื่อและยอดเงิน ยืนยัน แล้วกลับมาหน้านี้',
  bank: 'โอนผ่านบัญชีธนาคาร', exact: 'โปรดโอนให้ตรงยอดทุกสตางค์ มิฉะนั้นระบบจะจับคู่รายการไม่ได้', back: 'กลับไปที่ร้าน', print: 'พิมพ์ใบเสร็จ', receipt: 'หลักฐานการชำระเงิน',
  late: 'เงินของคุณเข้าหลังหมดเวลา ระบบได้แจ้งร้านแล้ว ไม่ต้องทำอะไรเพิ่ม', slip: 'ส่งสลิป', excess: 'เงินเข้าเกินยอด {excess} ร้านทราบแล้ว ติดต่อร้านเพื่อขอคืนส่วนที่เกิน', test: 'โหมดทดสอบ ไม่ใช่เงินจริง', otherLanguage: 'English', qr: 'คิวอาร์พร้อมเพย์',
  playPay: 'จ่าย', playWrong: 'จ่ายผิดยอด', playExpire: 'หมดอายุ', playFail: 'ล้มเหลว', notFound: 'ไม่พบรายการชำระเงิน', notFoundMore: 'โปรดตรวจสอบลิงก์ หรือขอลิงก์ใหม่จากร้าน',
  trouble: 'โปรดรอสักครู่', troubleMore: 'ยังเปิดหน้านี้ไม่ได้ ระบบจะลองใหม่เอง',
};
export const words: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en, th };

interface Told { readonly title: string; readonly more: string }
/** What the payer is told at each end; `{came}` and `{asked}` are amounts. */
export const outcomes: Readonly<Record<Language, Readonly<Record<Exclude<PayerState, 'pending'>, Told>>>> = {
  en: {
    paid: { title: 'Payment received', more: '' },
    refunded: { title: 'Refunded', more: 'The shop has sent money back to you.' },
    wrong_amount: { title: 'The amount is different', more: '{came} arrived, {asked} was asked for. Please do not transfer again: contact the shop with the reference below.' },
    expired: { title: 'Time is up', more: 'Do not pay with the old QR: go back to the shop for a new one. If you have just paid, wait here; this page updates by itself.' },
    money_late: { title: 'Your money came late', more: 'It arrived when this payment was over. The shop will take it or send it back: do not transfer again, and keep the reference below.' },
    cancelled: { title: 'Cancelled by the shop', more: 'Please do not transfer money for this payment.' },
    failed: { title: 'Payment failed', more: 'Go back to the shop and try again.' },
  },
  th: {
    paid: { title: 'ชำระเงินสำเร็จ', more: '' },
    refunded: { title: 'คืนเงินแล้ว', more: 'ร้านได้คืนเงินให้คุณแล้ว' },
    wrong_amount: { title: 'ยอดเงินไม่ตรง', more: 'ได้รับ {came} แต่ยอดที่ต้องชำระคือ {asked} โปรดอย่าโอนซ้ำ ติดต่อร้านพร้อมเลขอ้างอิงด้านล่าง' },
    expired: { title: 'หมดเวลาชำระ', more: 'อย่าจ่ายด้วย QR เดิม โปรดกลับไปขอ QR ใหม่ที่ร้าน หากเพิ่งโอน โปรดรอที่หน้านี้ ระบบจะอัปเดตเอง' },
    money_late: { title: 'เงินของคุณเข้าช้า', more: 'เงินเข้าหลังรายการสิ้นสุดแล้ว ร้านจะรับยอดหรือโอนคืนให้ โปรดอย่าโอนซ้ำ และเก็บเลขอ้างอิงด้านล่างไว้' },
    cancelled: { title: 'ร้านยกเลิกรายการนี้', more: 'โปรดอย่าโอนเงินสำหรับรายการนี้' },
    failed: { title: 'ชำระเงินไม่สำเร็จ', more: 'โปรดกลับไปที่ร้านเพื่อลองใหม่' },
  },
};

/** What the payer asked for by link, else what the browser prefers, else Thai. */
export const languageOf = (asked: unknown, accepted: string | undefined): Language => {
  if (asked === 'th' || asked === 'en') return asked;
  const first = accepted?.toLowerCase().split(',').map((part) => part.trim().slice(0, 2)).find((part) => part === 'th' || part === 'en');
  return first === 'en' ? 'en' : 'th';
};
