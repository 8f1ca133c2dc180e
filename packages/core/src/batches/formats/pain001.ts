import { bahtText } from './amount-text.ts'
import type { BankAccount, BankFile, BatchFile, FileError, Transfer, Written } from './batch-file.ts'
import { characterCount, checkBatchFile, noteLine, totalSatangOf } from './check-batch-file.ts'

export type Pain001Version = 'pain.001.001.03' | 'pain.001.001.09'

/**
 * Writes a batch as an ISO 20022 CustomerCreditTransferInitiation in UTF-8: one group, one payment information block, amounts in THB
 * exactly as decimal text, the bank reference as InstrId. The message id is the batch reference, so the same batch written
 * again is the same message and a bank that has seen it refuses it. Charges are the debtor's: the receiver gets the whole amount.
 * Refuses, naming the rows, what checkBatchFile refuses and names over 140 characters; a note is cut to 140.
 * Source: the ISO 20022 message definitions pain.001.001.03 and pain.001.001.09.
 */
export function writePain001(batch: BatchFile, version: Pain001Version): Written<BankFile> {
  const { fileErrors, rowErrors } = checkBatchFile(batch)
  const longDebtorName = isTooLong(batch.debtor.name) ? [NAME_TOO_LONG] : []
  const longNames = batch.transfers.flatMap((transfer, index) => (isTooLong(transfer.creditor.name) ? [{ row: index + 1, ...NAME_TOO_LONG }] : []))
  if (fileErrors.length + rowErrors.length + longNames.length + longDebtorName.length > 0) {
    return { ok: false, fileErrors: [...fileErrors, ...longDebtorName], rowErrors: [...rowErrors, ...longNames] }
  }
  const bytes = new TextEncoder().encode(documentOf(batch, version))
  return { ok: true, value: { fileName: `${batch.batchReference}.${version}.xml`, mediaType: 'application/xml', bytes } }
}

/** Max140Text: names and the unstructured remittance line. */
const TEXT_LENGTH_MAX = 140

const NAME_TOO_LONG: FileError = {
  code: 'NAME_TOO_LONG',
  messageTh: `ชื่อบัญชียาวเกิน ${TEXT_LENGTH_MAX} ตัวอักษร`,
  messageEn: `The account name is longer than ${TEXT_LENGTH_MAX} characters.`,
}

/** Thai Central Bank Identification Code, ISO 20022 external clearing system code list: member ids are the three-digit bank codes. */
const CLEARING_SYSTEM = 'THCBC'

function documentOf(batch: BatchFile, version: Pain001Version): string {
  const count = String(batch.transfers.length)
  const total = bahtText(totalSatangOf(batch.transfers))
  const reference = escaped(batch.batchReference)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">`,
    '<CstmrCdtTrfInitn>',
    `<GrpHdr><MsgId>${reference}</MsgId><CreDtTm>${batch.createdAt}</CreDtTm><NbOfTxs>${count}</NbOfTxs><CtrlSum>${total}</CtrlSum>`,
    `<InitgPty>${nameOf(batch.debtor)}</InitgPty></GrpHdr>`,
    `<PmtInf><PmtInfId>${reference}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>`,
    `<NbOfTxs>${count}</NbOfTxs><CtrlSum>${total}</CtrlSum>`,
    `<ReqdExctnDt>${executionDateOf(batch.executionDate, version)}</ReqdExctnDt>`,
    `<Dbtr>${nameOf(batch.debtor)}</Dbtr><DbtrAcct>${accountOf(batch.debtor)}<Ccy>THB</Ccy></DbtrAcct><DbtrAgt>${agentOf(batch.debtor)}</DbtrAgt>`,
    '<ChrgBr>DEBT</ChrgBr>',
    ...batch.transfers.map(transactionOf),
    '</PmtInf>',
    '</CstmrCdtTrfInitn>',
    '</Document>',
    '',
  ].join('\n')
}

function transactionOf(transfer: Transfer): string {
  const note = noteLine(transfer.note)
  const remittance = note === null ? '' : `<RmtInf><Ustrd>${escaped(cutTo140(note))}</Ustrd></RmtInf>`
  return [
    `<CdtTrfTxInf><PmtId><InstrId>${transfer.bankReference}</InstrId><EndToEndId>${escaped(transfer.endToEndId)}</EndToEndId></PmtId>`,
    `<Amt><InstdAmt Ccy="THB">${bahtText(transfer.amountSatang)}</InstdAmt></Amt>`,
    `<CdtrAgt>${agentOf(transfer.creditor)}</CdtrAgt>`,
    `<Cdtr>${nameOf(transfer.creditor)}</Cdtr><CdtrAcct>${accountOf(transfer.creditor)}</CdtrAcct>${remittance}</CdtTrfTxInf>`,
  ].join('')
}

/** Version 03 has the bare date; 09 made it a choice of date and date with time. */
function executionDateOf(executionDate: string, version: Pain001Version): string {
  return version === 'pain.001.001.03' ? executionDate : `<Dt>${executionDate}</Dt>`
}

function nameOf(account: BankAccount): string {
  return `<Nm>${escaped(account.name.trim())}</Nm>`
}

function accountOf(account: BankAccount): string {
  return `<Id><Othr><Id>${account.accountNumber}</Id></Othr></Id>`
}

function agentOf(account: BankAccount): string {
  return `<FinInstnId><ClrSysMmbId><ClrSysId><Cd>${CLEARING_SYSTEM}</Cd></ClrSysId><MmbId>${account.bankCode}</MmbId></ClrSysMmbId></FinInstnId>`
}

/** Cuts after a trim, so that the last character kept is never a blank the schema would count. */
function cutTo140(note: string): string {
  return Array.from(note).slice(0, TEXT_LENGTH_MAX).join('').trim()
}

function isTooLong(name: string): boolean {
  return characterCount(name.trim()) > TEXT_LENGTH_MAX
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITY_OF[character] ?? character)
}

const ENTITY_OF: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
