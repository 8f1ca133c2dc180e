// QR symbols of the texts that payment payloads are (ISO/IEC 18004): alphanumeric mode, error correction M, up to version 6.
// Everything but the text's own bits is drawn once per version, the mask included: a symbol is that drawing with the bits flipped in.

import type { QrSymbol } from './qr-symbol.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const VALUES = new Int8Array(128).fill(-1)
for (let at = 0; at < ALPHABET.length; at++) VALUES[ALPHABET.charCodeAt(at)] = at
const MODE_ALPHANUMERIC = 0b0010
const COUNT_BITS = 9
const PADDING = [0xec, 0x11]
/** Format bits of level M with mask 0, masked (ISO/IEC 18004 annex C). */
const FORMAT_M_MASK_0 = 0b101010000010010

/** Codewords in all, and of error correction in each block; blocks are equally long. Level M, versions 1 to 6 (ISO/IEC 18004 table 9). */
const VERSIONS = [
  { total: 26, correction: 10, blocks: 1 },
  { total: 44, correction: 16, blocks: 1 },
  { total: 70, correction: 26, blocks: 1 },
  { total: 100, correction: 18, blocks: 2 },
  { total: 134, correction: 24, blocks: 2 },
  { total: 172, correction: 16, blocks: 4 },
]

interface Version {
  readonly charactersMax: number
  readonly dataPerBlock: number
  readonly correction: number
  readonly blocks: number
  readonly side: number
  /** Everything but the codewords, the mask of their modules included. */
  readonly drawing: Uint8Array
  /** Of each bit of each codeword in drawing order: its number in `rows`. */
  readonly places: Uint16Array
  /** 256 rows: what a codeword that leaves the division does to the remainder. */
  readonly division: Uint8Array
}

const versions: (Version | undefined)[] = []

/**
 * The symbol of a text of capitals, digits and ` $%*+-./:`, with a border of light modules, always with mask 0: any mask is as
 * readable, and choosing among eight would cost ten times the rest. Undefined for other characters and for more than 154.
 */
export function alphanumericSymbol(text: string, border: number): QrSymbol | undefined {
  for (let at = 0; at < VERSIONS.length; at++) {
    const version = versions[at * 8 + border] ??= draw(at, border)
    if (text.length <= version.charactersMax) return encode(text, version)
  }
  return undefined
}

function encode(text: string, version: Version): QrSymbol | undefined {
  const data = codewordsOf(text, version.dataPerBlock * version.blocks)
  if (!data) return undefined
  const { dataPerBlock, correction, blocks, side, drawing, places, division } = version
  const rows = drawing.slice()
  const flip = (index: number, codeword: number): void => {
    const first = index * 8
    for (let bit = 0; bit < 8; bit++) {
      const place = places[first + bit]!
      rows[place >> 3]! ^= ((codeword >> (7 - bit)) & 1) << (place & 7)
    }
  }
  const remainder = new Uint8Array(correction)
  for (let block = 0; block < blocks; block++) {
    remainder.fill(0)
    for (let at = 0; at < dataPerBlock; at++) {
      const codeword = data[block * dataPerBlock + at]!
      flip(at * blocks + block, codeword)
      const line = (codeword ^ remainder[0]!) * correction
      for (let i = 1; i < correction; i++) remainder[i - 1] = remainder[i]! ^ division[line + i - 1]!
      remainder[correction - 1] = division[line + correction - 1]!
    }
    for (let at = 0; at < correction; at++) flip((dataPerBlock + at) * blocks + block, remainder[at]!)
  }
  return { side, rows }
}

/** Mode, length, characters in pairs, terminator, padding (ISO/IEC 18004 7.4.4). */
function codewordsOf(text: string, length: number): Uint8Array | undefined {
  const codewords = new Uint8Array(length)
  let at = 0
  let held = (MODE_ALPHANUMERIC << COUNT_BITS) | text.length
  let count = 4 + COUNT_BITS
  for (let i = 0; i < text.length; i += 2) {
    const first = VALUES[text.charCodeAt(i)] ?? -1
    const isPair = i + 1 < text.length
    const second = isPair ? VALUES[text.charCodeAt(i + 1)] ?? -1 : 0
    if (first < 0 || second < 0) return undefined
    held = isPair ? (held << 11) | (first * 45 + second) : (held << 6) | first
    count += isPair ? 11 : 6
    while (count >= 8) {
      count -= 8
      codewords[at++] = held >> count
      held &= (1 << count) - 1
    }
  }
  // the terminator: four zeros, or as many as there is room for, and on to the end of the codeword
  if (count > 4 && at + 1 < length) {
    codewords[at++] = held << (8 - count)
    codewords[at++] = 0
  } else if (at < length) codewords[at++] = held << (8 - count)
  for (let pad = 0; at < length; pad++) codewords[at++] = PADDING[pad % 2]!
  return codewords
}

function draw(at: number, border: number): Version {
  const { total, correction, blocks } = VERSIONS[at]!
  const inner = 21 + 4 * at
  const side = inner + 2 * border
  const stride = Math.ceil(side / 8)
  const drawing = new Uint8Array(stride * side)
  const set = (x: number, y: number): void => {
    const place = (y + border) * stride * 8 + x + border
    drawing[place >> 3]! |= 1 << (place & 7)
  }
  const fixed = functionModules(inner)
  for (const [index, isDark] of fixed.entries()) if (isDark) set(index % inner, Math.floor(index / inner))
  const places: number[] = []
  for (const [x, y] of codewordModules(inner, fixed)) {
    if ((x + y) % 2 === 0) set(x, y)
    places.push((y + border) * stride * 8 + x + border)
  }
  const dataPerBlock = total / blocks - correction
  // mode and length take 13 bits, a pair of characters 11, a last single one 6
  const room = dataPerBlock * blocks * 8 - 4 - COUNT_BITS
  const charactersMax = Math.floor(room / 11) * 2 + (room % 11 >= 6 ? 1 : 0)
  return { charactersMax, dataPerBlock, correction, blocks, side, drawing, places: Uint16Array.from(places), division: divisionBy(correction) }
}

/** Row by row: whether a module that carries no codeword is dark; undefined for one that does. */
function functionModules(side: number): (boolean | undefined)[] {
  const modules: (boolean | undefined)[] = Array.from({ length: side * side })
  const set = (x: number, y: number, isDark: boolean): void => {
    if (x >= 0 && y >= 0 && x < side && y < side) modules[y * side + x] = isDark
  }
  const rings = ([centreX, centreY]: readonly [number, number], radius: number, isDark: (ring: number) => boolean): void => {
    for (let y = -radius; y <= radius; y++) for (let x = -radius; x <= radius; x++) set(centreX + x, centreY + y, isDark(Math.max(Math.abs(x), Math.abs(y))))
  }
  for (let along = 0; along < side; along++) {
    set(6, along, along % 2 === 0)
    set(along, 6, along % 2 === 0)
  }
  // finders with their separators
  for (const centre of [[3, 3], [side - 4, 3], [3, side - 4]] as const) rings(centre, 4, ring => ring !== 2 && ring !== 4)
  // versions 2 to 6 have one alignment pattern
  if (side > 21) rings([side - 7, side - 7], 2, ring => ring !== 1)
  for (let bit = 0; bit < 15; bit++) {
    const isDark = ((FORMAT_M_MASK_0 >> bit) & 1) === 1
    // bit 0 is the last: down the column of the upper left finder and its copy, leaving out the timing row (ISO/IEC 18004 7.9)
    set(8, bit < 6 ? bit : bit < 8 ? bit + 1 : side - 15 + bit, isDark)
    set(bit < 8 ? side - 1 - bit : bit < 9 ? 15 - bit : 14 - bit, 8, isDark)
  }
  set(8, side - 8, true)
  return modules
}

/** Where codewords go, bit after bit: up and down in columns of two from the right, past the timing column (ISO/IEC 18004 7.7.3). */
function codewordModules(side: number, fixed: readonly (boolean | undefined)[]): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  let isUpward = true
  for (let right = side - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < side; step++) {
      const y = isUpward ? side - 1 - step : step
      for (const x of [right, right - 1]) if (fixed[y * side + x] === undefined) found.push([x, y])
    }
    isUpward = !isUpward
  }
  return found
}

/** Division by the generator polynomial of this degree over GF(256) with 0x11D (ISO/IEC 18004 7.5.2), a row per leading codeword. */
function divisionBy(degree: number): Uint8Array {
  let generator = [1]
  for (let power = 0, root = 1; power < degree; power++, root = times(root, 2)) {
    generator = [...generator, 0].map((factor, at) => factor ^ times(generator[at - 1] ?? 0, root))
  }
  return Uint8Array.from({ length: 256 * degree }, (_, at) => times(generator[(at % degree) + 1]!, Math.floor(at / degree)))
}

function times(one: number, other: number): number {
  let product = 0
  for (let a = one, b = other; b > 0; b >>= 1, a = a & 0x80 ? (a << 1) ^ 0x11d : a << 1) if (b & 1) product ^= a
  return product
}
