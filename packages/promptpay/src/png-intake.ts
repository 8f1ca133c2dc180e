// What a PNG holds, measured before the reader has it: the header alone has been judged, and the reader inflates whatever follows.

import { createInflateRaw } from 'node:zlib'
import type { ImageHeader } from './image-header.ts'

const SIGNATURE_BYTES = 8
/** Length, name and checksum around a chunk's content (ISO/IEC 15948 5.3). */
const [BEFORE_BYTES, AFTER_BYTES] = [8, 4]
/** The chunks a picture is drawn from. Others may inflate too, or (Apple's CgBI) say that the pixels begin elsewhere. */
const NEEDED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
/** The pixels are deflated behind a header of zlib's. The reader forgives a wrong checksum behind them, so none is asked for. */
const ZLIB_HEADER_BYTES = 2
/** A filter byte a row, and up to two rows for one where seven passes interlace them. */
const BYTES_PER_ROW = 4
/** Some encoders leave a little behind the last row. */
const SURPLUS_BYTES = 64 * 1024
const INFLATED_AT_ONCE = 256 * 1024

/**
 * The picture with nothing but the chunks it is drawn from; `BOMB` when its pixels inflate to more than the header claims, undefined
 * when they do not inflate. Holds no more than INFLATED_AT_ONCE of them at a time. Never throws.
 */
export async function measuredPng(bytes: Buffer, header: ImageHeader): Promise<Buffer | 'BOMB' | undefined> {
  const { drawn, packed } = partsOf(bytes)
  const inflated = createInflateRaw({ chunkSize: INFLATED_AT_ONCE })
  inflated.end(packed.subarray(ZLIB_HEADER_BYTES))
  let left = header.decodedBytes + header.height * BYTES_PER_ROW + SURPLUS_BYTES
  try {
    for await (const some of inflated) {
      left -= some.length
      if (left < 0) return 'BOMB'
    }
  } catch {
    // cut off, or no deflate at all
    return undefined
  }
  return drawn
}

/** The file without the chunks nobody needs, and what stands in its pixels' chunks, up to where chunks cease to hold together. */
function partsOf(bytes: Buffer): { readonly drawn: Buffer; readonly packed: Buffer } {
  // one copy each, since a hostile file is a hundred thousand chunks of nothing
  const [drawn, packed] = [Buffer.alloc(bytes.length), Buffer.alloc(bytes.length)]
  let [drawnBytes, packedBytes] = [bytes.copy(drawn, 0, 0, SIGNATURE_BYTES), 0]
  for (let at = SIGNATURE_BYTES, end: number; at + BEFORE_BYTES <= bytes.length; at = end) {
    end = Math.min(at + BEFORE_BYTES + bytes.readUInt32BE(at) + AFTER_BYTES, bytes.length)
    const name = bytes.toString('latin1', at + 4, at + BEFORE_BYTES)
    if (NEEDED.has(name)) drawnBytes += bytes.copy(drawn, drawnBytes, at, end)
    if (name === 'IDAT') packedBytes += bytes.copy(packed, packedBytes, at + BEFORE_BYTES, end - AFTER_BYTES)
  }
  return { drawn: drawn.subarray(0, drawnBytes), packed: packed.subarray(0, packedBytes) }
}
