// Runs in a worker thread: image bytes in, QR texts out. The reader's wasm comes from the installed package, never a CDN.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import webpDecoder, { type WebPModule } from '@jsquash/webp/codec/dec/webp_dec.js'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { ImageHeader } from './image-header.ts'
import { measuredPng } from './png-intake.ts'

export interface DecodeRequest {
  readonly id: number
  readonly header: ImageHeader
  readonly bytes: Uint8Array
}

export interface DecodeReply {
  readonly id: number
  /** Texts of the QR codes found, none when the picture has none or cannot be read. */
  readonly texts: readonly string[]
  /** It holds more than its header claims, and was not read. */
  readonly isBomb: boolean
  /** The decoders' heaps after the picture; they grow and never shrink. */
  readonly heapBytes: number
}

/** Sent once, before any reply: the reader is loaded, so that a picture's limits count the picture alone. */
export const READY = 'ready'

/** A photo may show another code beside the payment QR (a LINE id, a slip's): read a few, no more. */
const SYMBOLS_MAX = 4

/** Light of a colour in 1,024ths (ITU-R BT.601). */
const [RED, GREEN, BLUE] = [306, 601, 117]
const WHITE = 255

/** What the WebP decoder hands its pixels over in: browsers have it, threads do not. */
class Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data
    this.width = width
    this.height = height
  }
}
Object.assign(globalThis, { ImageData: Pixels })

function installed(file: string): ArrayBuffer {
  const wasm = readFileSync(fileURLToPath(import.meta.resolve(file)))
  return wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
}

const reader = prepareZXingModule({
  overrides: { wasmBinary: installed('zxing-wasm/reader/zxing_reader.wasm') },
  fireImmediately: true,
})
/** Loaded with the first WebP: most pictures are none. */
let webp: Promise<WebPModule> | undefined

async function read({ id, header, bytes }: DecodeRequest): Promise<DecodeReply> {
  const module = await reader
  const picture = await readable(header, bytes)
  const results = picture instanceof Uint8Array ? await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: SYMBOLS_MAX, textMode: 'Plain' }) : []
  const texts = results.filter(result => result.isValid).map(result => result.text)
  return { id, texts, isBomb: picture === 'BOMB', heapBytes: heapBytesOf(module) + (webp ? heapBytesOf(await webp) : 0) }
}

/** What the reader takes and can hold: it judges nothing by itself. Undefined when it would not know what to do with it. */
async function readable(header: ImageHeader, bytes: Uint8Array): Promise<Uint8Array | 'BOMB' | undefined> {
  if (header.kind === 'webp') return greyOf(bytes)
  return header.kind === 'png' ? measuredPng(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), header) : bytes
}

/**
 * A WebP as the simplest file the reader takes: a grey map (PGM), one byte a pixel, what is transparent on white paper.
 * Undefined when it cannot be decoded.
 */
async function greyOf(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const decoder = await (webp ??= webpDecoder({ noInitialRun: true, wasmBinary: installed('@jsquash/webp/codec/dec/webp_dec.wasm') }))
  const picture = decoder.decode(Buffer.from(bytes))
  if (!picture) return undefined
  const { data, width, height } = picture
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1')
  const grey = new Uint8Array(head.length + width * height)
  grey.set(head)
  for (let at = 0, to = head.length; at < data.length; at += 4, to++) {
    const light = (data[at]! * RED + data[at + 1]! * GREEN + data[at + 2]! * BLUE) >> 10
    const opacity = data[at + 3]!
    grey[to] = opacity === WHITE ? light : WHITE + Math.trunc((light - WHITE) * opacity / WHITE)
  }
  return grey
}

/** Emscripten replaces the view whenever the heap grows, so it is asked for each time; 0 when there is none. */
function heapBytesOf(module: object): number {
  return 'HEAPU8' in module && module.HEAPU8 instanceof Uint8Array ? module.HEAPU8.buffer.byteLength : 0
}

async function answer(request: DecodeRequest): Promise<void> {
  const reply = await read(request)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort!.postMessage(reply)
}

parentPort!.on('message', (request: DecodeRequest) => {
  // a reader that throws is in an unknown state: let the thread die, the pool answers for it and starts another
  void answer(request)
})

await reader
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort!.postMessage(READY)
