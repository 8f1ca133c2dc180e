import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aBatch, anyBatch, aTransfer } from './batch-file.fixture.ts'
import type { BatchFile } from './batch-file.ts'
import { BATCH_CSV_COLUMNS, cellText, csvLine, writeBatchCsv } from './csv.ts'

function written(batch: BatchFile): Uint8Array {
  const file = writeBatchCsv(batch)
  if (!file.ok) throw new Error(JSON.stringify(file))
  return file.value.bytes
}

/** An independent RFC 4180 reading, one character at a time. */
function records(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    if (isQuoted && character === '"' && text[index + 1] === '"') {
      cell += '"'
      index += 1
    } else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === ',' || text.startsWith('\r\n', index))) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (character === '\r') {
        index += 1
        rows.push([])
      }
    } else cell += character
  }
  return rows.slice(0, -1)
}

function inSatang(amount: string): bigint {
  expect(amount).toMatch(/^[0-9]+\.[0-9]{2}$/)
  return BigInt(amount.replace('.', ''))
}

describe('writeBatchCsv', () => {
  it('reads back the same names, accounts and exact satang for any batch', () => {
    fc.assert(fc.property(anyBatch, (batch) => {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(written(batch))
      expect(text.startsWith('\uFEFF')).toBe(true)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      const [header, ...rows] = records(text.slice(1))
      expect(header).toEqual([...BATCH_CSV_COLUMNS])
      expect(rows.map((row) => [row[2], inSatang(row[4] ?? ''), row[6], row[8], cellText(row[9] ?? '')])).toEqual(
        batch.transfers.map((transfer) => [transfer.bankReference, BigInt(transfer.amountSatang), transfer.creditor.bankCode, transfer.creditor.accountNumber, transfer.creditor.name.trim()]),
      )
    }), { numRuns: 60 })
  })

  it('begins with a UTF-8 byte order mark so that Excel shows Thai', () => {
    expect(Array.from(written(aBatch()).subarray(0, 3))).toEqual([0xef, 0xbb, 0xbf])
  })

  it('names the bank beside its code', () => {
    expect(new TextDecoder().decode(written(aBatch()))).toContain('100.37,THB,014,ธนาคารไทยพาณิชย์,4190621964,เจษฎา ใจดี,\r\n')
  })

  it('refuses a batch no bank could carry out', () => {
    expect(writeBatchCsv(aBatch({ transfers: [aTransfer({ amountSatang: -1 })] }))).toMatchObject({ ok: false, rowErrors: [{ row: 1, code: 'BAD_AMOUNT' }] })
  })
})

describe('csvLine', () => {
  it('never lets a cell start a formula', () => {
    const attacks = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', `=cmd|' /C calc'!A0`, '=HYPERLINK("http://x","y")']
    for (const attack of attacks) {
      const [[cell = ''] = []] = records(csvLine([attack]))
      expect(cell).toBe(`'${attack}`)
    }
  })

  it('gives every cell back exactly, whatever it holds', () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^['=+\-@\t\r\n,"a]{0,6}$/))
    fc.assert(fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
      const [row = []] = records(csvLine(cells))
      expect(row.map(cellText)).toEqual(cells)
      expect(row.some((content) => /^[=+\-@\t\r]/.test(content))).toBe(false)
    }))
  })
})
