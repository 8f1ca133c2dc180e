import * as fc from 'fast-check'
import jsqr from 'jsqr'
import { inflateSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { create } from 'qrcode'
import { describe, expect, it } from 'vitest'
import { encodeBillPayment } from './bill-payment.ts'
import { modulesPng } from './one-bit-png.ts'
import { encodePromptPay } from './promptpay.ts'
import { qrMatrix, qrPng, qrPngDataUrl, qrTerminal, QUIET_ZONE_MODULES } from './qr-image.ts'
import { symbolOfMatrix } from './qr-symbol.ts'

const PAYLOAD = '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE'
const PREFIX = 'data:image/png;base64,'

/** Reads a PNG with parts that are not ours: pngjs checks chunk CRCs and Adler, jsQR finds the symbol. */
function readBack(png: Uint8Array): string | undefined {
  const image = PNG.sync.read(png)
  return jsqr.default(new Uint8ClampedArray(image.data), image.width, image.height)?.data
}

function promptPay(amountSatang: number): string {
  const encoded = encodePromptPay({ proxy: { type: 'MOBILE', value: `08${String(amountSatang).padStart(8, '0').slice(-8)}` }, amountSatang })
  if (!encoded.ok) throw new Error(encoded.code)
  return encoded.payload
}

function bill(ref1: string, ref2: string, terminalLabel: string): string {
  const encoded = encodeBillPayment({ billerId: '099999999999901', ref1, ref2, terminalLabel, amountSatang: 123_456 })
  if (!encoded.ok) throw new Error(encoded.code)
  return encoded.payload
}

function squares(side: number): boolean[][] {
  return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_ignored, x) => (x * 7 + y * 13 + x * y) % 5 < 2))
}

describe('qrPngDataUrl', () => {
  it('is read back by an independent decoder for PromptPay payloads of all amounts', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), amountSatang => {
      const payload = promptPay(amountSatang)
      const url = qrPngDataUrl(payload)
      expect(url.startsWith(PREFIX)).toBe(true)
      expect(readBack(Buffer.from(url.slice(PREFIX.length), 'base64'))).toBe(payload)
    }), { numRuns: 20 })
  })

  it('is read back for bill payments with every length of reference', () => {
    for (let length = 1; length <= 20; length++) {
      const payload = bill('R'.repeat(length), 'S'.repeat(21 - length), 'T'.repeat(length))
      expect(readBack(qrPng(payload))).toBe(payload)
    }
  })

  it('is read back for texts of 1 to 512 characters, bytes and Thai included', () => {
    for (let length = 1; length <= 512; length += 37) {
      const text = `a${'payload-0123'.repeat(43)}`.slice(0, length)
      expect(readBack(qrPng(text)), `${length} characters`).toBe(text)
    }
    expect(readBack(qrPng('ร้านกาแฟ'))).toBe('ร้านกาแฟ')
  })

  it('is small: under 1,000 characters for a PromptPay payload', () => {
    expect(qrPngDataUrl(PAYLOAD).length).toBeLessThan(1000)
    expect(PNG.sync.read(qrPng(PAYLOAD))).toMatchObject({ width: 328, height: 328 })
  })
})

describe('modulesPng', () => {
  it('deflates every size of square to the bytes of its rows', () => {
    for (let side = 1; side <= 185; side++) {
      const rows = squares(side)
      const png = modulesPng(symbolOfMatrix(rows))
      const idat = png.indexOf('IDAT')
      const raw = inflateSync(png.subarray(idat + 4, idat + 4 + png.readUInt32BE(idat - 4)))
      const lines = rows.map(row => Buffer.from([0, ...row.map(dark => dark ? 0 : 0xff)]))
      const expected = Buffer.concat(lines.flatMap(line => Array.from({ length: 8 }, () => line)))
      expect(raw.equals(expected), `side ${side}`).toBe(true)
    }
  })

  it('shows every module as 8 by 8 pixels of its colour', () => {
    for (const side of [1, 2, 41, 89]) {
      const rows = squares(side)
      const image = PNG.sync.read(modulesPng(symbolOfMatrix(rows)))
      expect([image.width, image.height]).toEqual([side * 8, side * 8])
      const black = rows.flatMap((row, y) => row.map((_, x) => [[0, 0], [7, 0], [0, 7], [7, 7]].map(([dx, dy]) => image.data[((y * 8 + dy!) * image.width + x * 8 + dx!) * 4] === 0)))
      expect(black).toEqual(rows.flat().map(dark => [dark, dark, dark, dark]))
    }
  })
})

describe('qrMatrix', () => {
  it('is the symbol qrcode draws for the same mask', () => {
    for (let amountSatang = 1; amountSatang < 60; amountSatang++) {
      const payload = promptPay(amountSatang * 1_037)
      const ours = qrMatrix(payload).flat()
      const theirs = [0, 1, 2, 3, 4, 5, 6, 7].map(maskPattern => {
        const { modules } = create([{ data: payload, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M', maskPattern: maskPattern })
        return Array.from(modules.data, bit => bit === 1)
      })
      expect(theirs).toContainEqual(ours)
    }
  })

  it('throws on an empty text and on more than a payload may hold', () => {
    expect(() => qrMatrix('')).toThrow('1 to 512')
    expect(() => qrPngDataUrl('0'.repeat(513))).toThrow('1 to 512')
  })
})

describe('qrTerminal', () => {
  it('is read back by an independent decoder when blocks are light on a dark screen', () => {
    const lines = qrTerminal(PAYLOAD).trimEnd().split('\n')
    const side = lines[0]!.length
    expect(side).toBe(qrMatrix(PAYLOAD).length + 2 * QUIET_ZONE_MODULES)
    expect(new Set(lines.map(line => line.length))).toEqual(new Set([side]))
    const upperLight = lines.map(line => Array.from(line, c => c === '█' || c === '▀'))
    const lowerLight = lines.map(line => Array.from(line, c => c === '█' || c === '▄'))
    const modules = lines.flatMap((_, at) => [upperLight[at]!, lowerLight[at]!])
    const scale = 4
    const data = new Uint8ClampedArray(side * scale * modules.length * scale * 4).fill(255)
    for (let y = 0; y < modules.length * scale; y++) {
      for (let x = 0; x < side * scale; x++) {
        const light = modules[Math.floor(y / scale)]![Math.floor(x / scale)] ? 255 : 0
        data.fill(light, (y * side * scale + x) * 4, (y * side * scale + x) * 4 + 3)
      }
    }
    expect(jsqr.default(data, side * scale, modules.length * scale)?.data).toBe(PAYLOAD)
  })
})
