import type { BatchFile, BatchReport, BatchResult, BatchResultRow, DoubtfulRow, FileError, OutcomeDetail, Read, ReportedTransfer, Transfer } from './batch-file.ts'

/**
 * Holds a bank's report against the batch that was sent. Every row it returns is a transfer of that batch, at most once; transfers the
 * report does not list get what it said of the unlisted, if anything and if it names this batch. Names as row errors, and returns no row for: a line the
 * reader could not read, a reference that was not sent, references that name two transfers, an amount that differs, a transfer reported twice with
 * different outcomes. A transfer that one line in doubt may be about has no row at all, whatever its other lines say and wherever they stand: the file
 * may say that it is paid where it also says that it failed. Refuses a report on another batch.
 */
export function resolveBatchReport(report: BatchReport, batch: Pick<BatchFile, 'batchReference' | 'transfers'>): Read<BatchResult> {
  if (report.batchReference !== null && report.batchReference !== batch.batchReference) {
    return { ok: false, error: otherBatch(report.batchReference, batch.batchReference) }
  }
  const find = finderOf(batch.transfers)
  const lines = report.transfers.map((reported) => ({ reported, found: find(reported) }))
  const rowErrors: DoubtfulRow[] = [...report.rowErrors, ...lines.flatMap(({ reported, found }) => ('code' in found ? [doubtful(reported, found)] : []))]
  const inDoubt = new Set(rowErrors.flatMap(mentionsOf(batch.transfers)))
  const rowOf = new Map<string, BatchResultRow>()
  const mentioned = new Set<string>()
  for (const { reported, found } of lines) {
    if ('code' in found) continue
    const { bankReference } = found.transfer
    const earlier = rowOf.get(bankReference)
    if (inDoubt.has(bankReference)) rowErrors.push(doubtful(reported, OTHER_ROW_IN_DOUBT))
    else if (!mentioned.has(bankReference)) rowOf.set(bankReference, resultRow(found.transfer, reported))
    else if (earlier !== undefined && earlier.outcome !== reported.outcome) {
      rowErrors.push(doubtful(reported, CONTRADICTION))
      rowOf.delete(bankReference)
    }
    mentioned.add(bankReference)
  }
  // While any line is in doubt, nobody can say which transfers the bank left unlisted; nor of which batch, where it names none.
  const unlisted = rowErrors.length === 0 && report.batchReference !== null ? report.unlisted : null
  const rows = batch.transfers.flatMap((transfer) => rowOf.get(transfer.bankReference) ?? (unlisted === null ? [] : [unlistedRow(transfer, unlisted)]))
  return { ok: true, value: { batchReference: report.batchReference, rows, rowErrors: rowErrors.toSorted((one, other) => one.row - other.row) } }
}

type Found = { readonly transfer: Transfer } | FileError

/** Finds the transfer a line speaks of by bank reference, else by end-to-end id when only one transfer has it, and where the amounts agree. */
function finderOf(transfers: readonly Transfer[]): (reported: ReportedTransfer) => Found {
  const byReference = new Map(transfers.map((transfer) => [transfer.bankReference, transfer]))
  const byEndToEndId = Map.groupBy(transfers, (transfer) => transfer.endToEndId)
  const ofAmount = (transfer: Transfer, amountSatang: number | null): Found => (amountSatang === null || amountSatang === transfer.amountSatang ? { transfer } : AMOUNT_DIFFERS)
  return ({ bankReference, endToEndId, amountSatang }) => {
    if (bankReference !== null) {
      const transfer = byReference.get(bankReference)
      if (transfer === undefined) return unknownReference(bankReference)
      return endToEndId === null || endToEndId === transfer.endToEndId ? ofAmount(transfer, amountSatang) : REFERENCES_DISAGREE
    }
    const [transfer, another] = byEndToEndId.get(endToEndId ?? '') ?? []
    if (transfer === undefined) return unknownReference(endToEndId ?? '')
    return another === undefined ? ofAmount(transfer, amountSatang) : REFERENCE_AMBIGUOUS
  }
}

type References = Pick<ReportedTransfer, 'bankReference' | 'endToEndId'>

/** Bank references of every transfer that a line may be about, by either of its references, however carelessly they were typed. */
function mentionsOf(transfers: readonly Transfer[]): (line: References) => readonly string[] {
  const names = transfers.flatMap(({ bankReference, endToEndId }) => [bankReference, endToEndId].map((name) => ({ name: bare(name), bankReference })))
  const byName = Map.groupBy(names, ({ name }) => name)
  return ({ bankReference, endToEndId }) => [bankReference, endToEndId].flatMap((name) => (name === null ? [] : (byName.get(bare(name)) ?? []))).map((named) => named.bankReference)
}

function bare(reference: string): string {
  return reference.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}

function doubtful({ row, bankReference, endToEndId }: ReportedTransfer, error: FileError): DoubtfulRow {
  return { row, bankReference, endToEndId, ...error }
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
const OTHER_ROW_IN_DOUBT: FileError = { code: 'OTHER_ROW_IN_DOUBT', messageTh: 'มีแถวอื่นของรายการเดียวกันที่มีปัญหา จึงไม่นำแถวนี้ไปใช้ แก้แถวนั้นแล้วนำเข้าไฟล์อีกครั้ง', messageEn: 'Another row about the same transfer is in doubt, so this one is not applied either. Mend that row and import the file again.' }
