import type { Text } from '@paygate/contract/kernel';
import type { PaymentStatus } from '@paygate/contract/payments';
import type { PayoutStatus } from '@paygate/contract/payouts';
import type { RuleName } from '@paygate/core/credits/match.rules';
import type { ToldRate } from './facts.ts';

/** What the pages say around the guides. */
export const words = {
  guides: { en: 'Guides', th: 'คู่มือ' },
  reference: { en: 'API reference', th: 'เอกสาร API' },
  search: { en: 'Search', th: 'ค้นหา' },
  searchPlaceholder: { en: 'Search guides, operations, error codes', th: 'ค้นหาคู่มือ คำสั่ง และรหัสข้อผิดพลาด' },
  nothingFound: { en: 'Nothing found. Try another word.', th: 'ไม่พบ ลองใช้คำอื่น' },
  close: { en: 'Close', th: 'ปิด' },
  menu: { en: 'All guides', th: 'คู่มือทั้งหมด' },
  onThisPage: { en: 'On this page', th: 'ในหน้านี้' },
  previous: { en: 'Previous', th: 'ก่อนหน้า' },
  next: { en: 'Next', th: 'ถัดไป' },
  copy: { en: 'Copy', th: 'คัดลอก' },
  copied: { en: 'Copied', th: 'คัดลอกแล้ว' },
  theme: { en: 'Light or dark', th: 'สว่างหรือมืด' },
  asMarkdown: { en: 'This page as Markdown', th: 'หน้านี้เป็น Markdown' },
  toContent: { en: 'Skip to content', th: 'ข้ามไปเนื้อหา' },
  linkHere: { en: 'Link to this section', th: 'ลิงก์มายังหัวข้อนี้' },
  homeLead: {
    en: 'Take PromptPay payments, be told at once, pay out. Every sample on these pages is run against the product before each release.',
    th: 'รับชำระพร้อมเพย์ รู้ผลทันที โอนเงินออก ทุกตัวอย่างในคู่มือถูกรันกับระบบจริงก่อนออกทุกรุ่น',
  },
  kinds: { guide: { en: 'Guide', th: 'คู่มือ' }, operation: { en: 'Operation', th: 'คำสั่ง API' }, error: { en: 'Error', th: 'ข้อผิดพลาด' }, event: { en: 'Event', th: 'Event' } },
} as const;

/** The heads of generated tables. */
export const heads = {
  call: { en: 'Call', th: 'คำสั่ง' }, what: { en: 'What it does', th: 'ทำอะไร' }, event: { en: 'Event', th: 'Event' }, when: { en: 'When', th: 'เมื่อไร' }, subscribe: { en: 'With `*`', th: 'รวมใน `*`' },
  code: { en: 'Code', th: 'รหัส' }, aliases: { en: 'Also accepted', th: 'ชื่ออื่นที่ใช้ได้' }, bank: { en: 'Bank', th: 'ธนาคาร' }, payout: { en: 'Payouts', th: 'โอนออกได้' },
  status: { en: 'Status', th: 'สถานะ' }, meaning: { en: 'Meaning', th: 'ความหมาย' }, calls: { en: 'Calls', th: 'คำสั่ง' }, perMinute: { en: 'A minute', th: 'ต่อนาที' }, counted: { en: 'Counted for', th: 'นับต่อ' },
  try: { en: 'Try', th: 'ครั้งที่' }, amount: { en: 'Amount', th: 'ยอด' }, orName: { en: 'or a name with', th: 'หรือชื่อที่มี' }, bankDoes: { en: 'What the bank does', th: 'ธนาคารจำลองทำอะไร' },
} as const satisfies Record<string, Text>;

export const paymentStatusWords: Readonly<Record<PaymentStatus, Text>> = {
  PENDING: { en: 'Waiting for the payer', th: 'รอผู้จ่าย' },
  PAID: { en: 'The money is here. Deliver the goods', th: 'เงินเข้าแล้ว ส่งของได้' },
  FAILED: { en: 'It will not be paid', th: 'ไม่สำเร็จ' },
  CANCELLED: { en: 'You cancelled it', th: 'ร้านยกเลิก' },
  EXPIRED: { en: 'Nobody paid in time. A late transfer may still make it PAID', th: 'ไม่มีผู้จ่ายในเวลา หากเงินเข้าช้าอาจเปลี่ยนเป็น PAID ได้' },
  PARTIALLY_REFUNDED: { en: 'A part went back to the payer', th: 'คืนเงินบางส่วนแล้ว' },
  REFUNDED: { en: 'All of it went back to the payer', th: 'คืนเงินครบแล้ว' },
};
export const payoutStatusWords: Readonly<Record<PayoutStatus, Text>> = {
  QUEUED: { en: 'Accepted, the money is held. You can still cancel it', th: 'รับคำสั่งและกันยอดแล้ว ยังยกเลิกได้' },
  PROCESSING: { en: 'The bank has it', th: 'ธนาคารกำลังโอน' },
  SUCCESS: { en: 'The beneficiary has the money', th: 'ผู้รับได้เงินแล้ว' },
  FAILED: { en: 'It did not go. Amount and fee are back in your balance', th: 'โอนไม่สำเร็จ คืนยอดและค่าธรรมเนียมแล้ว' },
  CANCELLED: { en: 'Cancelled while queued. Amount and fee are back in your balance', th: 'ยกเลิกขณะรอคิว คืนยอดและค่าธรรมเนียมแล้ว' },
  UNKNOWN: { en: 'The bank has not said how it ended. We keep asking; do not send it again', th: 'ธนาคารยังไม่ยืนยันผล ระบบถามต่อเนื่อง ห้ามส่งซ้ำ' },
  REVERSED: { en: 'It had arrived and the other bank returned it', th: 'โอนถึงแล้วแต่ธนาคารปลายทางคืนกลับ' },
};

export const rateWords: Readonly<Record<ToldRate, { readonly calls: Text; readonly counted: Text }>> = {
  read: { calls: { en: 'Reads', th: 'อ่านข้อมูล' }, counted: { en: 'the key', th: 'คีย์' } },
  write: { calls: { en: 'Writes', th: 'เขียนข้อมูล' }, counted: { en: 'the key', th: 'คีย์' } },
  checkout: { calls: { en: 'Button and widget (`pk_` keys)', th: 'ปุ่มชำระเงิน (คีย์ `pk_`)' }, counted: { en: 'the key and the visitor’s address', th: 'คีย์และ IP ของผู้เข้าชม' } },
  login: { calls: { en: 'Signing in', th: 'เข้าสู่ระบบ' }, counted: { en: 'the address', th: 'IP' } },
};

export const ruleWords: Readonly<Record<RuleName, Text>> = {
  REFERENCE: { en: 'The payment’s own reference came back with the transfer', th: 'เลขอ้างอิงของรายการกลับมาพร้อมเงินโอน' },
  SENDER_ACCOUNT: { en: 'Amount, whole sender account and bank are as you announced', th: 'ยอด เลขบัญชีผู้โอนเต็ม และธนาคารตรงกับที่แจ้ง' },
  DIGITS_AND_NAME: { en: 'Amount, visible digits, bank and name are as you announced', th: 'ยอด เลขบัญชีส่วนที่เห็น ธนาคาร และชื่อตรงกับที่แจ้ง' },
  SENDER_DIGITS: { en: 'Amount and visible digits are as you announced, and no other payment fits', th: 'ยอดและเลขบัญชีส่วนที่เห็นตรง และไม่มีรายการอื่นที่ตรง' },
  SENDER_NAME: { en: 'Amount and name are as you announced, and no other payment fits', th: 'ยอดและชื่อตรง และไม่มีรายการอื่นที่ตรง' },
  ONLY_OPEN_AMOUNT: { en: 'Only one open payment asks for this amount, and nothing seen of the payer speaks against it', th: 'มีรายการรอชำระยอดนี้รายการเดียว และไม่มีข้อมูลผู้โอนที่ขัดแย้ง' },
};
