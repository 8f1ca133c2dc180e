import { create } from 'qrcode'
import { describe, expect, it } from 'vitest'
import { alphanumericSymbol } from './qr-alphanumeric.ts'
import { matrixOf } from './qr-symbol.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const textOf = (length: number) => Array.from({ length }, (_, at) => ALPHABET[(at * 7 + length * 13 + at * at) % ALPHABET.length]).join('')

describe('alphanumericSymbol', () => {
  it('is the symbol qrcode draws with the same mask, for every length', () => {
    for (let length = 1; length <= 154; length++) {
      const text = textOf(length)
      const { modules } = create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M', maskPattern: 0 })
      expect(matrixOf(alphanumericSymbol(text, 0)!).flat(), `${length} characters`).toEqual(Array.from(modules.data, bit => bit === 1))
    }
  })

  it('has a border of light modules as wide as asked', () => {
    const inner = matrixOf(alphanumericSymbol('A1', 0)!)
    const bordered = matrixOf(alphanumericSymbol('A1', 4)!)
    expect(bordered.slice(4, -4).map(row => row.slice(4, -4))).toEqual(inner)
    expect([...bordered.slice(0, 4), ...bordered.slice(-4)].flat().concat(bordered.flatMap(row => [...row.slice(0, 4), ...row.slice(-4)]))).not.toContain(true)
  })

  it('leaves other characters and longer texts to others', () => {
    for (const text of ['a', 'A\u0000', 'ก', `${textOf(20)}é`, textOf(155)]) expect(alphanumericSymbol(text, 4)).toBeUndefined()
  })
})
