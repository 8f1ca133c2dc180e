import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readImageHeader } from './image-header.ts'
import { admitImage } from './image-intake.ts'
import { createQrDecoder, type QrDecodeCode } from './qr-decode.ts'
import { qrPng, qrPngDataUrl } from './qr-image.ts'
import { PNG } from 'pngjs'

const PAYLOAD = '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE'
const LIMITS = { bytesMax: 4 * 1024 * 1024, pixelsMax: 20_000_000 }
// a machine under load shares its caches: what a picture costs here is told by the bench, not judged
const decoder = createQrDecoder({ cpuLimitMs: 60_000, smallCpuLimitMs: 60_000, timeLimitMs: 60_000 })

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url))
}

function pngChunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const bytes = Buffer.alloc(typed.length + 8)
  bytes.writeUInt32BE(content.length, 0)
  typed.copy(bytes, 4)
  bytes.writeUInt32BE(crc32(typed), typed.length + 4)
  return bytes
}

/** A PNG whose header claims this much, with `raw` as its inflated content. */
function claimingPng(width: number, height: number, form: { depth: number; colour: number; raw: Buffer }): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = form.depth
  header[9] = form.colour
  const idat = deflateSync(form.raw, { level: 9 })
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', header), pngChunk('IDAT', idat), pngChunk('IEND', Buffer.alloc(0))])
}

/** Our own picture of the payload, the raw content its chunks inflate to, and its chunks by name. */
const clean = qrPng(PAYLOAD)
const [cleanWidth, cleanHeight] = [clean.readUInt32BE(16), clean.readUInt32BE(20)]
const cleanRaw = inflateSync(clean.subarray(clean.indexOf('IDAT') + 4, clean.length - 16))

/** The clean picture with chunks in front of its pixels, and with other pixels where they are given. */
function cleanPngWith(chunks: readonly Buffer[], idat: Buffer = deflateSync(cleanRaw)): Buffer {
  return Buffer.concat([clean.subarray(0, 33), ...chunks, pngChunk('IDAT', idat), pngChunk('IEND', Buffer.alloc(0))])
}

/** Deterministic noise: slow to search for a QR, and nothing compresses it. */
function noisePng(side: number): Buffer {
  const data = Buffer.alloc(side * side * 4, 255)
  let state = 1
  for (let at = 0; at < data.length; at += 4) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    data.fill(state & 0x10000 ? 255 : 0, at, at + 3)
  }
  return PNG.sync.write({ width: side, height: side, data })
}

/** 2.7 kB of finder patterns, one pixel a module: the reader tries to make symbols of every three of them. */
function finderDecoy(): Buffer {
  const side = 2_000
  // seven modules and a light one are a byte; dark is 0
  const tile = [0x01, 0x7d, 0x45, 0x45, 0x45, 0x7d, 0x01, 0xff]
  const raw = Buffer.concat(Array.from({ length: side }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(side >> 3, tile[y % 8])])))
  return claimingPng(side, side, { depth: 1, colour: 0, raw })
}

afterAll(() => decoder.close())

describe('createQrDecoder', () => {
  it('reads our own PNG as bytes, as data URL, as bare base64 and as base64 in lines', async () => {
    const png = qrPng(PAYLOAD)
    const base64 = png.toString('base64')
    for (const image of [png, qrPngDataUrl(PAYLOAD), base64, base64.replace(/.{60}/g, '$&\r\n')]) {
      expect(await decoder.decode(image)).toEqual({ ok: true, texts: [PAYLOAD] })
    }
  })

  it('reads a rotated QR in a noisy photo, baseline and progressive JPEG', async () => {
    expect(await decoder.decode(fixture('photo.jpg'))).toEqual({ ok: true, texts: [PAYLOAD] })
    expect(await decoder.decode(fixture('photo-progressive.jpg'))).toEqual({ ok: true, texts: [PAYLOAD] })
  })

  it('reads lossy, lossless and extended WebP', async () => {
    for (const name of ['lossy.webp', 'lossless.webp', 'extended.webp']) {
      expect(await decoder.decode(fixture(name)), name).toEqual({ ok: true, texts: [PAYLOAD] })
    }
  })

  it('gives every one of many pictures its own answer', async () => {
    const payloads = Array.from({ length: 20 }, (_, at) => `${PAYLOAD}${at}`)
    const decoded = await Promise.all(payloads.map(payload => decoder.decode(qrPng(payload))))
    expect(decoded).toEqual(payloads.map(payload => ({ ok: true, texts: [payload] })))
  })

  const white = Buffer.alloc(101 * 13, 0xff)
  for (let row = 0; row < 100; row++) white[row * 13] = 0
  const refusals: [string, string | Uint8Array, QrDecodeCode][] = [
    ['a picture without QR', claimingPng(96, 100, { depth: 1, colour: 0, raw: white }), 'IMAGE_WITHOUT_QR'],
    ['a PNG cut off after its header', qrPng(PAYLOAD).subarray(0, 60), 'IMAGE_WITHOUT_QR'],
    ['a PNG of garbage', Buffer.concat([qrPng(PAYLOAD).subarray(0, 40), Buffer.alloc(500, 7)]), 'IMAGE_WITHOUT_QR'],
    ['a WebP of garbage', Buffer.concat([fixture('lossy.webp').subarray(0, 60), Buffer.alloc(500, 7)]), 'IMAGE_WITHOUT_QR'],
    ['text that is not base64', 'not an image!', 'IMAGE_NOT_BASE64'],
    ['an empty text', '', 'IMAGE_NOT_BASE64'],
    ['a link', 'https://example.com/qr.png', 'IMAGE_NOT_BASE64'],
    ['an SVG', `data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')}`, 'IMAGE_KIND_UNKNOWN'],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1'), 'IMAGE_KIND_UNKNOWN'],
    ['5 MB of base64', 'A'.repeat(7 * 1024 * 1024), 'IMAGE_TOO_LARGE'],
    ['5 MB of bytes', new Uint8Array(5 * 1024 * 1024), 'IMAGE_TOO_LARGE'],
  ]
  for (const [what, image, code] of refusals) {
    it(`refuses ${what}`, async () => {
      expect(await decoder.decode(image)).toMatchObject({ ok: false, code })
    })
  }

  it('reads a PNG with a palette, and one with some surplus behind its pixels', async () => {
    const palette = claimingPng(cleanWidth, cleanHeight, { depth: 1, colour: 3, raw: cleanRaw })
    const colours = pngChunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255]))
    expect(await decoder.decode(Buffer.concat([palette.subarray(0, 33), colours, palette.subarray(33)]))).toEqual({ ok: true, texts: [PAYLOAD] })
    expect(await decoder.decode(cleanPngWith([], deflateSync(Buffer.concat([cleanRaw, Buffer.alloc(100)]))))).toEqual({ ok: true, texts: [PAYLOAD] })
  })

  describe('inflates no more than a header has claimed:', () => {
    const surplus = Buffer.concat([cleanRaw, Buffer.alloc(4 * 1024 * 1024)])
    const packed = deflateSync(surplus)
    it('refuses a QR of 328 pixels a side with 4 MB behind its pixels', async () => {
      expect(await decoder.decode(cleanPngWith([], packed))).toMatchObject({ ok: false, code: 'IMAGE_BOMB' })
    })

    it('refuses it in several chunks as well', async () => {
      expect(await decoder.decode(cleanPngWith([pngChunk('IDAT', packed.subarray(0, 50))], packed.subarray(50)))).toMatchObject({ ok: false, code: 'IMAGE_BOMB' })
    })

    it('reads a QR whose profile and texts would inflate to 4 MB, without them', async () => {
      const chunks = [pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), packed])), pngChunk('zTXt', Buffer.concat([Buffer.from('t\0\0'), packed]))]
      expect(await decoder.decode(cleanPngWith(chunks))).toEqual({ ok: true, texts: [PAYLOAD] })
    })

    it('lets no chunk of a phone say that the pixels begin elsewhere than where they were measured', async () => {
      expect(await decoder.decode(cleanPngWith([pngChunk('CgBI', Buffer.alloc(4))]))).toEqual({ ok: true, texts: [PAYLOAD] })
    })
  })

  it('kills a drawing of 62,500 finder patterns at its limit of processor time and reads the pictures behind it', async () => {
    const pool = createQrDecoder({ cpuLimitMs: 60_000, timeLimitMs: 60_000 })
    const [decoy, ...others] = await Promise.all([finderDecoy(), qrPng(PAYLOAD), qrPng(PAYLOAD)].map(image => pool.decode(image)))
    expect(decoy).toMatchObject({ ok: false, code: 'IMAGE_TIMED_OUT', message: expect.stringContaining('processor time') })
    expect(others).toEqual([{ ok: true, texts: [PAYLOAD] }, { ok: true, texts: [PAYLOAD] }])
    await pool.close()
  })

  it('kills it by the clock as well, where no processor time is set', async () => {
    const pool = createQrDecoder({ smallCpuLimitMs: 60_000, timeLimitMs: 100 })
    expect(await pool.decode(finderDecoy())).toMatchObject({ ok: false, code: 'IMAGE_TIMED_OUT' })
    await pool.close()
  })

  it('refuses pictures beyond the queue, and every picture after close', async () => {
    const pool = createQrDecoder({ workers: 2, waitingMax: 2, smallCpuLimitMs: 60_000, timeLimitMs: 60_000 })
    const answers = Array.from({ length: 6 }, () => pool.decode(qrPng(PAYLOAD)))
    const decoded = await Promise.all(answers)
    expect(decoded.filter(answer => answer.ok)).toHaveLength(4)
    expect(decoded.filter(answer => !answer.ok && answer.code === 'IMAGE_READER_BUSY')).toHaveLength(2)
    const open = pool.decode(qrPng(PAYLOAD))
    await pool.close()
    expect(await open).toMatchObject({ ok: false, code: 'IMAGE_READER_BUSY' })
    expect(await pool.decode(qrPng(PAYLOAD))).toMatchObject({ ok: false, code: 'IMAGE_READER_BUSY' })
  })

  it('leaves the event loop free while a picture of two megapixels is read', async () => {
    await decoder.decode(qrPng(PAYLOAD))
    let isRead = false
    const reading = decoder.decode(noisePng(1400)).finally(() => { isRead = true })
    let turns = 0
    for (; !isRead; turns++) await nextTurn()
    // read on this thread, it would be done within the first
    expect(turns).toBeGreaterThan(3)
    await reading
  })
})

describe('admitImage', () => {
  const bombs: [string, Buffer][] = [
    ['400 megapixels in 31 kB', claimingPng(20_000, 20_000, { depth: 1, colour: 0, raw: Buffer.alloc(31 * 1024 * 1024) })],
    ['20 megapixels of 16-bit RGBA in 31 kB', claimingPng(4_400, 4_400, { depth: 16, colour: 6, raw: Buffer.alloc(31 * 1024 * 1024) })],
    ['8 megapixels of RGBA in 31 kB', claimingPng(2_800, 2_800, { depth: 8, colour: 6, raw: Buffer.alloc(31 * 1024 * 1024) })],
    ['20 megapixels of one bit in 7 kB', claimingPng(4_472, 4_472, { depth: 1, colour: 0, raw: Buffer.alloc(560 * 4_472) })],
    ['a side of 4 billion', claimingPng(0xffff_ffff, 0xffff_ffff, { depth: 8, colour: 0, raw: Buffer.alloc(1000) })],
  ]
  for (const [what, bomb] of bombs) {
    it(`refuses ${what} by its header`, () => {
      expect(bomb.length).toBeLessThan(33_000)
      const admitted = admitImage(bomb, LIMITS)
      expect(admitted.ok ? 'admitted' : admitted.code).toMatch(/^IMAGE_TOO_MANY_PIXELS$|^IMAGE_BOMB$/)
    })
  }

  it('admits a clean QR of 2,000 pixels a side with alpha that compressed very well', () => {
    const raw = Buffer.alloc((2_000 * 4 + 1) * 2_000)
    expect(admitImage(claimingPng(2_000, 2_000, { depth: 8, colour: 6, raw }), LIMITS)).toMatchObject({ ok: true })
  })
})

describe('readImageHeader', () => {
  it('measures JPEG and all three forms of WebP', () => {
    expect(readImageHeader(fixture('photo.jpg'))).toMatchObject({ kind: 'jpeg', width: 540, height: 720 })
    expect(readImageHeader(fixture('photo-progressive.jpg'))).toMatchObject({ kind: 'jpeg', width: 540, height: 720 })
    for (const name of ['lossy.webp', 'lossless.webp', 'extended.webp']) {
      expect(readImageHeader(fixture(name)), name).toMatchObject({ kind: 'webp', width: 328, height: 328 })
    }
  })

  it('never throws, for any bytes behind any beginning and any truncation', () => {
    const beginnings = ['photo.jpg', 'lossy.webp', 'lossless.webp', 'extended.webp'].map(fixture).concat(qrPng(PAYLOAD))
    fc.assert(fc.property(fc.constantFrom(...beginnings), fc.nat(700), fc.uint8Array({ maxLength: 60 }), (start, kept, rest) => {
      const read = readImageHeader(Buffer.concat([start.subarray(0, kept), rest]))
      if (typeof read === 'object') expect(read.width * read.height).toBeGreaterThan(0)
    }), { numRuns: 2000 })
  })

  it('refuses a JPEG whose frame is hidden behind padding', () => {
    const jpeg = fixture('photo.jpg')
    const hidden = Buffer.concat([jpeg.subarray(0, 20), Buffer.from([0, 0, 0]), jpeg.subarray(20)])
    expect(readImageHeader(hidden)).toBe('BROKEN')
  })
})
