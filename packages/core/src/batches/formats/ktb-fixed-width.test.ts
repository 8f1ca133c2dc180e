import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aBatch, anyBatch, aTransfer } from './batch-file.fixture.ts'
import type { BankFile, BatchFile } from './batch-file.ts'
import { writeKtbFixedWidth } from './ktb-fixed-width.ts'

const OPTIONS = { companyId: 'PAYGATE01', batchNumber: 42 }

function written(batch: BatchFile): readonly BankFile[] {
  const files = writeKtbFixedWidth(batch, OPTIONS)
  if (!files.ok) throw new Error(JSON.stringify(files))
  return files.value
}

/** Splits by bytes, not by characters: 498 and CRLF, over and over. */
function linesOf(file: BankFile): Uint8Array[] {
  expect(file.bytes.length % 500).toBe(0)
  return Array.from({ length: file.bytes.length / 500 }, (_, index) => {
    const line = file.bytes.subarray(index * 500, index * 500 + 500)
    expect(Array.from(line.subarray(498))).toEqual([0x0d, 0x0a])
    expect(line.subarray(0, 498).every((byte) => byte >= 0x20)).toBe(true)
    return line.subarray(0, 498)
  })
}

/** An independent TIS-620 reading: Thai is its Unicode block moved to 0xA1. Columns count from 1, as in the bank's layout. */
function columns(line: Uint8Array, from: number, to: number): string {
  return Array.from(line.subarray(from - 1, to), (byte) => String.fromCodePoint(byte < 0x80 ? byte : byte + 0x0e01 - 0xa1)).join('')
}

function creditorNamed(name: string): BatchFile {
  return aBatch({ transfers: [aTransfer(), aTransfer({ bankReference: 'P2', creditor: { ...aTransfer().creditor, name } })] })
}

describe('writeKtbFixedWidth', () => {
  it('writes lines of exactly 498 bytes that add up, for any Thai names', () => {
    fc.assert(fc.property(anyBatch, (batch) => {
      const details = written(batch).flatMap((file) => {
        const [header = new Uint8Array(), ...rest] = linesOf(file)
        expect(Number(columns(header, 13, 19))).toBe(rest.length)
        expect(BigInt(columns(header, 20, 38))).toBe(rest.reduce((sum, line) => sum + BigInt(columns(line, 58, 74)), 0n))
        expect(rest.map((line) => Number(columns(line, 393, 398)))).toEqual(rest.map((_, index) => index + 1))
        return rest
      })
      const read = details.map((line) => [columns(line, 333, 350).trim(), [BigInt(columns(line, 58, 74)), columns(line, 10, 12), columns(line, 93, 192).trim(), columns(line, 17, 27)]] as const)
      const sent = batch.transfers.map((transfer) => [transfer.bankReference, [BigInt(transfer.amountSatang), transfer.creditor.bankCode, transfer.creditor.name.trim(), transfer.creditor.accountNumber.padStart(11, '0')]] as const)
      expect(read).toHaveLength(sent.length)
      expect(new Map(read)).toEqual(new Map(sent))
    }), { numRuns: 60 })
  })

  it('puts every header field in its columns', () => {
    const [header = new Uint8Array()] = linesOf(written(aBatch())[0] ?? expect.fail('no file'))
    expect(columns(header, 1, 71)).toBe(['101', '000042', '006', '0000001', '0000000000000010037', '06032026', 'C', '00000000', 'PAYGATE01       '].join(''))
    expect(columns(header, 72, 498)).toBe(' '.repeat(427))
  })

  it('puts every detail field in its columns', () => {
    const [, line = new Uint8Array()] = linesOf(written(aBatch({ transfers: [aTransfer({ note: 'ค่าสินค้า' })] }))[0] ?? expect.fail('no file'))
    expect(columns(line, 1, 57)).toBe(['102', '000042', '014', '0419', '04190621964', '006', '0001', '00012345678', '06032026', '04', '00'].join(''))
    expect(columns(line, 58, 74)).toBe('00000000000010037')
    expect(columns(line, 75, 92)).toBe(' '.repeat(18))
    expect(columns(line, 93, 192)).toBe('เจษฎา ใจดี'.padEnd(100))
    expect(columns(line, 193, 292)).toBe('บริษัท ตัวอย่าง จำกัด'.padEnd(100))
    expect(columns(line, 293, 332)).toBe('ค่าสินค้า'.padEnd(40))
    expect(columns(line, 333, 350)).toBe('PA26030500000001  ')
    expect(columns(line, 351, 392)).toBe(' '.repeat(42))
    expect(columns(line, 393, 400)).toBe('00000109')
    expect(columns(line, 401, 498)).toBe(' '.repeat(98))
  })

  it('keeps transfers within Krungthai and to other banks in separate files', () => {
    const ktb = { ...aTransfer().creditor, bankCode: '006' }
    const files = written(aBatch({ transfers: [aTransfer(), aTransfer({ bankReference: 'P2', creditor: ktb }), aTransfer({ bankReference: 'P3' })] }))
    expect(files.map((file) => [file.fileName, linesOf(file).slice(1).map((line) => columns(line, 10, 12))])).toEqual([
      ['BATCH-20260305-1.ktb-same-bank.txt', ['006']],
      ['BATCH-20260305-1.ktb-other-bank.txt', ['014', '014']],
    ])
  })

  it('names the row and the character that TIS-620 cannot carry', () => {
    for (const [name, codePoint] of [['สมชาย 😀', 'U+1F600'], ['José', 'U+00E9'], ['ก\u200bข', 'U+200B'], ['ก\ufffd', 'U+FFFD'], ['ก\u00a0ข', 'U+00A0']] as const) {
      const refused = writeKtbFixedWidth(creditorNamed(name), OPTIONS)
      expect(refused).toMatchObject({ ok: false, rowErrors: [{ row: 2, code: 'CHARACTER_NOT_IN_TIS620', messageEn: expect.stringContaining(codePoint) }] })
    }
  })

  it('counts a name in bytes: 100 Thai characters fit, 101 are refused by row', () => {
    expect(linesOf(written(creditorNamed('ก'.repeat(100)))[0] ?? expect.fail('no file'))).toHaveLength(3)
    expect(writeKtbFixedWidth(creditorNamed('ก'.repeat(101)), OPTIONS)).toMatchObject({ ok: false, rowErrors: [{ row: 2, code: 'NAME_TOO_LONG' }] })
  })

  it('refuses an account of more than 11 digits rather than cut it', () => {
    const creditor = { ...aTransfer().creditor, accountNumber: '123456789012' }
    expect(writeKtbFixedWidth(aBatch({ transfers: [aTransfer({ creditor })] }), OPTIONS)).toMatchObject({ ok: false, rowErrors: [{ row: 1, code: 'ACCOUNT_NUMBER_TOO_LONG' }] })
  })

  it('refuses a payer at another bank and options that do not fit', () => {
    const refused = writeKtbFixedWidth(aBatch({ debtor: { ...aBatch().debtor, bankCode: '014' } }), { companyId: 'ไทย', batchNumber: 1_000_000 })
    expect(refused.ok ? [] : refused.fileErrors.map((error) => error.code)).toEqual(['DEBTOR_NOT_AT_KTB', 'BAD_COMPANY_ID', 'BAD_BATCH_NUMBER'])
  })
})
