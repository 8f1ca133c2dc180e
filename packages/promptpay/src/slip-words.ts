// Why a slip cannot be read, as its sender is told. Every code has both languages, or this file does not compile.

import { IMAGE_WORDS, type Words } from './image-words.ts'
import type { QrDecodeCode } from './qr-decode.ts'
import type { SlipCode } from './slip.ts'

export type SlipProblem = SlipCode | QrDecodeCode | 'SLIP_SEVERAL' | 'SLIP_NOTHING_SENT' | 'SLIP_TWICE'

const NOT_A_SLIP: Words = { en: 'This is not the QR of a bank slip. It may be the payment QR, or another code.', th: 'นี่ไม่ใช่คิวอาร์บนสลิปธนาคาร อาจเป็นคิวอาร์สำหรับจ่ายเงินหรือโค้ดอื่น' }
const MISREAD: Words = { en: 'The QR of the slip was misread or changed.', th: 'คิวอาร์บนสลิปอ่านได้ไม่ครบหรือถูกแก้ไข' }

export const SLIP_WORDS: Readonly<Record<SlipProblem, Words>> = {
  ...IMAGE_WORDS,
  SLIP_NOT_A_SLIP: NOT_A_SLIP,
  SLIP_CRC_MISSING: MISREAD,
  SLIP_CRC_WRONG: MISREAD,
  TLV_EMPTY: NOT_A_SLIP,
  TLV_TOO_LONG: NOT_A_SLIP,
  TLV_BAD_CHARACTER: NOT_A_SLIP,
  TLV_BAD_TAG: NOT_A_SLIP,
  TLV_BAD_LENGTH: NOT_A_SLIP,
  TLV_EMPTY_VALUE: NOT_A_SLIP,
  TLV_OVERRUN: MISREAD,
  TLV_DUPLICATE_TAG: NOT_A_SLIP,
  TLV_TOO_DEEP: NOT_A_SLIP,
  SLIP_SEVERAL: { en: 'The picture shows several slips. Send one at a time.', th: 'ในรูปมีหลายสลิป โปรดส่งทีละใบ' },
  SLIP_NOTHING_SENT: { en: 'Neither a picture nor the text of the QR was sent.', th: 'ยังไม่ได้เลือกรูปหรือใส่ข้อความจากคิวอาร์' },
  SLIP_TWICE: { en: 'Send either the picture or the text of the QR, not both.', th: 'ส่งรูปหรือข้อความจากคิวอาร์อย่างใดอย่างหนึ่ง' },
}
