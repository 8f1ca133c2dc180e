// What an image claims to be, read from its header alone: nothing is inflated before the claim has been judged.

export type ImageKind = 'png' | 'jpeg' | 'webp'

export interface ImageHeader {
  readonly kind: ImageKind
  readonly width: number
  readonly height: number
  /** What a decoder has to hold for the picture: its samples, and a progressive JPEG's coefficients. */
  readonly decodedBytes: number
}

/** The header, `UNKNOWN` for another kind of file, `BROKEN` for a header that does not hold together. Never throws. */
export function readImageHeader(bytes: Buffer): ImageHeader | 'UNKNOWN' | 'BROKEN' {
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0x89504e47 && bytes.readUInt32BE(4) === 0x0d0a1a0a) return pngHeader(bytes)
  if (bytes.length >= 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpegHeader(bytes)
  if (bytes.length >= 12 && ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return webpHeader(bytes)
  return 'UNKNOWN'
}

/** Samples a pixel by PNG colour type (ISO/IEC 15948 11.2.2); a palette is expanded to up to four. */
const PNG_CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 4, 4: 2, 6: 4 }

function pngHeader(bytes: Buffer): ImageHeader | 'BROKEN' {
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || ascii(bytes, 12, 16) !== 'IHDR') return 'BROKEN'
  const depth = bytes[24]!
  const channels = PNG_CHANNELS[bytes[25]!]
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) return 'BROKEN'
  return header('png', [bytes.readUInt32BE(16), bytes.readUInt32BE(20)], channels * (depth === 16 ? 2 : 1))
}

/**
 * Walks the segments to the frame header (ITU-T T.81 B.1.1.3). Padding between segments other than FF is refused: a
 * decoder that skips it could find another frame than we judged.
 */
function jpegHeader(bytes: Buffer): ImageHeader | 'BROKEN' {
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return 'BROKEN'
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    // SOF0, SOF1 and SOF2: the frames decoders know; a scan or the end before any frame is no picture
    if (marker >= 0xc0 && marker <= 0xc2) return jpegFrame(bytes, at, marker === 0xc2)
    const carriesLength = marker === 0xc4 || marker === 0xdb || marker === 0xdd || marker === 0xfe || (marker >= 0xe0 && marker <= 0xef)
    const length = bytes.readUInt16BE(at + 2)
    if (!carriesLength || length < 2) return 'BROKEN'
    at += 2 + length
  }
  return 'BROKEN'
}

function jpegFrame(bytes: Buffer, at: number, progressive: boolean): ImageHeader | 'BROKEN' {
  if (at + 10 > bytes.length) return 'BROKEN'
  const components = bytes[at + 9]!
  if (![1, 3, 4].includes(components)) return 'BROKEN'
  // component planes and the picture itself; progressive adds two bytes of coefficient a sample
  const bytesPerPixel = components * (progressive ? 4 : 2)
  return header('jpeg', [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)], bytesPerPixel)
}

/** The three forms of WebP (RFC 9649 2.4 to 2.7): lossy, lossless, extended. */
function webpHeader(bytes: Buffer): ImageHeader | 'BROKEN' {
  const form = ascii(bytes, 12, 16)
  if (form === 'VP8X' && bytes.length >= 30) {
    return header('webp', [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1], 4)
  }
  if (form === 'VP8 ' && bytes.length >= 30 && bytes.readUIntBE(23, 3) === 0x9d012a) {
    return header('webp', [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff], 4)
  }
  if (form === 'VP8L' && bytes.length >= 25 && bytes[20] === 0x2f) {
    const packed = bytes.readUInt32LE(21)
    return header('webp', [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1], 4)
  }
  return 'BROKEN'
}

function header(kind: ImageKind, [width, height]: readonly [number, number], bytesPerPixel: number): ImageHeader | 'BROKEN' {
  if (width === 0 || height === 0) return 'BROKEN'
  return { kind, width, height, decodedBytes: width * height * bytesPerPixel }
}

function ascii(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, end)
}
