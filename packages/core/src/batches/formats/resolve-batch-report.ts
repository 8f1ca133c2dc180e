import type { BatchFile, BatchReport, BatchResult, BatchResultRow, FileError, OutcomeDetail, Read, ReportedTransfer, RowError, Transfer } from './batch-file.ts'

/**
 * Holds a bank's report against the batch that was sent. Every row it returns is a transfer of that batch, at most once; transfers the
 * report does not list get what it said of the unlisted, if anything and if it names this batch. Names as row errors, and returns no row for: a reference that was not
 * sent, references that name two transfers, an amount that differs, a transfer reported twice with different outcomes.
 * Refuses a report on another batch.
 */
export function resolveBatchReport(report: BatchReport, batch: Pick<BatchFile, 'batchReference' | 'transfers'>): Read<BatchResult> {
  if (report.batchReference !== null && report.batchReference !== batch.batchReference) {
    return { ok: false, error: otherBatch(report.batchReference, batch.batchReference) }
  }
  const find = finderOf(batch.transfers)
  const rowErrors: RowError[] = [...report.rowErrors]
  const rowOf = new Map<string, BatchResultRow>()
  const mentioned = new Set<string>()
  for (const reported of report.transfers) {
    const found = find(reported)
    const transfer = 'transfer' in found ? found.transfer : null
    const earlier = transfer === null ? undefined : rowOf.get(transfer.bankReference)
    const error = 'code' in found ? found : problemOf(reported, found.transfer, earlier)
    if (error !== null) rowErrors.push({ row: reported.row, ...error })
    if (transfer === null) continue
    if (error !== null) rowOf.delete(transfer.bankReference)
    else if (!mentioned.has(transfer.bankReference)) rowOf.set(transfer.bankReference, resultRow(transfer, reported))
    mentioned.add(transfer.bankReference)
  }
  // While any line is in doubt, nobody can say which transfers the bank left unlisted; nor of which batch, where it names none.
  const unlisted = rowErrors.length === 0 && report.batchReference !== null ? report.unlisted : null
  const rows = batch.transfers.flatMap((transfer) => rowOf.get(transfer.bankReference) ?? (unlisted === null ? [] : [unlistedRow(transfer, unlisted)]))
  return { ok: true, value: { batchReference: report.batchReference, rows, rowErrors: rowErrors.toSorted((one, other) => one.row - other.row) } }
}

type Found = { readonly transfer: Transfer } | FileError

/** Finds the transfer a line speaks of by bank reference, else by end-to-end id when only one transfer has it. */
function finderOf(transfers: readonly Transfer[]): (reported: ReportedTransfer) => Found {
  const byReference = new Map(transfers.map((transfer) => [transfer.bankReference, transfer]))
  const byEndToEndId = Map.groupBy(transfers, (transfer) => transfer.endToEndId)
  return ({ bankReference, endToEndId }) => {
    if (bankReference !== null) {
      const transfer = byReference.get(bankReference)
      if (transfer === undefined) return unknownReference(bankReference)
      return endToEndId === null || endToEndId === transfer.endToEndId ? { transfer } : REFERENCES_DISAGREE
    }
    const [transfer, another] = byEndToEndId.get(endToEndId ?? '') ?? []
    if (transfer === undefined) return unknownReference(endToEndId ?? '')
    return another === undefined ? { transfer } : REFERENCE_AMBIGUOUS
  }
}

function problemOf(reported: ReportedTransfer, transfer: Transfer, earlier: BatchResultRow | undefined): FileError | null {
  if (reported.amountSatang !== null && reported.amountSatang !== transfer.amountSatang) return AMOUNT_DIFFERS
  return earlier !== undefined && earlier.outcome !== reported.outcome ? CONTRADICTION : null
}

function resultRow(transfer: Transfer, reported: ReportedTransfer): BatchResultRow {
  const { outcome, reasonCode, reasonTh, reasonEn, externalRef, paidAt } = reported
  return { bankReference: transfer.bankReference, outcome, reasonCode, reasonTh, reasonEn, externalRef, paidAt }
}

function unlistedRow(transfer: Transfer, unlisted: OutcomeDetail): BatchResultRow {
  return { bankReference: transfer.bankReference, ...unlisted, externalRef: null, paidAt: null }
}

function otherBatch(reported: string, sent: string): FileError {
  return { code: 'OTHER_BATCH', messageTh: `ไฟล์นี้เป็นผลของชุด ${reported.slice(0, 35)} ไม่ใช่ชุด ${sent}`, messageEn: `This file reports on batch ${reported.slice(0, 35)}, not on ${sent}.` }
}

function unknownReference(reference: string): FileError {
  const shown = reference.slice(0, 35)
  return { code: 'UNKNOWN_REFERENCE', messageTh: `ไม่มีรายการ ${shown} ในชุดนี้`, messageEn: `The batch has no transfer ${shown}.` }
}

const REFERENCES_DISAGREE: FileError = { code: 'REFERENCES_DISAGREE', messageTh: 'เลขอ้างอิงธนาคารกับรหัส end-to-end เป็นคนละรายการ', messageEn: 'The bank reference and the end-to-end id belong to different transfers.' }
const REFERENCE_AMBIGUOUS: FileError = { code: 'REFERENCE_AMBIGUOUS', messageTh: 'รหัส end-to-end นี้มีมากกว่าหนึ่งรายการ', messageEn: 'More than one transfer has this end-to-end id.' }
const AMOUNT_DIFFERS: FileError = { code: 'AMOUNT_DIFFERS', messageTh: 'จำนวนเงินไม่ตรงกับที่ส่งโอน', messageEn: 'The amount differs from what was sent.' }
const CONTRADICTION: FileError = { code: 'CONTRADICTORY_ROWS', messageTh: 'รายการเดียวกันมีสองสถานะที่ขัดกัน', messageEn: 'The same transfer is reported with two different outcomes.' }
