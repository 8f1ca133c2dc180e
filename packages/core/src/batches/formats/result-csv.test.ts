import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { utf8 } from './batch-file.fixture.ts'
import type { BatchReport } from './batch-file.ts'
import { CSV_BYTES_MAX } from './csv-reader.ts'
import { readResultCsv } from './result-csv.ts'

const HEADER = 'bank_reference,status,external_ref,reason,paid_at'

function read(text: string | Uint8Array): BatchReport {
  const report = readResultCsv(typeof text === 'string' ? utf8(text) : text)
  if (!report.ok) throw new Error(report.error.code)
  return report.value
}

function refusalOf(text: string | Uint8Array): string {
  const report = readResultCsv(typeof text === 'string' ? utf8(text) : text)
  return report.ok ? 'accepted' : report.error.code
}

describe('readResultCsv', () => {
  it('reads a filled-in result, quotes and commas included', () => {
    const report = read(`${HEADER}\r\nA1,success,KTB-001,,2026-03-06 10:11\r\nA2,FAILED,,"บัญชีปิด, ""โอนไม่ได้""",\r\nA3,PROCESSING,,,\r\nA4,cancelled,,AC04,\r\n`)
    expect(report.rowErrors).toEqual([])
    expect(report.transfers).toMatchObject([
      { row: 2, bankReference: 'A1', outcome: 'SUCCESS', externalRef: 'KTB-001', paidAt: '2026-03-06T03:11:00.000Z', reasonTh: 'โอนเงินสำเร็จ' },
      { row: 3, bankReference: 'A2', outcome: 'FAILED', externalRef: null, paidAt: null, reasonCode: null, reasonEn: 'บัญชีปิด, "โอนไม่ได้"' },
      { row: 4, bankReference: 'A3', outcome: 'PROCESSING' },
      { row: 5, bankReference: 'A4', outcome: 'CANCELLED', reasonCode: 'AC04', reasonEn: 'The account is closed' },
    ])
  })

  it.each([
    ['FAILED,,DUPL,', 'DUPL', 'The transfer is a duplicate'], ['FAILED,,du03,', 'DU03', 'The transaction was sent before'], ['cancelled,,AM05,', 'AM05', 'The transfer is a duplicate'],
    ['FAILED,,DUPLซ้ำ,', 'DUPL', 'The transfer is a duplicate: DUPLซ้ำ'], ['FAILED,,"NARR, DU01: sent before",', 'DU01', 'The message id was used before: NARR, DU01: sent before'],
  ])('never frees money for a duplicate, because the first sending may have paid: %s', (cells, reasonCode, reasonEn) => {
    expect(read(`${HEADER}\nA1,${cells}`).transfers).toMatchObject([{ bankReference: 'A1', outcome: 'PROCESSING', reasonCode, reasonEn }])
  })

  it('takes columns in any order, any case and with extra ones, and LF or CR lines with a byte order mark', () => {
    const text = '\uFEFFStatus,note,BANK_REFERENCE,reason,paid_at,external_ref\nSUCCESS,hello,A1,,,R1'
    for (const content of [text, text.replace('\n', '\r'), `${text}\n\n,,,\n`]) expect(read(content).transfers).toMatchObject([{ bankReference: 'A1', externalRef: 'R1' }])
  })

  it('reads what a Thai Excel saves in windows-874', () => {
    expect(read(iconv.encode(`${HEADER}\r\nA1,FAILED,,ชื่อไม่ตรง,`, 'win874')).transfers[0]?.reasonTh).toBe('ชื่อไม่ตรง')
  })

  it('names each wrong row by its spreadsheet number in both languages and keeps the right ones', () => {
    const report = read(`${HEADER}\n\na1,SUCCESS,,,\nA2,PAID,,,\nA3,SUCCESS,,,06/03/2026\nA4,FAILED,,,2026-03-06 10:00\nA5,SUCCESS,${'x'.repeat(101)},,\nA6\nA7,SUCCESS,,,`)
    expect(report.rowErrors.map((error) => [error.row, error.bankReference, error.code])).toEqual([
      [3, 'a1', 'BAD_BANK_REFERENCE'], [4, 'A2', 'UNKNOWN_STATUS'], [5, 'A3', 'BAD_PAID_AT'], [6, 'A4', 'PAID_AT_WITHOUT_SUCCESS'], [7, 'A5', 'EXTERNAL_REF_TOO_LONG'], [8, 'A6', 'UNKNOWN_STATUS'],
    ])
    for (const error of report.rowErrors) {
      expect(error.messageTh).toMatch(/[\u0e00-\u0e7f]/)
      expect(error.messageEn).toMatch(/^[\x20-\x7e]+$/)
    }
    expect(report.transfers.map((transfer) => transfer.bankReference)).toEqual(['A7'])
  })

  it('refuses a file without the header, naming what is missing', () => {
    expect(readResultCsv(utf8('A1,SUCCESS,,,'))).toMatchObject({ ok: false, error: { code: 'HEADER_MISSING', messageEn: expect.stringContaining('bank_reference, status') } })
    expect(refusalOf('')).toBe('HEADER_MISSING')
    expect(refusalOf('bank_reference;status;external_ref;reason;paid_at\nA1;SUCCESS;;;')).toBe('HEADER_MISSING')
  })

  it('refuses an open quote, UTF-16, and files beyond the bounds, quickly', () => {
    const milliseconds = cpuMillisecondsOf(() => {
      expect(refusalOf(`${HEADER}\nA1,"SUCCESS,,,`)).toBe('UNCLOSED_QUOTE')
      expect(refusalOf(new Uint8Array(Buffer.from(HEADER, 'utf16le')))).toBe('FILE_NOT_CSV')
      expect(refusalOf(new Uint8Array(CSV_BYTES_MAX + 1).fill(0x41))).toBe('FILE_TOO_LARGE')
      expect(refusalOf('a\n'.repeat(CSV_BYTES_MAX / 2))).toBe('TOO_MANY_ROWS')
      expect(refusalOf(','.repeat(CSV_BYTES_MAX))).toBe('TOO_MANY_ROWS')
      expect(refusalOf('\n'.repeat(CSV_BYTES_MAX))).toBe('TOO_MANY_ROWS')
      expect(refusalOf(`"${'""'.repeat(CSV_BYTES_MAX / 2 - 2)}`)).toBe('UNCLOSED_QUOTE')
    })
    expect(milliseconds).toBeLessThan(3_000)
  })
})
