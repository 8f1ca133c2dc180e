import { TRANSFERS_MAX } from './batch-file.ts'
import type { BankAccount, BatchFile, FileError, RowError, Transfer } from './batch-file.ts'

export interface BatchFileErrors {
  readonly fileErrors: readonly FileError[]
  readonly rowErrors: readonly RowError[]
}

/**
 * Names everything about a batch that no bank could carry out, whatever the format: no transfers or too many, references that
 * would not come back unchanged or that are used twice, amounts that are not positive whole satang, accounts that are not digits,
 * names that are blank or hold control characters. Both lists empty means every format may write it.
 */
export function checkBatchFile(batch: BatchFile): BatchFileErrors {
  return { fileErrors: fileErrorsOf(batch), rowErrors: rowErrorsOf(batch.transfers) }
}

/** The exact sum of a checked batch, in satang. */
export function totalSatangOf(transfers: readonly Transfer[]): number {
  return transfers.reduce((totalSatang, transfer) => totalSatang + transfer.amountSatang, 0)
}

/** The note on one line, blanks collapsed; null when nothing is left of it. */
export function noteLine(note: string | null): string | null {
  const line = (note ?? '').replace(/\s+/gu, ' ').trim()
  return line === '' ? null : line
}

/** How long a text is for a standard that counts characters: code points, so that a Thai vowel sign is one. */
export function characterCount(text: string): number {
  return Array.from(text).length
}

const BATCH_REFERENCE = /^[A-Za-z0-9-]{1,35}$/
const BANK_REFERENCE = /^[A-Z0-9]{1,18}$/
const END_TO_END_ID = /^[\x21-\x7e]{1,35}$/
const ACCOUNT_NUMBER = /^[0-9]{6,20}$/
const BANK_CODE = /^[0-9]{3}$/
const UTC_INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z$/
// Control characters, half surrogates, line separators and non-characters: none belongs in a name, and XML 1.0 cannot carry most of them.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/u

function fileErrorsOf(batch: BatchFile): FileError[] {
  const errors: FileError[] = []
  if (batch.transfers.length === 0) errors.push(EMPTY_BATCH)
  if (batch.transfers.length > TRANSFERS_MAX) errors.push(BATCH_TOO_LARGE)
  if (!BATCH_REFERENCE.test(batch.batchReference)) errors.push(BAD_BATCH_REFERENCE)
  if (!UTC_INSTANT.test(batch.createdAt) || Number.isNaN(Date.parse(batch.createdAt))) errors.push(BAD_CREATED_AT)
  if (!isCalendarDay(batch.executionDate)) errors.push(BAD_EXECUTION_DATE)
  if (accountProblem(batch.debtor) !== null) errors.push(BAD_DEBTOR)
  if (!Number.isSafeInteger(totalSatangOf(batch.transfers))) errors.push(TOTAL_TOO_LARGE)
  return errors
}

function rowErrorsOf(transfers: readonly Transfer[]): RowError[] {
  const errors: RowError[] = []
  const rowOfReference = new Map<string, number>()
  // A batch over the limit is refused as a file; its rows are still looked at only up to the limit.
  transfers.slice(0, TRANSFERS_MAX).forEach((transfer, index) => {
    const row = index + 1
    const problem = transferProblem(transfer)
    if (problem !== null) errors.push({ row, ...problem })
    const earlierRow = rowOfReference.get(transfer.bankReference)
    if (earlierRow === undefined) rowOfReference.set(transfer.bankReference, row)
    else errors.push({ row, ...duplicateReference(transfer.bankReference, earlierRow) })
  })
  return errors
}

function transferProblem(transfer: Transfer): FileError | null {
  if (!BANK_REFERENCE.test(transfer.bankReference)) return BAD_BANK_REFERENCE
  if (!END_TO_END_ID.test(transfer.endToEndId)) return BAD_END_TO_END_ID
  if (!Number.isSafeInteger(transfer.amountSatang) || transfer.amountSatang <= 0) return BAD_AMOUNT
  const note = noteLine(transfer.note)
  if (note !== null && UNPRINTABLE.test(note)) return UNPRINTABLE_NOTE
  return accountProblem(transfer.creditor)
}

export type AccountProblem = typeof BLANK_NAME | typeof UNPRINTABLE_NAME | typeof BAD_ACCOUNT_NUMBER | typeof BAD_BANK_CODE

/** Why no file could carry a transfer to this account, or null. */
export function accountProblem(account: BankAccount): AccountProblem | null {
  if (account.name.trim() === '') return BLANK_NAME
  if (UNPRINTABLE.test(account.name)) return UNPRINTABLE_NAME
  if (!ACCOUNT_NUMBER.test(account.accountNumber)) return BAD_ACCOUNT_NUMBER
  return BANK_CODE.test(account.bankCode) ? null : BAD_BANK_CODE
}

function isCalendarDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

function duplicateReference(bankReference: string, earlierRow: number): FileError {
  return fileError('DUPLICATE_BANK_REFERENCE', `เลขอ้างอิง ${bankReference} ซ้ำกับรายการที่ ${earlierRow}`, `Bank reference ${bankReference} is already used by row ${earlierRow}.`)
}

function fileError<Code extends string>(code: Code, messageTh: string, messageEn: string): FileError & { readonly code: Code } {
  return { code, messageTh, messageEn }
}

const EMPTY_BATCH = fileError('EMPTY_BATCH', 'ชุดโอนเงินไม่มีรายการ', 'The batch has no transfers.')
const BATCH_TOO_LARGE = fileError('BATCH_TOO_LARGE', `ชุดโอนเงินมีเกิน ${TRANSFERS_MAX} รายการ กรุณาแบ่งชุด`, `The batch has more than ${TRANSFERS_MAX} transfers; split it.`)
const BAD_BATCH_REFERENCE = fileError('BAD_BATCH_REFERENCE', 'เลขอ้างอิงชุดต้องเป็น A-Z a-z 0-9 หรือ - ไม่เกิน 35 ตัว', 'The batch reference must be at most 35 letters, digits or hyphens.')
const BAD_CREATED_AT = fileError('BAD_CREATED_AT', 'เวลาสร้างชุดไม่ใช่เวลา UTC ที่ถูกต้อง', 'The creation time is not a valid UTC instant.')
const BAD_EXECUTION_DATE = fileError('BAD_EXECUTION_DATE', 'วันที่โอนต้องเป็นวันที่จริงในรูป ปปปป-ดด-วว', 'The execution date must be a real day written yyyy-mm-dd.')
const BAD_DEBTOR = fileError('BAD_DEBTOR', 'ชื่อ เลขบัญชี หรือรหัสธนาคารของบัญชีต้นทางไม่ถูกต้อง', 'The paying account needs a printable name, an account number of 6 to 20 digits and a three-digit bank code.')
const TOTAL_TOO_LARGE = fileError('TOTAL_TOO_LARGE', 'ยอดรวมของชุดสูงเกินกว่าจะคำนวณได้แม่นยำ', 'The total of the batch is too large to be exact.')
const BAD_BANK_REFERENCE = fileError('BAD_BANK_REFERENCE', 'เลขอ้างอิงธนาคารต้องเป็น A-Z 0-9 ไม่เกิน 18 ตัว', 'The bank reference must be 1 to 18 of A-Z and 0-9.')
const BAD_END_TO_END_ID = fileError('BAD_END_TO_END_ID', 'รหัส end-to-end ต้องเป็นอักษร ASCII ไม่มีช่องว่าง ไม่เกิน 35 ตัว', 'The end-to-end id must be 1 to 35 ASCII characters without blanks.')
const BAD_AMOUNT = fileError('BAD_AMOUNT', 'จำนวนเงินต้องมากกว่าศูนย์และเป็นสตางค์เต็มจำนวน', 'The amount must be more than zero and whole satang.')
const UNPRINTABLE_NOTE = fileError('UNPRINTABLE_CHARACTER', 'หมายเหตุมีอักขระควบคุม', 'The note holds a control character.')
const BLANK_NAME = fileError('BLANK_NAME', 'ชื่อบัญชีผู้รับว่าง', 'The account name is blank.')
const UNPRINTABLE_NAME = fileError('UNPRINTABLE_CHARACTER', 'ชื่อบัญชีมีอักขระควบคุม', 'The account name holds a control character.')
const BAD_ACCOUNT_NUMBER = fileError('BAD_ACCOUNT_NUMBER', 'เลขบัญชีต้องเป็นตัวเลข 6 ถึง 20 หลัก', 'The account number must be 6 to 20 digits.')
const BAD_BANK_CODE = fileError('BAD_BANK_CODE', 'รหัสธนาคารต้องเป็นตัวเลข 3 หลัก', 'The bank code must be three digits.')
