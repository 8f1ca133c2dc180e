// Why a merchant's QR cannot serve as a template, in Thai and English. Every code has both, or this file does not compile.

import { LINT_WORDS } from './lint-words.ts'
import type { QrDecodeCode } from './qr-decode.ts'
import type { TemplateCode } from './template.ts'

export type TemplateProblem = TemplateCode | QrDecodeCode | 'TEMPLATE_SEVERAL' | 'TEMPLATE_TWICE'

interface Words {
  readonly en: string
  readonly th: string
}

export const TEMPLATE_WORDS: Readonly<Record<TemplateProblem, Words>> = {
  ...LINT_WORDS,
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
  IMAGE_NOT_BASE64: { en: 'The picture is neither a base64 data URL nor base64.', th: 'รูปต้องเป็น data URL แบบ base64 หรือ base64' },
  IMAGE_TOO_LARGE: { en: 'The picture file is too large.', th: 'ไฟล์รูปใหญ่เกินไป' },
  IMAGE_KIND_UNKNOWN: { en: 'The picture must be a PNG, JPEG or WebP file.', th: 'รูปต้องเป็นไฟล์ PNG JPEG หรือ WebP' },
  IMAGE_BROKEN: { en: 'The picture file is damaged.', th: 'ไฟล์รูปเสียหาย' },
  IMAGE_TOO_MANY_PIXELS: { en: 'The picture has too many pixels. Make it smaller.', th: 'รูปมีความละเอียดสูงเกินไป โปรดย่อรูป' },
  IMAGE_BOMB: { en: 'The picture file claims far more than it holds.', th: 'ไฟล์รูประบุขนาดเกินจริงมาก' },
  IMAGE_WITHOUT_QR: { en: 'No QR code can be seen in the picture. Send a sharp, straight one.', th: 'ไม่พบคิวอาร์ในรูป โปรดส่งรูปที่คมชัดและไม่เอียง' },
  IMAGE_TIMED_OUT: { en: 'The picture takes too long to read. Cut out the QR code.', th: 'ใช้เวลาอ่านรูปนานเกินไป โปรดตัดเฉพาะคิวอาร์' },
  IMAGE_READER_FAILED: { en: 'The picture cannot be read. Save it again as PNG.', th: 'อ่านรูปนี้ไม่ได้ โปรดบันทึกใหม่เป็น PNG' },
  IMAGE_READER_BUSY: { en: 'Too many pictures are being read at this moment. Try again.', th: 'ขณะนี้มีรูปรออ่านจำนวนมาก โปรดลองใหม่' },
}
