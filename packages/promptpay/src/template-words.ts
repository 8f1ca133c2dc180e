// Why a merchant's QR cannot serve as a template, in Thai and English. Every code has both, or this file does not compile.

import { IMAGE_WORDS, type Words } from './image-words.ts'
import { LINT_WORDS } from './lint-words.ts'
import type { QrDecodeCode } from './qr-decode.ts'
import type { TemplateCode } from './template.ts'

export type TemplateProblem = TemplateCode | QrDecodeCode | 'TEMPLATE_SEVERAL' | 'TEMPLATE_TWICE'

export const TEMPLATE_WORDS: Readonly<Record<TemplateProblem, Words>> = {
  ...LINT_WORDS,
  ...IMAGE_WORDS,
  TEMPLATE_NOT_PROMPTPAY: { en: 'It is neither a PromptPay QR nor a Thai bill payment QR.', th: 'ไม่ใช่คิวอาร์พร้อมเพย์หรือคิวอาร์ชำระบิลของไทย' },
  TEMPLATE_CROSS_BORDER: { en: 'It is a QR for payers abroad, whose amount is in another currency.', th: 'เป็นคิวอาร์สำหรับจ่ายจากต่างประเทศ ยอดจึงเป็นสกุลเงินอื่น' },
  TEMPLATE_ONE_TIME: { en: 'It is a QR for one transfer only.', th: 'เป็นคิวอาร์ที่ใช้ได้ครั้งเดียว' },
  TEMPLATE_WRONG_CURRENCY: { en: 'Its currency is not baht.', th: 'สกุลเงินไม่ใช่บาท' },
  TEMPLATE_WRONG_COUNTRY: { en: 'Its country is not Thailand.', th: 'ประเทศไม่ใช่ไทย' },
  TEMPLATE_TIPS: { en: 'It adds a tip or a fee, so another amount would be paid.', th: 'มีทิปหรือค่าธรรมเนียม ยอดที่จ่ายจะไม่ตรง' },
  TEMPLATE_ALTERED: { en: 'It cannot carry an amount without changing where the money goes.', th: 'ใส่ยอดเงินแล้วข้อมูลผู้รับเงินจะเปลี่ยน จึงใช้ไม่ได้' },
  QR_BAD_AMOUNT: { en: 'The amount is more than a QR can carry.', th: 'ยอดเงินเกินกว่าที่คิวอาร์รองรับ' },
  TEMPLATE_SEVERAL: { en: 'The picture shows several payment QRs. Cut out the one to use.', th: 'ในรูปมีคิวอาร์รับเงินหลายอัน โปรดตัดให้เหลืออันเดียว' },
  TEMPLATE_TWICE: { en: 'Send either qrTemplatePayload or qrTemplateImageBase64, not both.', th: 'ส่ง qrTemplatePayload หรือ qrTemplateImageBase64 อย่างใดอย่างหนึ่ง' },
}
