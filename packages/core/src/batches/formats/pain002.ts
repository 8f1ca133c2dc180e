import { satangOfBahtText } from './amount-text.ts'
import type { BatchReport, DoubtfulRow, FileError, OutcomeDetail, Read, ReportedTransfer, RowError } from './batch-file.ts'
import { instantOfText } from './instant-text.ts'
import { isDuplicateCode, outcomeDetailOf, outcomeOfStatus } from './outcome-detail.ts'
import type { BankReason } from './outcome-detail.ts'
import { attributeOf, childrenOf, descendantOf, readXml, textAt } from './xml-reader.ts'
import type { XmlElement } from './xml-reader.ts'

/**
 * Reads an ISO 20022 CustomerPaymentStatusReport of any version and namespace. The lowest level wins: a status of one
 * transaction beats that of its payment block, which beats the group's; `unlisted` is the status of the block (or group) for the transfers
 * it does not list, and is null when a listed transaction contradicts it, because then the bank's summary cannot be trusted.
 * A transaction whose status is missing or unknown is a row error with its references, never a guess. A rejection as a duplicate, at whichever level that is said, stays PROCESSING.
 * Refuses what readXml refuses and other messages.
 */
export function readPain002(bytes: Uint8Array): Read<BatchReport> {
  const xml = readXml(bytes)
  if (!xml.ok) return xml
  const report = descendantOf(xml.value, 'Document', 'CstmrPmtStsRpt')
  if (report === null) return { ok: false, error: NOT_PAIN002 }
  const group = descendantOf(report, 'OrgnlGrpInfAndSts') ?? {}
  const blocks = childrenOf(report, 'OrgnlPmtInfAndSts')
  // Version 02 of the message listed transactions beside the group instead of inside a payment block.
  const listed = [report, ...blocks].flatMap((parent) => childrenOf(parent, 'TxInfAndSts').map((transaction) => ({ transaction, parent })))
  const transfers: ReportedTransfer[] = []
  const rowErrors: DoubtfulRow[] = []
  listed.forEach(({ transaction, parent }, index) => {
    const read = transferOf(transaction, index + 1, [parent, group])
    if ('code' in read) rowErrors.push({ ...read, ...referencesOf(transaction) })
    else transfers.push(read)
  })
  const unlisted = unlistedOf(group, blocks, transfers)
  return { ok: true, value: { batchReference: textAt(group, 'OrgnlMsgId'), transfers, unlisted, rowErrors } }
}

function transferOf(transaction: XmlElement, row: number, above: readonly XmlElement[]): ReportedTransfer | RowError {
  const status = textAt(transaction, 'TxSts')
  const detail = status === null ? inheritedDetail(above, [transaction]) : detailOf(status, [transaction, ...levelsOf(status, above)])
  if (detail === null) return { row, ...(status === null ? NO_STATUS : unknownStatus(status)) }
  const { bankReference, endToEndId } = referencesOf(transaction)
  if (bankReference === null && endToEndId === null) return { row, ...NO_REFERENCE }
  const amount = descendantOf(transaction, 'OrgnlTxRef', 'Amt', 'InstdAmt')
  const amountSatang = amount === null ? null : amountSatangOf(amount)
  if (amount !== null && amountSatang === null) return { row, ...BAD_AMOUNT }
  const paidAt = detail.outcome === 'SUCCESS' ? instantOfText(textAt(transaction, 'FctvIntrBkSttlmDt', 'DtTm') ?? textAt(transaction, 'AccptncDtTm') ?? '') : null
  return { row, ...detail, bankReference, endToEndId, amountSatang, externalRef: textAt(transaction, 'AcctSvcrRef') ?? textAt(transaction, 'ClrSysRef'), paidAt }
}

function referencesOf(transaction: XmlElement): Pick<ReportedTransfer, 'bankReference' | 'endToEndId'> {
  return { bankReference: textAt(transaction, 'OrgnlInstrId'), endToEndId: textAt(transaction, 'OrgnlEndToEndId') }
}

/** What has no status of its own has that of the nearest level that has one. */
function inheritedDetail(above: readonly XmlElement[], own: readonly XmlElement[] = []): OutcomeDetail | null {
  const status = above.map(levelStatus).find((found) => found !== null) ?? null
  return status === null ? null : detailOf(status, [...own, ...levelsOf(status, above)])
}

function levelsOf(status: string, levels: readonly XmlElement[]): readonly XmlElement[] {
  return levels.filter((level) => levelStatus(level) === status)
}

/**
 * A batch is written as one payment block, so its block speaks for the whole; a report of several blocks speaks only through its
 * transactions and its group.
 */
function unlistedOf(group: XmlElement, blocks: readonly XmlElement[], transfers: readonly ReportedTransfer[]): OutcomeDetail | null {
  const detail = inheritedDetail(blocks.length === 1 ? [...blocks, group] : [group])
  return transfers.every((transfer) => transfer.outcome === detail?.outcome) ? detail : null
}

function levelStatus(level: XmlElement): string | null {
  return textAt(level, 'PmtInfSts') ?? textAt(level, 'GrpSts')
}

/** `levels`: those whose status it is, the lowest first. */
function detailOf(status: string, levels: readonly XmlElement[]): OutcomeDetail | null {
  const outcome = outcomeOfStatus(status)
  return outcome === null ? null : outcomeDetailOf(outcome, reasonOf(levels))
}

/** The reason of the lowest level that says it is a duplicate, else of the lowest that gives one. */
function reasonOf(levels: readonly XmlElement[]): BankReason {
  const given = levels.map((level) => childrenOf(level, 'StsRsnInf')).filter((reasons) => reasons.length > 0).map(reasonOfLevel)
  return given.find(({ code }) => isDuplicateCode(code)) ?? given[0] ?? { code: null, words: null }
}

/** A duplicate among several reasons is the one that counts. */
function reasonOfLevel(reasons: readonly XmlElement[]): BankReason {
  const codes = reasons.map((reason) => textAt(reason, 'Rsn', 'Cd') ?? textAt(reason, 'Rsn', 'Prtry'))
  const code = codes.find(isDuplicateCode) ?? codes.find((found) => found !== null) ?? null
  const words = reasons.flatMap((reason) => childrenOf(reason, 'AddtlInf')).map((element) => textAt(element) ?? '').filter((text) => text !== '')
  return { code, words: words.length === 0 ? null : words.join(' ') }
}

function amountSatangOf(amount: XmlElement): number | null {
  return attributeOf(amount, 'Ccy') === 'THB' ? satangOfBahtText(textAt(amount) ?? '') : null
}

function unknownStatus(status: string): FileError {
  const shown = status.slice(0, 35)
  return { code: 'UNKNOWN_STATUS', messageTh: `ไม่รู้จักสถานะ ${shown}`, messageEn: `The status ${shown} is not known.` }
}

const NOT_PAIN002: FileError = { code: 'NOT_PAIN002', messageTh: 'ไฟล์นี้ไม่ใช่รายงานสถานะ pain.002 (CstmrPmtStsRpt)', messageEn: 'This file is not a pain.002 status report (CstmrPmtStsRpt).' }
const NO_STATUS: FileError = { code: 'STATUS_MISSING', messageTh: 'รายการนี้ไม่มีสถานะ', messageEn: 'This transaction has no status of its own, and none above it that holds for it.' }
const NO_REFERENCE: FileError = { code: 'REFERENCE_MISSING', messageTh: 'รายการนี้ไม่มีเลขอ้างอิง', messageEn: 'This transaction has neither OrgnlInstrId nor OrgnlEndToEndId.' }
const BAD_AMOUNT: FileError = { code: 'BAD_AMOUNT', messageTh: 'จำนวนเงินอ่านไม่ได้หรือไม่ใช่เงินบาท', messageEn: 'The amount cannot be read or is not in THB.' }
