// QR codes in uploaded pictures, read in worker threads so that no picture holds up the event loop.

import { Worker } from 'node:worker_threads'
import { admitImage, type ImageCode, type ImageLimits } from './image-intake.ts'
import type { ImageHeader } from './image-header.ts'
import type { DecodeReply, DecodeRequest, READY } from './qr-decode.worker.ts'

export interface QrDecoderOptions extends Partial<ImageLimits> {
  /** Threads kept, 1 or 2; each holds about 25 MB once used. */
  readonly workers?: 1 | 2
  /** Processor time a picture may cost, counted on its thread alone, so that a busy machine refuses nobody. */
  readonly cpuLimitMs?: number
  /** The same for pictures of at most SMALL_BYTES. */
  readonly smallCpuLimitMs?: number
  /** Whatever the machine does: nobody waits longer for a picture that a thread has taken. */
  readonly timeLimitMs?: number
  /** Pictures that may wait for a thread. */
  readonly waitingMax?: number
}

export type QrDecodeCode = ImageCode | 'IMAGE_WITHOUT_QR' | 'IMAGE_TIMED_OUT' | 'IMAGE_READER_FAILED' | 'IMAGE_READER_BUSY'

/** `texts` are the QR codes in the picture, at least one, at most four. */
export type QrDecoded =
  | { readonly ok: true; readonly texts: readonly [string, ...string[]] }
  | { readonly ok: false; readonly code: QrDecodeCode; readonly message: string }

export interface QrDecoder {
  /**
   * The QR texts in a PNG, JPEG or WebP, given as bytes, data URL or base64. `limits` may be narrower than the decoder's. Never rejects.
   * Refuses every QrDecodeCode: IMAGE_READER_BUSY when too many wait or the decoder is closed, IMAGE_TIMED_OUT beyond its
   * processor time or `timeLimitMs` (the thread is killed), IMAGE_READER_FAILED when the picture broke the reader (the thread
   * is replaced).
   */
  readonly decode: (image: string | Uint8Array, limits?: Partial<ImageLimits>) => Promise<QrDecoded>
  /** Ends the threads; pictures being read or waiting are refused as IMAGE_READER_BUSY. */
  readonly close: () => Promise<void>
}

/** A 12-megapixel photo takes 0.1 to 0.3 s; a drawing of finder patterns can take the reader minutes. */
const DEFAULTS = {
  workers: 1, cpuLimitMs: 1_000, smallCpuLimitMs: 300, timeLimitMs: 5_000, waitingMax: 32, bytesMax: 4 * 1024 * 1024, pixelsMax: 20_000_000,
}
/** A file of this size holds a few megapixels at most, read in 10 to 80 ms: what needs longer was made to. */
export const SMALL_BYTES = 256 * 1024
/** How often a thread's processor time is looked at: what a picture may cost beyond its limit. */
const LOOK_MS = 25
/** A thread that does not start within this is replaced. */
const START_MS_MAX = 10_000
/** The reader's heap never shrinks: after a picture that needed more, the thread is replaced. */
const HEAP_BYTES_KEPT = 64 * 1024 * 1024
/** JavaScript heap of a thread; the reader's own heap is bounded by what admitImage and measuredPng let through. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 }

interface Job {
  readonly header: ImageHeader
  readonly bytes: Buffer
  readonly answer: (decoded: QrDecoded) => void
}

interface Thread {
  readonly worker: Worker
  isReady: boolean
  job?: Job
  timer?: NodeJS.Timeout
}

interface Pool {
  readonly options: typeof DEFAULTS
  readonly threads: Set<Thread>
  readonly waiting: Job[]
  closed: boolean
  nextId: number
}

/** A decoder with its own threads, started on first use and kept. Idle threads do not keep the process alive. */
export function createQrDecoder(options: QrDecoderOptions = {}): QrDecoder {
  const pool: Pool = { options: { ...DEFAULTS, ...options }, threads: new Set(), waiting: [], closed: false, nextId: 1 }
  return { decode: (image, limits = {}) => decode(pool, image, limits), close: () => close(pool) }
}

async function decode(pool: Pool, image: string | Uint8Array, limits: Partial<ImageLimits>): Promise<QrDecoded> {
  const admitted = admitImage(image, { ...pool.options, ...limits })
  if (!admitted.ok) return admitted
  if (pool.closed || pool.waiting.length >= pool.options.waitingMax) {
    return refusal('IMAGE_READER_BUSY', 'too many pictures are waiting to be read')
  }
  return await new Promise(answer => {
    pool.waiting.push({ header: admitted.header, bytes: admitted.bytes, answer })
    assign(pool)
  })
}

/** Gives waiting pictures to idle threads, starting threads up to the number allowed. */
function assign(pool: Pool): void {
  while (pool.waiting.length > 0) {
    const idle = [...pool.threads].find(thread => !thread.job)
    if (!idle && pool.threads.size >= pool.options.workers) return
    const thread = idle ?? startThread(pool)
    thread.job = pool.waiting.shift()!
    thread.worker.ref()
    if (thread.isReady) begin(pool, thread, thread.job)
  }
}

/** Hands a picture to a thread that is ready, and watches what it costs. */
function begin(pool: Pool, thread: Thread, job: Job): void {
  const { options } = pool
  const cpuLimitMs = job.bytes.length <= SMALL_BYTES ? options.smallCpuLimitMs : options.cpuLimitMs
  const startedMs = performance.now()
  const before = thread.worker.cpuUsage()
  before.catch(() => undefined)
  clearTimeout(thread.timer)
  const look = async (): Promise<void> => {
    const cpuMs = await spentMs(thread, before)
    if (thread.job !== job) return
    if (cpuMs > cpuLimitMs) retire(pool, thread, refusal('IMAGE_TIMED_OUT', `took more than ${cpuLimitMs} ms of processor time`))
    else if (performance.now() - startedMs > options.timeLimitMs) retire(pool, thread, refusal('IMAGE_TIMED_OUT', `not read within ${options.timeLimitMs} ms`))
  }
  thread.timer = setInterval(() => void look(), LOOK_MS)
  const request: DecodeRequest = { id: pool.nextId++, header: job.header, bytes: job.bytes }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  thread.worker.postMessage(request)
}

/** Processor time of the thread since `before`; 0 when it has ended, which its own events tell. */
async function spentMs({ worker }: Thread, before: Promise<NodeJS.CpuUsage>): Promise<number> {
  const usage = await before.then(start => worker.cpuUsage(start)).catch(() => undefined)
  return usage === undefined ? 0 : (usage.user + usage.system) / 1_000
}

function startThread(pool: Pool): Thread {
  const worker = new Worker(new URL('./qr-decode.worker.ts', import.meta.url), { execArgv: [], resourceLimits: RESOURCE_LIMITS })
  const thread: Thread = { worker, isReady: false }
  thread.timer = setTimeout(() => { retire(pool, thread, refusal('IMAGE_READER_FAILED', 'the reader did not start')) }, START_MS_MAX)
  thread.timer.unref()
  pool.threads.add(thread)
  worker.unref()
  worker.on('message', (message: DecodeReply | typeof READY) => {
    if (message !== 'ready') {
      finish(pool, thread, message)
      return
    }
    thread.isReady = true
    clearTimeout(thread.timer)
    if (thread.job) begin(pool, thread, thread.job)
  })
  // a thread that dies on a picture, by exception, by its resource limits or by itself, answers for that picture only
  worker.on('error', error => { retire(pool, thread, refusal('IMAGE_READER_FAILED', error instanceof Error ? error.message : 'the reader failed')) })
  worker.on('exit', () => { retire(pool, thread, refusal('IMAGE_READER_FAILED', 'the reader ended')) })
  return thread
}

function finish(pool: Pool, thread: Thread, reply: DecodeReply): void {
  const decoded = decodedOf(reply)
  if (reply.heapBytes > HEAP_BYTES_KEPT) {
    retire(pool, thread, decoded)
    return
  }
  settle(thread, decoded)
  thread.worker.unref()
  assign(pool)
}

function decodedOf({ texts: [first, ...others], isBomb }: DecodeReply): QrDecoded {
  if (isBomb) return refusal('IMAGE_BOMB', 'the pixels inflate to more than the header claims')
  return first === undefined ? refusal('IMAGE_WITHOUT_QR', 'no QR code was found in the picture') : { ok: true, texts: [first, ...others] }
}

/** Answers the thread's picture, ends the thread and lets another take its place. Safe to run twice. */
function retire(pool: Pool, thread: Thread, decoded: QrDecoded): void {
  settle(thread, decoded)
  if (!pool.threads.delete(thread)) return
  void thread.worker.terminate()
  assign(pool)
}

function settle(thread: Thread, decoded: QrDecoded): void {
  clearTimeout(thread.timer)
  const { job } = thread
  delete thread.job
  job?.answer(decoded)
}

async function close(pool: Pool): Promise<void> {
  pool.closed = true
  const closed = refusal('IMAGE_READER_BUSY', 'the decoder is closed')
  for (const job of pool.waiting.splice(0)) job.answer(closed)
  const threads = [...pool.threads]
  pool.threads.clear()
  for (const thread of threads) settle(thread, closed)
  await Promise.all(threads.map(({ worker }) => worker.terminate()))
}

function refusal(code: QrDecodeCode, message: string): { ok: false; code: QrDecodeCode; message: string } {
  return { ok: false, code, message }
}
