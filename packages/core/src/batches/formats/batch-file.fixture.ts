import * as fc from 'fast-check'
import type { BatchFile, Transfer } from './batch-file.ts'

/** A transfer any bank would take; a test states only what matters to it. */
export function aTransfer(overrides: Partial<Transfer> = {}): Transfer {
  return {
    bankReference: 'PA26030500000001',
    endToEndId: 'PO-10001',
    amountSatang: 10_037,
    creditor: { name: 'เจษฎา ใจดี', accountNumber: '4190621964', bankCode: '014' },
    note: null,
    ...overrides,
  }
}

export function aBatch(overrides: Partial<BatchFile> = {}): BatchFile {
  return {
    batchReference: 'BATCH-20260305-1',
    createdAt: '2026-03-05T08:02:11.000Z',
    executionDate: '2026-03-06',
    debtor: { name: 'บริษัท ตัวอย่าง จำกัด', accountNumber: '0012345678', bankCode: '006' },
    transfers: [aTransfer()],
    ...overrides,
  }
}

/** Characters of Thai names, vowel signs and tone marks included, with the Latin, digits and punctuation that stand beside them. */
const TIS620_CHARACTERS = [
  ...Array.from({ length: 0x3a }, (_, index) => String.fromCodePoint(0x0e01 + index)),
  ...Array.from({ length: 0x1d }, (_, index) => String.fromCodePoint(0x0e3f + index)),
  ...Array.from({ length: 0x5f }, (_, index) => String.fromCodePoint(0x20 + index)),
]

export function thaiText(lengthMax: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...TIS620_CHARACTERS), { minLength: 1, maxLength: lengthMax }).map((characters) => characters.join('')).filter((text) => text.trim() !== '')
}

function digitsText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), { minLength, maxLength }).map((characters) => characters.join(''))
}

const anyCreditor = fc.record({
  name: thaiText(100),
  accountNumber: digitsText(6, 11),
  bankCode: fc.constantFrom('002', '004', '006', '011', '014', '030'),
})

const anyTransfer = fc.record({
  endToEndId: fc.stringMatching(/^[\x21-\x7e]{1,35}$/),
  amountSatang: fc.integer({ min: 1, max: 200_000_000 }),
  creditor: anyCreditor,
  note: fc.option(thaiText(160)),
})

/** Batches that every format can carry, of one to twenty transfers. */
export const anyBatch: fc.Arbitrary<BatchFile> = fc.record({
  transfers: fc.array(anyTransfer, { minLength: 1, maxLength: 20 }),
  debtorName: thaiText(100),
}).map(({ transfers, debtorName }) => aBatch({
  debtor: { name: debtorName, accountNumber: '0012345678', bankCode: '006' },
  transfers: transfers.map((transfer, index) => ({ ...transfer, bankReference: `PA${String(index).padStart(4, '0')}` })),
}))

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
