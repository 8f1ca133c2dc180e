import type { BatchReport, DoubtfulRow, FileError, Read, ReportedTransfer, RowError, TransferOutcome } from './batch-file.ts'
import { readCsv } from './csv-reader.ts'
import { instantOfText } from './instant-text.ts'
import { isDuplicateCode, outcomeDetailOf } from './outcome-detail.ts'
import type { BankReason } from './outcome-detail.ts'

export const RESULT_CSV_COLUMNS = ['bank_reference', 'status', 'external_ref', 'reason', 'paid_at'] as const

/**
 * Reads a result an operator fills in by hand: a header row with the RESULT_CSV_COLUMNS in any order (other columns are ignored), then one
 * transfer a row. `status` is PROCESSING, SUCCESS, FAILED or CANCELLED in any case; `paid_at` is a date and time, Bangkok when it has no offset,
 * and belongs only to SUCCESS; the last three may be blank. What the bank rejected as a duplicate stays PROCESSING. Each wrong row is named by its number in the spreadsheet, with its reference as it stands there, and left out.
 * The file does not name its batch and says nothing of transfers it does not list. Refuses what readCsv refuses and a missing header.
 */
export function readResultCsv(bytes: Uint8Array): Read<BatchReport> {
  const csv = readCsv(bytes)
  if (!csv.ok) return csv
  const [header, ...rows] = csv.value
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase())
  const missing = RESULT_CSV_COLUMNS.filter((column) => !names.includes(column))
  if (missing.length > 0) return { ok: false, error: missingColumns(missing) }
  const transfers: ReportedTransfer[] = []
  const rowErrors: DoubtfulRow[] = []
  for (const { row, cells } of rows) {
    const cell = (column: ResultCsvColumn): string => cells[names.indexOf(column)] ?? ''
    const read = transferOf(row, cell)
    if ('code' in read) rowErrors.push({ ...read, bankReference: cell('bank_reference') || null, endToEndId: null })
    else transfers.push(read)
  }
  return { ok: true, value: { batchReference: null, transfers, unlisted: null, rowErrors } }
}

type ResultCsvColumn = (typeof RESULT_CSV_COLUMNS)[number]

function transferOf(row: number, cell: (column: ResultCsvColumn) => string): ReportedTransfer | RowError {
  const bankReference = cell('bank_reference')
  if (!/^[A-Z0-9]{1,18}$/.test(bankReference)) return { row, ...BAD_REFERENCE }
  const outcome = OUTCOME_OF.get(cell('status').toUpperCase())
  if (outcome === undefined) return { row, ...BAD_STATUS }
  const paidAt = cell('paid_at') === '' ? null : instantOfText(cell('paid_at'))
  if (cell('paid_at') !== '' && paidAt === null) return { row, ...BAD_PAID_AT }
  if (paidAt !== null && outcome !== 'SUCCESS') return { row, ...PAID_AT_WITHOUT_SUCCESS }
  if (cell('external_ref').length > EXTERNAL_REF_MAX) return { row, ...EXTERNAL_REF_TOO_LONG }
  return { row, ...outcomeDetailOf(outcome, reasonOf(cell('reason'))), bankReference, endToEndId: null, amountSatang: null, externalRef: cell('external_ref') || null, paidAt }
}

/** A reason that is nothing but a code, such as AC04, is explained, and a duplicate is seen anywhere in it; anything else is the operator's own words. */
function reasonOf(text: string): BankReason {
  const codes = text.toUpperCase().split(/[^A-Z0-9]+/).filter((word) => /^[A-Z]{2}[0-9]{2}$/.test(word) || isDuplicateCode(word))
  const isCode = codes[0] === text.toUpperCase()
  return { code: codes.find(isDuplicateCode) ?? (isCode ? text.toUpperCase() : null), words: isCode || text === '' ? null : text }
}

const OUTCOME_OF: ReadonlyMap<string, TransferOutcome> = new Map(
  (['PROCESSING', 'SUCCESS', 'FAILED', 'CANCELLED'] as const).map((outcome) => [outcome, outcome]),
)
const EXTERNAL_REF_MAX = 100

function missingColumns(columns: readonly string[]): FileError {
  const expected = RESULT_CSV_COLUMNS.join(',')
  return {
    code: 'HEADER_MISSING',
    messageTh: `แถวแรกต้องเป็นหัวคอลัมน์ ${expected} (ขาด ${columns.join(', ')})`,
    messageEn: `The first row must be the header ${expected} (missing: ${columns.join(', ')}).`,
  }
}

const BAD_REFERENCE: FileError = { code: 'BAD_BANK_REFERENCE', messageTh: 'bank_reference ต้องเป็น A-Z 0-9 ไม่เกิน 18 ตัว ตามไฟล์ที่ส่งธนาคาร', messageEn: 'bank_reference must be 1 to 18 of A-Z and 0-9, as in the file sent to the bank.' }
const BAD_STATUS: FileError = { code: 'UNKNOWN_STATUS', messageTh: 'status ต้องเป็น PROCESSING, SUCCESS, FAILED หรือ CANCELLED', messageEn: 'status must be PROCESSING, SUCCESS, FAILED or CANCELLED.' }
const BAD_PAID_AT: FileError = { code: 'BAD_PAID_AT', messageTh: 'paid_at ต้องเป็นวันเวลาในรูป 2026-03-05 15:02:11', messageEn: 'paid_at must be a date and time such as 2026-03-05 15:02:11.' }
const PAID_AT_WITHOUT_SUCCESS: FileError = { code: 'PAID_AT_WITHOUT_SUCCESS', messageTh: 'paid_at ใส่ได้เฉพาะรายการ SUCCESS', messageEn: 'paid_at belongs only to a row whose status is SUCCESS.' }
const EXTERNAL_REF_TOO_LONG: FileError = { code: 'EXTERNAL_REF_TOO_LONG', messageTh: `external_ref ยาวเกิน ${EXTERNAL_REF_MAX} ตัวอักษร`, messageEn: `external_ref is longer than ${EXTERNAL_REF_MAX} characters.` }
