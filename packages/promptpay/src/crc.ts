// CRC-16/CCITT-FALSE (EMVCo MPM 4.7.3): polynomial 0x1021, start 0xFFFF, no reflection, no final XOR.

const POLYNOMIAL = 0x1021
const START = 0xffff

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1
  return crc & 0xffff
})

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'))

/** The CRC of the text's UTF-8 bytes, 0 to 65535. The check value of '123456789' is 0x29B1. */
export function crc16(text: string): number {
  let crc = START
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return crc16Bytes(Buffer.from(text, 'utf8'))
    crc = ((crc << 8) & 0xffff) ^ TABLE[(crc >> 8) ^ code]!
  }
  return crc
}

/** The CRC of the text as the wire wants it: four upper-case hex digits. */
export function crc16Hex(text: string): string {
  const crc = crc16(text)
  return HEX[crc >> 8]! + HEX[crc & 0xff]!
}

function crc16Bytes(bytes: Uint8Array): number {
  let crc = START
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ TABLE[(crc >> 8) ^ byte]!
  return crc
}
