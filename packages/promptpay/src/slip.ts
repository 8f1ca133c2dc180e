// The mini-QR on a bank slip: it names one transfer and proves nothing. Confirm with a bank (facts of BOT slip verification).

import { crc16Hex } from './crc.ts'
import { decodeTlv, encodeTlv, fieldValue, type TlvCode, type TlvField } from './tlv.ts'

/** TrueMoney slips name no bank; this stands in its place in the key, and is no bank's code. */
export const SENDING_BANK_TRUEMONEY = 'TRUEMONEY'

export interface Slip {
  readonly kind: 'BANK' | 'TRUEMONEY'
  /** Three-digit code of the sending bank, or SENDING_BANK_TRUEMONEY. */
  readonly sendingBank: string
  /** The bank's reference of the transfer, or TrueMoney's transaction id: 1 to 35 letters and digits, case kept. */
  readonly transRef: string
  /** TrueMoney only: what happened, e.g. P2P. */
  readonly eventType?: string
  /** TrueMoney only: the day as YYYY-MM-DD. */
  readonly paidOn?: string
}

export type SlipCode = TlvCode | 'SLIP_NOT_A_SLIP' | 'SLIP_CRC_MISSING' | 'SLIP_CRC_WRONG'
export type SlipDecoded =
  | { readonly ok: true; readonly slip: Slip; readonly crcPadded: boolean }
  | { readonly ok: false; readonly code: SlipCode; readonly message: string }
export type SlipEncoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: SlipCode; readonly message: string }

const CRC_TAG = '91'
const CRC_HEADER = '9104'
const TRANSFER_TAG = '00'
const BANK_API = '000001'
const TRUEMONEY_API = '01'
const TRANS_REF = /^[0-9A-Za-z]{1,35}$/

/**
 * Reads a slip's QR text. Accepts a CRC that lost 1 to 3 leading zeros, and either case of its letters.
 * Refuses SLIP_NOT_A_SLIP (a payment QR, a link, a slip of unknown make), SLIP_CRC_MISSING, SLIP_CRC_WRONG and every
 * TlvCode; never throws, bounded for any text.
 */
export function decodeSlip(raw: string): SlipDecoded {
  const trimmed = raw.trim()
  let text = trimmed
  let decoded = decodeTlv(text, isTransfer)
  if (!decoded.ok && decoded.code === 'TLV_OVERRUN' && trimmed.startsWith(CRC_HEADER, decoded.at)) {
    const tail = trimmed.slice(decoded.at + CRC_HEADER.length)
    if (/^[0-9A-Fa-f]{1,3}$/.test(tail)) {
      text = trimmed.slice(0, decoded.at + CRC_HEADER.length) + tail.padStart(4, '0')
      decoded = decodeTlv(text, isTransfer)
    }
  }
  if (!decoded.ok) {
    // a payment QR starts 000201 and its first value is no template: that is the likeliest wrong picture
    if (trimmed.startsWith('000201')) return refusal('SLIP_NOT_A_SLIP', 'a payment QR, not the QR of a slip')
    return refusal(decoded.code, decoded.message)
  }
  const crc = decoded.fields.at(-1)!
  if (crc.tag !== CRC_TAG || crc.value.length !== 4) return refusal('SLIP_CRC_MISSING', 'the last field is not tag 91')
  if (crc.value.toUpperCase() !== crc16Hex(text.slice(0, -4))) return refusal('SLIP_CRC_WRONG', 'the CRC does not fit')
  const slip = bankSlip(decoded.fields) ?? trueMoneySlip(decoded.fields)
  if (!slip) return refusal('SLIP_NOT_A_SLIP', 'neither a bank slip nor a TrueMoney slip')
  return { ok: true, slip, crcPadded: text !== trimmed }
}

/**
 * The QR text of a slip, as banks and TrueMoney write it. decodeSlip gives the slip back.
 * Refuses SLIP_NOT_A_SLIP when the slip's values have not the form Slip states.
 */
export function encodeSlip(slip: Slip): SlipEncoded {
  const bank = slip.kind === 'BANK'
  const fields = bank ? bankFields(slip) : trueMoneyFields(slip)
  const read = bank ? bankSlip(fields) : trueMoneySlip(fields)
  if (!read) return refusal('SLIP_NOT_A_SLIP', 'the bank, reference, event or day has a wrong form')
  const encoded = encodeTlv(fields)
  if (!encoded.ok) return refusal(encoded.code, encoded.message)
  const open = encoded.text + CRC_HEADER
  return { ok: true, text: open + (bank ? crc16Hex(open) : crc16Hex(open).toLowerCase()) }
}

/** The key by which one transfer counts once, over all merchants: two slips of one transfer have the same. */
export function slipKey({ sendingBank, transRef }: Pick<Slip, 'sendingBank' | 'transRef'>): string {
  return `${sendingBank}:${transRef}`
}

function bankSlip(fields: readonly TlvField[]): Slip | undefined {
  const transfer = fields[0]?.tag === TRANSFER_TAG ? fields[0].fields : undefined
  const sendingBank = fieldValue(transfer, '01')
  const transRef = fieldValue(transfer, '02')
  if (fieldValue(transfer, '00') !== BANK_API || fieldValue(fields, '51') !== 'TH') return undefined
  if (sendingBank === undefined || !/^\d{3}$/.test(sendingBank)) return undefined
  if (transRef === undefined || !TRANS_REF.test(transRef)) return undefined
  return { kind: 'BANK', sendingBank, transRef }
}

function trueMoneySlip(fields: readonly TlvField[]): Slip | undefined {
  const transfer = fields[0]?.tag === TRANSFER_TAG ? fields[0].fields : undefined
  if (fieldValue(transfer, '00') !== TRUEMONEY_API || fieldValue(transfer, '01') !== TRUEMONEY_API) return undefined
  const eventType = fieldValue(transfer, '02')
  const transRef = fieldValue(transfer, '03')
  const day = /^(\d{2})(\d{2})(\d{4})$/.exec(fieldValue(transfer, '04') ?? '')
  if (eventType === undefined || !day || transRef === undefined || !TRANS_REF.test(transRef)) return undefined
  const paidOn = `${day[3]!}-${day[2]!}-${day[1]!}`
  return { kind: 'TRUEMONEY', sendingBank: SENDING_BANK_TRUEMONEY, transRef, eventType, paidOn }
}

function bankFields({ sendingBank, transRef }: Slip): TlvField[] {
  const transfer = [{ tag: '00', value: BANK_API }, { tag: '01', value: sendingBank }, { tag: '02', value: transRef }]
  return [{ tag: TRANSFER_TAG, value: '', fields: transfer }, { tag: '51', value: 'TH' }]
}

function trueMoneyFields({ transRef, eventType = '', paidOn = '' }: Slip): TlvField[] {
  const values = [TRUEMONEY_API, TRUEMONEY_API, eventType, transRef, paidOn.split('-').toReversed().join('')]
  const transfer = values.map((value, at) => ({ tag: `0${at}`, value }))
  return [{ tag: TRANSFER_TAG, value: '', fields: transfer }]
}

function isTransfer(path: string): boolean {
  return path === TRANSFER_TAG
}

function refusal(code: SlipCode, message: string): { ok: false; code: SlipCode; message: string } {
  return { ok: false, code, message }
}
