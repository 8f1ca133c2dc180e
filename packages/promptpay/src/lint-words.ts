// What each lint finding says, in Thai and English. Every code has both, or this file does not compile.

import type { PayloadCode } from './payload.ts'

export type LintCode =
  | PayloadCode
  | 'LINT_BLANKS_AROUND' | 'LINT_CRC_PADDED' | 'LINT_CRC_LOWER_CASE' | 'LINT_NOT_ASCII' | 'LINT_LONG'
  | 'LINT_POINT_MISSING' | 'LINT_POINT_UNKNOWN' | 'LINT_STATIC_WITH_AMOUNT' | 'LINT_DYNAMIC_WITHOUT_AMOUNT'
  | 'LINT_CURRENCY' | 'LINT_COUNTRY' | 'LINT_AMOUNT_UNREADABLE' | 'LINT_AMOUNT_DECIMALS' | 'LINT_AMOUNT_ABOVE_LIMIT'
  | 'LINT_NOT_PROMPTPAY' | 'LINT_CROSS_BORDER' | 'LINT_ONE_TIME' | 'LINT_TARGETS' | 'LINT_MOBILE_FORM' | 'LINT_ID_FORM'
  | 'LINT_ID_CHECK_DIGIT' | 'LINT_EWALLET_FORM' | 'LINT_BANK_ACCOUNT' | 'LINT_BILLER_FORM' | 'LINT_REF1_MISSING'
  | 'LINT_REFERENCE_FORM' | 'LINT_TIPS' | 'LINT_NAME_LONG'

/** `error`: apps refuse it or the money goes astray; `warning`: some apps refuse it; `note`: works, could be better. */
export type LintSeverity = 'error' | 'warning' | 'note'

interface Words {
  readonly severity: LintSeverity
  readonly th: string
  readonly en: string
}

export const LINT_WORDS = {
  TLV_EMPTY: words('error', 'ไม่มีข้อมูลใน QR', 'The QR holds no text.'),
  TLV_TOO_LONG: words('error', 'ข้อมูลยาวเกิน 512 ตัวอักษร', 'The text is longer than 512 characters.'),
  TLV_BAD_CHARACTER: words('error', 'มีอักขระควบคุมหรืออีโมจิซึ่งแอปธนาคารอ่านไม่ได้', 'It holds a control character or emoji no bank app reads.'),
  TLV_BAD_TAG: words('error', 'ไม่ใช่ QR สำหรับชำระเงิน: หมายเลขแท็กต้องเป็นตัวเลขสองหลัก', 'Not a payment QR: a tag must be two digits.'),
  TLV_BAD_LENGTH: words('error', 'ความยาวของแท็กต้องเป็นตัวเลขสองหลัก', 'The length of a tag must be two digits.'),
  TLV_EMPTY_VALUE: words('error', 'มีแท็กที่ไม่มีค่า', 'A tag is empty.'),
  TLV_OVERRUN: words('error', 'ข้อมูลขาดหาย: แท็กยาวกว่าข้อความที่เหลือ', 'The text is cut off: a tag claims more than is left.'),
  TLV_DUPLICATE_TAG: words('error', 'มีแท็กซ้ำกัน แอปแต่ละตัวอาจอ่านไม่เหมือนกัน', 'A tag appears twice; apps may read different ones.'),
  TLV_TOO_DEEP: words('error', 'ข้อมูลซ้อนกันลึกเกินไป', 'Templates are nested too deeply.'),
  PAYLOAD_NOT_EMV: words('error', 'ไม่ใช่ QR สำหรับชำระเงิน: ต้องขึ้นต้นด้วย 000201', 'Not a payment QR: it must start with 000201.'),
  PAYLOAD_CRC_MISSING: words('error', 'ไม่มีรหัสตรวจสอบ (แท็ก 63) ปิดท้าย', 'The check code (tag 63) is not at the end.'),
  PAYLOAD_CRC_WRONG: words('error', 'รหัสตรวจสอบไม่ตรง: ข้อมูลถูกแก้ไขหรือคัดลอกผิด', 'The check code does not fit: the text was changed or miscopied.'),
  LINT_BLANKS_AROUND: words('warning', 'มีช่องว่างหรือขึ้นบรรทัดใหม่ก่อนหรือหลังข้อมูล', 'There are blanks or line breaks around the text.'),
  LINT_CRC_PADDED: words('warning', 'รหัสตรวจสอบไม่ครบสี่หลัก (เลขศูนย์นำหน้าหายไป)', 'The check code lost its leading zeros.'),
  LINT_CRC_LOWER_CASE: words('warning', 'รหัสตรวจสอบควรเป็นตัวพิมพ์ใหญ่', 'The check code should be in capitals.'),
  LINT_NOT_ASCII: words('warning', 'มีตัวอักษรที่ไม่ใช่ ASCII: แอปบางตัวนับความยาวต่างกัน', 'It holds non-ASCII text, whose length apps count differently.'),
  LINT_LONG: words('note', 'ข้อมูลยาว QR จึงละเอียดและสแกนยากขึ้น', 'The text is long, so the QR is dense and harder to scan.'),
  LINT_POINT_MISSING: words('warning', 'ไม่ได้ระบุว่าใช้ซ้ำได้หรือใช้ครั้งเดียว (แท็ก 01)', 'It does not say whether it is reusable (tag 01).'),
  LINT_POINT_UNKNOWN: words('warning', 'แท็ก 01 ต้องเป็น 11 หรือ 12', 'Tag 01 must be 11 or 12.'),
  LINT_STATIC_WITH_AMOUNT: words('warning', 'มียอดเงินแต่ระบุว่าใช้ซ้ำได้ (11): แอปบางตัวให้แก้ยอดเงินได้', 'It has an amount but says reusable (11): some apps let it be changed.'),
  LINT_DYNAMIC_WITHOUT_AMOUNT: words('warning', 'ระบุว่าใช้ครั้งเดียว (12) แต่ไม่มียอดเงิน', 'It says one time (12) but has no amount.'),
  LINT_CURRENCY: words('error', 'สกุลเงินต้องเป็นบาท (แท็ก 53 = 764)', 'The currency must be baht (tag 53 = 764).'),
  LINT_COUNTRY: words('error', 'ประเทศต้องเป็นไทย (แท็ก 58 = TH)', 'The country must be Thailand (tag 58 = TH).'),
  LINT_AMOUNT_UNREADABLE: words('error', 'ยอดเงินต้องมากกว่าศูนย์และเขียนแบบ 100.37', 'The amount must be above zero and written like 100.37.'),
  LINT_AMOUNT_DECIMALS: words('note', 'ยอดเงินควรมีทศนิยมสองตำแหน่ง', 'The amount should have two decimals.'),
  LINT_AMOUNT_ABOVE_LIMIT: words('warning', 'ยอดเงินเกิน 2,000,000 บาท ซึ่งเป็นวงเงินพร้อมเพย์ต่อรายการ', 'The amount is above 2,000,000 baht, the PromptPay limit a transfer.'),
  LINT_NOT_PROMPTPAY: words('error', 'ไม่มีข้อมูลพร้อมเพย์ (แท็ก 29 หรือ 30)', 'It holds no PromptPay slot (tag 29 or 30).'),
  LINT_CROSS_BORDER: words('warning', 'เป็น QR สำหรับจ่ายข้ามประเทศ', 'It is a cross-border QR.'),
  LINT_ONE_TIME: words('note', 'เป็น QR ที่อนุมัติให้ใช้ครั้งเดียว', 'It is authorised for one transfer only.'),
  LINT_TARGETS: words('error', 'ต้องมีผู้รับเงินหนึ่งรายเท่านั้น', 'It must name exactly one receiver.'),
  LINT_MOBILE_FORM: words('error', 'หมายเลขมือถือต้องเป็น 0066 ตามด้วยเลข 9 หลักที่ขึ้นต้นด้วย 6, 8 หรือ 9', 'A mobile is 0066 and nine digits starting 6, 8 or 9.'),
  LINT_ID_FORM: words('error', 'เลขประจำตัวต้องมี 13 หลัก', 'A national or tax id has 13 digits.'),
  LINT_ID_CHECK_DIGIT: words('warning', 'หลักตรวจสอบของเลขประจำตัวไม่ถูกต้อง', 'The check digit of the national or tax id is wrong.'),
  LINT_EWALLET_FORM: words('error', 'หมายเลข e-Wallet ต้องมี 15 หลัก', 'An e-wallet id has 15 digits.'),
  LINT_BANK_ACCOUNT: words('warning', 'ระบุเป็นเลขบัญชี: แอปธนาคารบางตัวไม่รองรับ', 'It names a bank account, which some bank apps do not support.'),
  LINT_BILLER_FORM: words('error', 'Biller ID ต้องมี 15 หลัก', 'A biller id has 15 digits.'),
  LINT_REF1_MISSING: words('error', 'ไม่มีเลขอ้างอิง 1 (แท็ก 30.02)', 'Reference 1 (tag 30.02) is missing.'),
  LINT_REFERENCE_FORM: words('warning', 'เลขอ้างอิงควรเป็น A-Z และ 0-9 ไม่เกิน 20 ตัว', 'References should be up to 20 of A-Z and 0-9.'),
  LINT_TIPS: words('warning', 'มีทิปหรือค่าธรรมเนียม (แท็ก 55-57): ยอดที่จ่ายจะไม่เท่ายอดที่ขอ', 'It adds a tip or fee (tags 55-57): what is paid differs.'),
  LINT_NAME_LONG: words('warning', 'ชื่อร้านเกิน 25 ตัว เมืองเกิน 15 หรือรหัสไปรษณีย์เกิน 10', 'Name over 25 characters, city over 15 or postcode over 10.'),
} satisfies Record<LintCode, Words>

function words(severity: LintSeverity, th: string, en: string): Words {
  return { severity, th, en }
}
