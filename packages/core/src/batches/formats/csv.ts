import { bankOf } from '../../banks/banks.ts'
import { bahtText } from './amount-text.ts'
import type { BankFile, BatchFile, Transfer, Written } from './batch-file.ts'
import { checkBatchFile, noteLine } from './check-batch-file.ts'

/**
 * Writes a batch as a spreadsheet for people: UTF-8 with a byte order mark (Excel reads Thai wrongly without one), CRLF lines, a header row,
 * amounts as decimal text. Cells that a spreadsheet would run as a formula are disarmed. Refuses what checkBatchFile refuses.
 */
export function writeBatchCsv(batch: BatchFile): Written<BankFile> {
  const { fileErrors, rowErrors } = checkBatchFile(batch)
  if (fileErrors.length + rowErrors.length > 0) return { ok: false, fileErrors, rowErrors }
  const lines = [csvLine(BATCH_CSV_COLUMNS), ...batch.transfers.map((transfer) => csvLine(cellsOf(batch, transfer)))]
  const bytes = new TextEncoder().encode(BYTE_ORDER_MARK + lines.join(''))
  return { ok: true, value: { fileName: `${batch.batchReference}.csv`, mediaType: 'text/csv; charset=utf-8', bytes } }
}

/**
 * One CSV record with its CRLF, quoted as RFC 4180 says. A cell that starts with = + - @, a tab or a carriage return gets a leading
 * apostrophe, because a spreadsheet would otherwise execute it (OWASP, CSV injection). `cellText` takes the apostrophe off again.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

/** What a cell held before `csvLine` disarmed it. */
export function cellText(cell: string): string {
  return DISARMED_FORMULA.test(cell) ? cell.slice(1) : cell
}

export const BATCH_CSV_COLUMNS = [
  'batch_reference', 'execution_date', 'bank_reference', 'end_to_end_id', 'amount', 'currency',
  'bank_code', 'bank_name', 'account_number', 'account_name', 'note',
] as const

const BYTE_ORDER_MARK = '\uFEFF'
// Apostrophes before the sign count too, so that taking one off again always gives back the cell as it was.
const FORMULA = /^'*[=+\-@\t\r]/
const DISARMED_FORMULA = /^'+[=+\-@\t\r]/

function cellsOf(batch: BatchFile, transfer: Transfer): string[] {
  const { creditor } = transfer
  const bank = bankOf(creditor.bankCode)
  return [
    batch.batchReference, batch.executionDate, transfer.bankReference, transfer.endToEndId, bahtText(transfer.amountSatang), 'THB',
    creditor.bankCode, bank.ok ? bank.bank.nameTh : '', creditor.accountNumber, creditor.name.trim(), noteLine(transfer.note) ?? '',
  ]
}

function quoted(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
