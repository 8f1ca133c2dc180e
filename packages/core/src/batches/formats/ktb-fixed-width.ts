import iconv from 'iconv-lite'
import type { BankFile, BatchFile, FileError, RowError, Transfer, Written } from './batch-file.ts'
import { checkBatchFile, noteLine, totalSatangOf } from './check-batch-file.ts'

/** `companyId` and `batchNumber` (1 to 999999) are what KTB knows the sender by; `serviceType` is the kind of payment, 04 = goods and services. */
export interface KtbOptions {
  readonly companyId: string
  readonly batchNumber: number
  readonly serviceType?: '01' | '02' | '03' | '04' | '05' | '06' | '07' | '59'
}

/** Bytes of one line, without its CRLF. */
export const KTB_LINE_BYTES = 498

/**
 * Writes a batch in Krungthai's bulk text layout: every line exactly 498 bytes and a CRLF, Thai in single-byte TIS-620.
 * KTB takes transfers within the bank and to other banks in different files, so this makes one file or two.
 * Refuses, naming the row: what checkBatchFile refuses; characters TIS-620 lacks; a name over 100 bytes; an account over 11
 * digits. Refuses a payer that is not at KTB, and options that do not fit. Lengths are bytes; a note is cut to 40.
 */
export function writeKtbFixedWidth(batch: BatchFile, options: KtbOptions): Written<readonly BankFile[]> {
  const checked = checkBatchFile(batch)
  const fileErrors = [...checked.fileErrors, ...ktbFileErrors(batch, options)]
  const rowErrors = [...checked.rowErrors, ...batch.transfers.flatMap((transfer, index) => ktbRowErrors(transfer, index + 1))]
  if (fileErrors.length + rowErrors.length > 0) return { ok: false, fileErrors, rowErrors }
  const within = batch.transfers.filter((transfer) => transfer.creditor.bankCode === KTB_CODE)
  const toOthers = batch.transfers.filter((transfer) => transfer.creditor.bankCode !== KTB_CODE)
  const files = [
    { suffix: 'same-bank', transfers: within },
    { suffix: 'other-bank', transfers: toOthers },
  ].filter((file) => file.transfers.length > 0)
  return {
    ok: true,
    value: files.map(({ suffix, transfers }) => ({
      fileName: `${batch.batchReference}.ktb-${suffix}.txt`,
      mediaType: 'text/plain; charset=tis-620',
      bytes: linesOf({ ...batch, transfers }, options),
    })),
  }
}

const KTB_CODE = '006'
const ACCOUNT_DIGITS_MAX = 11
const NAME_BYTES_MAX = 100
const NOTE_BYTES_MAX = 40

/** TIS 620-2533 is printable ASCII and the two Thai ranges. Asked here because the encoder writes "?" for the rest and says nothing. */
const NOT_IN_TIS620 = /[^\x20-\x7e\u0e01-\u0e3a\u0e3f-\u0e5b]/u

function linesOf(batch: BatchFile, options: KtbOptions): Uint8Array {
  const lines = [headerLine(batch, options), ...batch.transfers.map((transfer, index) => detailLine({ batch, options, transfer, runningNumber: index + 1 }))]
  const file = Buffer.alloc(lines.length * (KTB_LINE_BYTES + 2))
  lines.forEach((line, index) => {
    const start = index * (KTB_LINE_BYTES + 2)
    file.set(line, start)
    file.write('\r\n', start + KTB_LINE_BYTES, 'latin1')
  })
  return file
}

/** Cells are placed by the 1-based columns of the bank's layout; what no cell covers stays blank. */
function headerLine(batch: BatchFile, options: KtbOptions): Uint8Array {
  return lineOf([
    [1, 3, '101'],
    [4, 9, digits(options.batchNumber, 6)],
    [10, 12, KTB_CODE],
    [13, 19, digits(batch.transfers.length, 7)],
    [20, 38, digits(totalSatangOf(batch.transfers), 19)],
    [39, 46, dayMonthYear(batch.executionDate)],
    [47, 47, 'C'],
    [48, 55, '00000000'],
    [56, 71, options.companyId],
  ])
}

interface Detail {
  readonly batch: BatchFile
  readonly options: KtbOptions
  readonly transfer: Transfer
  readonly runningNumber: number
}

function detailLine({ batch, options, transfer, runningNumber }: Detail): Uint8Array {
  const receiving = accountOf(transfer.creditor.accountNumber)
  const sending = accountOf(batch.debtor.accountNumber)
  return lineOf([
    [1, 3, '102'],
    [4, 9, digits(options.batchNumber, 6)],
    [10, 12, transfer.creditor.bankCode],
    [13, 16, branchOf(receiving)],
    [17, 27, receiving],
    [28, 30, batch.debtor.bankCode],
    [31, 34, branchOf(sending)],
    [35, 45, sending],
    [46, 53, dayMonthYear(batch.executionDate)],
    [54, 55, options.serviceType ?? '04'],
    [56, 57, '00'],
    [58, 74, digits(transfer.amountSatang, 17)],
    [93, 192, transfer.creditor.name.trim()],
    [193, 292, batch.debtor.name.trim()],
    [293, 332, cutToBytes(noteLine(transfer.note) ?? '', NOTE_BYTES_MAX)],
    [333, 350, transfer.bankReference],
    [393, 398, digits(runningNumber, 6)],
    [399, 400, '09'],
  ])
}

type Cell = readonly [from: number, to: number, text: string]

function lineOf(cells: readonly Cell[]): Uint8Array {
  const line = new Uint8Array(KTB_LINE_BYTES).fill(0x20)
  for (const [from, to, text] of cells) {
    const bytes = iconv.encode(text, 'tis620')
    if (bytes.length > to - from + 1) throw new Error(`A KTB cell overran columns ${from} to ${to}.`)
    line.set(bytes, from - 1)
  }
  return line
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function dayMonthYear(executionDate: string): string {
  const [year = '', month = '', day = ''] = executionDate.split('-')
  return `${day}${month}${year}`
}

function accountOf(accountNumber: string): string {
  return accountNumber.padStart(ACCOUNT_DIGITS_MAX, '0')
}

/** A Thai account number begins with its branch: three digits of a ten-digit number, which is four once padded to eleven. */
function branchOf(paddedAccountNumber: string): string {
  return paddedAccountNumber.slice(0, 4)
}

/** TIS-620 is one byte for one character, so cutting characters cuts bytes. */
function cutToBytes(text: string, bytesMax: number): string {
  return Array.from(text).slice(0, bytesMax).join('').trim()
}

function ktbFileErrors(batch: BatchFile, options: KtbOptions): FileError[] {
  const errors: FileError[] = []
  if (batch.debtor.bankCode !== KTB_CODE) errors.push({ code: 'DEBTOR_NOT_AT_KTB', messageTh: 'บัญชีต้นทางต้องเป็นบัญชีธนาคารกรุงไทย (006)', messageEn: 'The paying account must be at Krungthai Bank (006).' })
  if (!/^[A-Za-z0-9]{1,16}$/.test(options.companyId)) errors.push({ code: 'BAD_COMPANY_ID', messageTh: 'รหัสบริษัทต้องเป็นตัวอักษรหรือตัวเลขไม่เกิน 16 ตัว', messageEn: 'The company id must be 1 to 16 letters or digits.' })
  if (!Number.isInteger(options.batchNumber) || options.batchNumber < 1 || options.batchNumber > 999_999) errors.push({ code: 'BAD_BATCH_NUMBER', messageTh: 'เลขชุดต้องเป็น 1 ถึง 999999', messageEn: 'The batch number must be 1 to 999999.' })
  return [...errors, ...nameProblems(batch.debtor.name), ...accountProblems(batch.debtor.accountNumber)]
}

function ktbRowErrors(transfer: Transfer, row: number): RowError[] {
  const problems = [...nameProblems(transfer.creditor.name), ...accountProblems(transfer.creditor.accountNumber), ...encodingProblems(noteLine(transfer.note) ?? '')]
  return problems.map((problem) => ({ row, ...problem }))
}

function nameProblems(name: string): FileError[] {
  const problems = encodingProblems(name)
  if (problems.length === 0 && iconv.encode(name.trim(), 'tis620').length > NAME_BYTES_MAX) {
    problems.push({ code: 'NAME_TOO_LONG', messageTh: `ชื่อบัญชียาวเกิน ${NAME_BYTES_MAX} ไบต์`, messageEn: `The account name is longer than ${NAME_BYTES_MAX} bytes.` })
  }
  return problems
}

function encodingProblems(text: string): FileError[] {
  const character = NOT_IN_TIS620.exec(text)?.[0]
  if (character === undefined) return []
  const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return [{ code: 'CHARACTER_NOT_IN_TIS620', messageTh: `ไฟล์กรุงไทยใช้อักขระ ${character} (${codePoint}) ไม่ได้`, messageEn: `The KTB file cannot carry the character ${character} (${codePoint}).` }]
}

function accountProblems(accountNumber: string): FileError[] {
  if (accountNumber.length <= ACCOUNT_DIGITS_MAX) return []
  return [{ code: 'ACCOUNT_NUMBER_TOO_LONG', messageTh: `ไฟล์กรุงไทยรับเลขบัญชีไม่เกิน ${ACCOUNT_DIGITS_MAX} หลัก`, messageEn: `The KTB file carries at most ${ACCOUNT_DIGITS_MAX} digits of account number.` }]
}
