// What an upload must be before any decoder sees it: base64 of a PNG, JPEG or WebP that is no larger than it needs to be.

import { readImageHeader, type ImageHeader } from './image-header.ts'

export interface ImageLimits {
  readonly bytesMax: number
  readonly pixelsMax: number
}

export type ImageCode =
  | 'IMAGE_NOT_BASE64' | 'IMAGE_TOO_LARGE' | 'IMAGE_KIND_UNKNOWN' | 'IMAGE_BROKEN'
  | 'IMAGE_TOO_MANY_PIXELS' | 'IMAGE_BOMB'

export interface ImageRefusal {
  readonly ok: false
  readonly code: ImageCode
  readonly message: string
}

export type ImageAdmitted = { readonly ok: true; readonly bytes: Buffer; readonly header: ImageHeader } | ImageRefusal

/** No picture we read needs more memory than this to decode: a 20-megapixel photo, RGB. */
const DECODED_BYTES_MAX = 128 * 1024 * 1024
/**
 * Up to here any compression is believed: a clean QR of 2,000 pixels a side with alpha. Beyond it a picture must be made
 * of something: deflate shrinks at most 1,032 to 1, photos 10 to 60, drawings rarely over 200.
 */
const BELIEVED_DECODED_BYTES = 16 * 1024 * 1024
const COMPRESSION_RATIO_MAX = 200
/** The same for pixels: searching them costs time whatever they weigh, and a tiny file can hold millions of decoys. */
const BELIEVED_PIXELS = 4_000_000
const PIXELS_PER_BYTE_MAX = 100
const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * Judges an upload (bytes, a data URL or bare base64, line breaks allowed) by its size and header; inflates nothing, so
 * a PNG is measured before it is read (`measuredPng`).
 * Refuses every ImageCode.
 */
export function admitImage(image: string | Uint8Array, limits: ImageLimits): ImageAdmitted {
  const bytes = typeof image === 'string' ? fromBase64(image, limits.bytesMax) : Buffer.from(image.buffer, image.byteOffset, image.byteLength)
  if (bytes === 'TOO_LARGE' || (bytes !== undefined && bytes.length > limits.bytesMax)) {
    return refusal('IMAGE_TOO_LARGE', `an image may have ${limits.bytesMax} bytes`)
  }
  if (bytes === undefined) return refusal('IMAGE_NOT_BASE64', 'neither a base64 data URL nor base64')
  const header = readImageHeader(bytes)
  if (header === 'UNKNOWN') return refusal('IMAGE_KIND_UNKNOWN', 'not a PNG, JPEG or WebP file')
  if (header === 'BROKEN') return refusal('IMAGE_BROKEN', 'the header of the image does not hold together')
  const { width, height, decodedBytes } = header
  if (width * height > limits.pixelsMax || decodedBytes > DECODED_BYTES_MAX) {
    return refusal('IMAGE_TOO_MANY_PIXELS', `${width} × ${height} pixels, ${limits.pixelsMax} are allowed`)
  }
  const heavy = decodedBytes > BELIEVED_DECODED_BYTES && decodedBytes > bytes.length * COMPRESSION_RATIO_MAX
  const wide = width * height > BELIEVED_PIXELS && width * height > bytes.length * PIXELS_PER_BYTE_MAX
  if (heavy || wide) {
    return refusal('IMAGE_BOMB', `${bytes.length} bytes claim to hold ${width} × ${height} pixels`)
  }
  return { ok: true, bytes, header }
}

function fromBase64(text: string, bytesMax: number): Buffer | 'TOO_LARGE' | undefined {
  // four characters hold three bytes; line breaks every 60 characters and a data URL's head come on top
  if (text.length > bytesMax * 1.4 + 1_000) return 'TOO_LARGE'
  const bare = text.replace(DATA_URL, '').replace(/\s+/g, '')
  if (!BASE64.test(bare) || bare.replace(/=+$/, '').length % 4 === 1) return undefined
  return Buffer.from(bare, 'base64')
}

function refusal(code: ImageCode, message: string): ImageRefusal {
  return { ok: false, code, message }
}
