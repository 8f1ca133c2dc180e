// Runs in a worker thread: image bytes in, QR texts out. The reader's wasm comes from the installed package, never a CDN.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

export interface DecodeRequest {
  readonly id: number
  readonly bytes: Uint8Array
}

export interface DecodeReply {
  readonly id: number
  /** Texts of the QR codes found, none when the picture has none or cannot be read. */
  readonly texts: readonly string[]
  /** The reader's heap after the picture; it grows and never shrinks. */
  readonly heapBytes: number
}

/** A photo may show another code beside the payment QR (a LINE id, a slip's): read a few, no more. */
const SYMBOLS_MAX = 4

const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
const reader = prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
  fireImmediately: true,
})

async function read({ id, bytes }: DecodeRequest): Promise<DecodeReply> {
  const module = await reader
  const results = await readBarcodes(bytes, { formats: ['QRCode'], maxNumberOfSymbols: SYMBOLS_MAX, textMode: 'Plain' })
  const texts = results.filter(result => result.isValid).map(result => result.text)
  return { id, texts, heapBytes: heapBytesOf(module) }
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
