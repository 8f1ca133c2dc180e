// A 1-bit PNG of a module matrix, written without a general compressor (PNG: ISO/IEC 15948, deflate: RFC 1951).
// At 8 pixels a module every module is one byte, 00 dark or FF light, and every pixel row comes 8 times: the image is
// literals of two kinds and one match per row, so one Huffman table per size, made once, fits every symbol of that size.

import { crc32 } from 'node:zlib'
import type { QrSymbol } from './qr-symbol.ts'

/** Pixels a module: eight 1-bit pixels are a byte. */
export const MODULE_PIXELS = 8

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const IEND = chunk('IEND', Buffer.alloc(0))
/** Deflate with a 32 K window, fastest: the two bytes before the blocks (RFC 1950). */
const ZLIB_HEADER = [0x78, 0x01]
/** Of IHDR: length, type, thirteen bytes and CRC. */
const HEADER_CHUNK_BYTES = 25
const MATCH_LENGTH_MAX = 258
const END_OF_BLOCK = 256
const ADLER_MODULUS = 65_521
/** Order in which the lengths of the code-length code are sent (RFC 1951 3.2.7). */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
/** Eight code-length symbols of three bits make a complete code: lengths 0 to 5 and both runs of zeros. */
const CODE_LENGTH_SYMBOLS = [0, 1, 2, 3, 4, 5, 17, 18]

interface Code {
  readonly bits: number
  readonly length: number
}

/** What a symbol of this size needs, computed once per size. */
interface Table {
  /** Signature, header and all of the data chunk before its codes. */
  readonly head: Buffer
  /** Everything before the block's data: headers and the Huffman tables, as bits already placed. */
  readonly opening: readonly Code[]
  readonly dark: Code
  readonly light: Code
  /** The codes of eight modules, by their bits. */
  readonly eight: readonly Code[]
  /** The seven repetitions of a pixel row, lengths and distances. */
  readonly repeat: readonly Code[]
  readonly end: Code
}

const tables = new Map<number, Table>()
/** Of eight modules, by their bits: how many are light, and the sum of the places of those, from 0. */
const LIGHT = Uint8Array.from({ length: 256 }, (_, byte) => lightPlaces(byte).length)
const LIGHT_PLACES = Uint8Array.from({ length: 256 }, (_, byte) => lightPlaces(byte).reduce((sum, place) => sum + place, 0))

/** A square PNG of the symbol, MODULE_PIXELS a module, bit depth 1, greyscale. */
export function modulesPng(symbol: QrSymbol): Buffer {
  const { side } = symbol
  let table = tables.get(side)
  if (!table) {
    table = makeTable(side)
    tables.set(side, table)
  }
  // a literal costs two bits at most, a row's repetitions and the tables well under 16 and 64 bytes
  const out = Buffer.allocUnsafe(table.head.length + ((side + 1) * side >> 2) + 16 * side + 64 + IEND.length)
  table.head.copy(out)
  const idat = SIGNATURE.length + HEADER_CHUNK_BYTES
  const deflated = deflateRows(symbol, table, out)
  const end = out.writeUInt32BE(adler32(symbol), deflated)
  out.writeUInt32BE(end - idat - 8, idat)
  out.writeUInt32BE(crc32(out.subarray(idat + 4, end)), end)
  return out.subarray(0, end + 4 + IEND.copy(out, end + 4))
}

/** Writes behind the table's head; answers where it ended. */
function deflateRows({ side, rows }: QrSymbol, table: Table, out: Buffer): number {
  const { dark, light, eight, repeat } = table
  const stride = Math.ceil(side / 8)
  const whole = side >> 3
  let at = table.head.length
  let held = 0
  let count = 0
  const put = ({ bits, length }: Code): void => {
    held |= bits << count
    count += length
    while (count >= 8) {
      out[at++] = held & 0xff
      held >>>= 8
      count -= 8
    }
  }
  for (const code of table.opening) put(code)
  for (let row = 0; row < side; row++) {
    put(dark) // the filter byte of the row, 0: None
    const first = row * stride
    for (let byte = 0; byte < whole; byte++) put(eight[rows[first + byte]!]!)
    for (let x = whole * 8; x < side; x++) put((rows[first + whole]! >> (x & 7)) & 1 ? dark : light)
    for (const code of repeat) put(code)
  }
  put(table.end)
  if (count > 0) out[at++] = held
  return at
}

/** The Adler-32 of the whole image, each row counted MODULE_PIXELS times at once: the sums grow by the same step every time. */
function adler32({ side, rows }: QrSymbol): number {
  const length = side + 1
  const stride = Math.ceil(side / 8)
  const earlier = MODULE_PIXELS * (MODULE_PIXELS - 1) / 2
  let a = 1
  let b = 0
  for (let row = 0; row < side; row++) {
    let light = 0
    let weight = 0
    for (let byte = 0; byte < stride; byte++) {
      // modules beyond the row count as dark
      const bits = rows[row * stride + byte]! | (byte * 8 + 8 > side ? 0xff << (side & 7) & 0xff : 0)
      light += LIGHT[bits]!
      weight += LIGHT[bits]! * (side - byte * 8) - LIGHT_PLACES[bits]!
    }
    b = (b + MODULE_PIXELS * (length * a + 0xff * weight) + earlier * length * 0xff * light) % ADLER_MODULUS
    a = (a + MODULE_PIXELS * 0xff * light) % ADLER_MODULUS
  }
  return b * 0x10000 + a
}

function lightPlaces(byte: number): number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter(place => (byte >> place & 1) === 0)
}

function makeTable(side: number): Table {
  const stride = side + 1
  const matches = splitRepeat(stride * (MODULE_PIXELS - 1)).map(lengthCode)
  const distance = distanceCode(stride)
  const lengths = literalLengths(new Set(matches.map(match => match.symbol)))
  const codes = canonicalCodes(lengths)
  const opening = tableBits(lengths, distance.symbol)
  // the only distance symbol has the one-bit code 0
  const distanceBits = [{ bits: 0, length: 1 }, { bits: distance.extra, length: distance.extraBits }]
  const repeat = matches.flatMap(match => [codes.get(match.symbol)!, { bits: match.extra, length: match.extraBits }, ...distanceBits])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side * MODULE_PIXELS, 0)
  header.writeUInt32BE(side * MODULE_PIXELS, 4)
  header[8] = 1
  const head = Buffer.concat([SIGNATURE, chunk('IHDR', header), Buffer.from('\0\0\0\0IDAT'), Buffer.from(ZLIB_HEADER)])
  const [dark, light] = [codes.get(0)!, codes.get(0xff)!]
  const eight = Array.from({ length: 256 }, (_, byte) => joined([0, 1, 2, 3, 4, 5, 6, 7].map(place => byte >> place & 1 ? dark : light))[0]!)
  return { head, opening: joined(opening), dark, light, eight, repeat: joined(repeat), end: codes.get(END_OF_BLOCK)! }
}

/** The same bits in as few codes as a number has room for: up to 16 bits behind the 7 that may be held. */
function joined(codes: readonly Code[]): Code[] {
  const all: Code[] = []
  for (const { bits, length } of codes) {
    const last = all.at(-1)
    if (last && last.length + length <= 16) all[all.length - 1] = { bits: last.bits | bits << last.length, length: last.length + length }
    else all.push({ bits, length })
  }
  return all
}

/** Matches that cover `length` bytes, each within 3 to 258. */
function splitRepeat(length: number): number[] {
  const pieces = Math.ceil(length / MATCH_LENGTH_MAX)
  const longer = length % pieces
  return Array.from({ length: pieces }, (_, piece) => Math.floor(length / pieces) + (piece < longer ? 1 : 0))
}

/** Code lengths of a complete code: light modules are most of a symbol, dark ones next, matches and the end are rare. */
function literalLengths(matchSymbols: ReadonlySet<number>): Map<number, number> {
  const lengths = new Map([[0xff, 1], [0, 2], [END_OF_BLOCK, 3]])
  for (const symbol of matchSymbols) lengths.set(symbol, matchSymbols.size === 1 ? 3 : 4)
  return lengths
}

/** RFC 1951 3.2.2; the bits come out in sending order, so reversed. */
function canonicalCodes(lengths: ReadonlyMap<number, number>): Map<number, Code> {
  const ordered = [...lengths].toSorted(([a, aLength], [b, bLength]) => aLength - bLength || a - b)
  const codes = new Map<number, Code>()
  let next = 0
  let previous = 0
  for (const [symbol, length] of ordered) {
    next <<= length - previous
    codes.set(symbol, { bits: reversed(next, length), length })
    next++
    previous = length
  }
  return codes
}

/** The block header and both Huffman tables (RFC 1951 3.2.7). */
function tableBits(lengths: ReadonlyMap<number, number>, distanceSymbol: number): Code[] {
  const literalCount = Math.max(...lengths.keys()) + 1
  const sent = Array.from({ length: literalCount + distanceSymbol + 1 }, (_, at) => {
    if (at < literalCount) return lengths.get(at) ?? 0
    return at === literalCount + distanceSymbol ? 1 : 0
  })
  const symbols = canonicalCodes(new Map(CODE_LENGTH_SYMBOLS.map(symbol => [symbol, 3])))
  const bits: Code[] = [
    { bits: 0b101, length: 3 }, // last block, dynamic tables
    { bits: literalCount - 257, length: 5 },
    { bits: distanceSymbol, length: 5 },
    { bits: CODE_LENGTH_ORDER.length - 4, length: 4 },
    ...CODE_LENGTH_ORDER.map(symbol => ({ bits: CODE_LENGTH_SYMBOLS.includes(symbol) ? 3 : 0, length: 3 })),
  ]
  for (let at = 0; at < sent.length;) {
    let zeros = 0
    while (zeros < 138 && sent[at + zeros] === 0) zeros++
    if (zeros >= 11) bits.push(symbols.get(18)!, { bits: zeros - 11, length: 7 })
    else if (zeros >= 3) bits.push(symbols.get(17)!, { bits: zeros - 3, length: 3 })
    else bits.push(symbols.get(sent[at]!)!)
    at += zeros >= 3 ? zeros : 1
  }
  return bits
}

interface ExtraCode {
  readonly symbol: number
  readonly extra: number
  readonly extraBits: number
}

/** RFC 1951 3.2.5: lengths 3 to 258 are symbols 257 to 285. */
function lengthCode(length: number): ExtraCode {
  if (length === MATCH_LENGTH_MAX) return { symbol: 285, extra: 0, extraBits: 0 }
  if (length < 11) return { symbol: 254 + length, extra: 0, extraBits: 0 }
  const offset = length - 3
  const extraBits = 29 - Math.clz32(offset)
  return { symbol: 257 + 4 * extraBits + (offset >> extraBits), extra: offset & ((1 << extraBits) - 1), extraBits }
}

/** RFC 1951 3.2.5: distances are symbols 0 to 29. */
function distanceCode(distance: number): ExtraCode {
  const offset = distance - 1
  if (offset < 4) return { symbol: offset, extra: 0, extraBits: 0 }
  const extraBits = 30 - Math.clz32(offset)
  return { symbol: 2 * extraBits + (offset >> extraBits), extra: offset & ((1 << extraBits) - 1), extraBits }
}

function reversed(bits: number, length: number): number {
  let result = 0
  for (let at = 0; at < length; at++) result |= ((bits >> at) & 1) << (length - 1 - at)
  return result
}

function chunk(type: string, content: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(12 + content.length)
  bytes.writeUInt32BE(content.length, 0)
  bytes.write(type, 4, 'latin1')
  content.copy(bytes, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length)
  return bytes
}
