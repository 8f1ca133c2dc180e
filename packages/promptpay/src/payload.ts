// A whole Thai QR payload: 00 first, 63 last, everything between in any order (EMVCo MPM 4.2, BOT Thai QR).

import { crc16Hex } from './crc.ts'
import { decodeTlv, encodeTlv, type TlvCode, type TlvField, type TlvRefusal } from './tlv.ts'

export const TAG_FORMAT = '00'
export const TAG_POINT_OF_INITIATION = '01'
export const TAG_CREDIT_TRANSFER = '29'
export const TAG_BILL_PAYMENT = '30'
export const TAG_CURRENCY = '53'
export const TAG_AMOUNT = '54'
export const TAG_COUNTRY = '58'
export const TAG_ADDITIONAL = '62'
export const TAG_CRC = '63'
/** Reusable, the payer types the amount. */
export const POINT_STATIC = '11'
/** One time, the amount is given. */
export const POINT_DYNAMIC = '12'
export const CURRENCY_THB = '764'
export const COUNTRY_TH = 'TH'

const CRC_HEADER = '6304'
const CRC_FIELD_LENGTH = CRC_HEADER.length + 4
/** Templates we read: Thai transfer, bill and acquirer slots, additional data, VAT. Foreign schemes are carried unread. */
const TEMPLATES = new Set(['29', '30', '31', '62', '80'])

export type PayloadCode = TlvCode | 'PAYLOAD_NOT_EMV' | 'PAYLOAD_CRC_MISSING' | 'PAYLOAD_CRC_WRONG'

export interface Payload {
  readonly ok: true
  /** The text as read, trimmed, its CRC restored to four digits. */
  readonly text: string
  /** Every field in order, 00 to 63. */
  readonly fields: readonly TlvField[]
  /** The app that drew the QR dropped leading zeros of the CRC. */
  readonly crcPadded: boolean
}

export type PayloadDecoded = Payload | TlvRefusal<PayloadCode>
export type PayloadEncoded = { readonly ok: true; readonly text: string } | TlvRefusal

/**
 * Reads a QR's text as an EMV payload and proves its CRC, in one bounded pass whatever the text.
 * Accepts a CRC in lower case and one of 1 to 3 digits (left-padded with zeros: some apps drop them, facts of the wild).
 * Refuses every PayloadCode; `at` is an offset in the trimmed text.
 */
export function decodePayload(raw: string): PayloadDecoded {
  const trimmed = raw.trim()
  let text = trimmed
  let decoded = decodeTlv(text, isTemplate)
  if (!decoded.ok && decoded.code === 'TLV_OVERRUN') {
    const padded = padCrc(trimmed, decoded.at)
    if (padded !== undefined) {
      text = padded
      decoded = decodeTlv(text, isTemplate)
    }
  }
  if (!decoded.ok) return decoded
  const { fields } = decoded
  if (fields[0]!.tag !== TAG_FORMAT || fields[0]!.value !== '01') {
    return refusal('PAYLOAD_NOT_EMV', 0, 'a payment QR starts with 000201')
  }
  const crc = fields.at(-1)!
  if (crc.tag !== TAG_CRC || crc.value.length !== 4) {
    return refusal('PAYLOAD_CRC_MISSING', text.length - crc.value.length - 4, 'the last field is not a CRC of four digits')
  }
  const expected = crc16Hex(text.slice(0, -4))
  if (crc.value.toUpperCase() !== expected) {
    return refusal('PAYLOAD_CRC_WRONG', text.length - 4, `the CRC is ${crc.value}, the text gives ${expected}`)
  }
  return { ok: true, text, fields, crcPadded: text !== trimmed }
}

/**
 * Writes the fields in the order given and closes them with their CRC. `fields` must not hold tag 63.
 * Refuses what encodeTlv refuses, and TLV_DUPLICATE_TAG for a tag 63.
 */
export function encodePayload(fields: readonly TlvField[]): PayloadEncoded {
  const encoded = encodeTlv([...fields, { tag: TAG_CRC, value: '0000' }])
  if (!encoded.ok) return encoded
  return { ok: true, text: sealPayload(encoded.text.slice(0, -CRC_FIELD_LENGTH)) }
}

/** Appends the CRC field to fields already on the wire. */
export function sealPayload(body: string): string {
  const open = body + CRC_HEADER
  return open + crc16Hex(open)
}

/** The same text with its short CRC left-padded, when the overrun at `at` is a CRC of 1 to 3 hex digits. */
function padCrc(text: string, at: number): string | undefined {
  const tail = text.slice(at + CRC_HEADER.length)
  if (!text.startsWith(CRC_HEADER, at) || !/^[0-9A-Fa-f]{1,3}$/.test(tail)) return undefined
  return text.slice(0, at + CRC_HEADER.length) + tail.padStart(4, '0')
}

function isTemplate(path: string): boolean {
  return TEMPLATES.has(path)
}

function refusal(code: PayloadCode, at: number, message: string): TlvRefusal<PayloadCode> {
  return { ok: false, code, at, message }
}
