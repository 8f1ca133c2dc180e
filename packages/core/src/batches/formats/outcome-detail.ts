import type { OutcomeDetail, TransferOutcome } from './batch-file.ts'

export interface BankReason {
  readonly code: string | null
  /** Free words of the bank, in whatever language it wrote them. */
  readonly words: string | null
}

/**
 * Puts an outcome and the bank's reason into a sentence in both languages. A known ISO 20022 code is explained, an unknown one is named,
 * and the bank's own words follow, cut to 300 characters; without either the outcome itself is the sentence. A rejection as a duplicate stays PROCESSING.
 */
export function outcomeDetailOf(told: TransferOutcome, reason: BankReason): OutcomeDetail {
  const outcome = told !== 'SUCCESS' && isDuplicateCode(reason.code) ? 'PROCESSING' : told
  const known = reason.code === null ? undefined : REASONS.get(reason.code)
  const words = reason.words === null ? '' : Array.from(reason.words).slice(0, BANK_WORDS_MAX).join('')
  return {
    outcome,
    reasonCode: reason.code,
    reasonTh: sentenceOf(known?.[0] ?? (reason.code === null ? null : `รหัสเหตุผลจากธนาคาร ${reason.code}`), words) ?? OUTCOME_TH[outcome],
    reasonEn: sentenceOf(known?.[1] ?? (reason.code === null ? null : `Bank reason code ${reason.code}`), words) ?? OUTCOME_EN[outcome],
  }
}

/**
 * Our references are used for one attempt only, so "duplicate" means the bank already has this very transfer, from a file uploaded
 * twice: the first sending may have paid. Calling it failed would free the money to be paid again.
 */
export function isDuplicateCode(code: string | null): boolean {
  return code !== null && DUPLICATE_CODES.has(code)
}

/**
 * What an ISO 20022 payment status means for a payout, or null when it says nothing that holds for every transfer (PART) or is not known.
 * Only settlement counts as paid: accepted is still in progress. Source: ISO 20022 ExternalPaymentTransactionStatus1Code.
 */
export function outcomeOfStatus(status: string): TransferOutcome | null {
  return OUTCOME_OF_STATUS.get(status) ?? null
}

const BANK_WORDS_MAX = 300

const DUPLICATE_CODES: ReadonlySet<string> = new Set(['AM05', 'DUPL', 'DU01', 'DU02', 'DU03', 'DU04', 'DU05'])

const OUTCOME_OF_STATUS: ReadonlyMap<string, TransferOutcome> = new Map([
  ['RCVD', 'PROCESSING'],
  ['ACTC', 'PROCESSING'],
  ['ACCP', 'PROCESSING'],
  ['ACFC', 'PROCESSING'],
  ['ACSP', 'PROCESSING'],
  ['ACWC', 'PROCESSING'],
  ['ACWP', 'PROCESSING'],
  ['PDNG', 'PROCESSING'],
  ['ACSC', 'SUCCESS'],
  ['ACCC', 'SUCCESS'],
  ['RJCT', 'FAILED'],
  ['CANC', 'CANCELLED'],
])

const OUTCOME_TH: Readonly<Record<TransferOutcome, string>> = {
  PROCESSING: 'ธนาคารกำลังดำเนินการ',
  SUCCESS: 'โอนเงินสำเร็จ',
  FAILED: 'ธนาคารปฏิเสธรายการ',
  CANCELLED: 'รายการถูกยกเลิก',
}

const OUTCOME_EN: Readonly<Record<TransferOutcome, string>> = {
  PROCESSING: 'The bank is working on it.',
  SUCCESS: 'The money was transferred.',
  FAILED: 'The bank rejected the transfer.',
  CANCELLED: 'The transfer was cancelled.',
}

/** ISO 20022 ExternalStatusReason1Code, the ones a domestic transfer meets. */
const REASONS: ReadonlyMap<string, readonly [th: string, en: string]> = new Map([
  ['AC01', ['เลขบัญชีผู้รับไม่ถูกต้อง', 'The account number is wrong']],
  ['AC02', ['เลขบัญชีผู้โอนไม่ถูกต้อง', 'The paying account number is wrong']],
  ['AC03', ['เลขบัญชีผู้รับไม่ถูกต้อง', 'The receiving account number is wrong']],
  ['AC04', ['บัญชีปิดแล้ว', 'The account is closed']],
  ['AC06', ['บัญชีถูกอายัดหรือระงับ', 'The account is blocked']],
  ['AG01', ['บัญชีประเภทนี้ห้ามทำรายการนี้', 'This kind of transfer is forbidden on this account']],
  ['AG02', ['รหัสรายการไม่ถูกต้อง', 'The transaction code is not valid']],
  ['AM02', ['จำนวนเงินเกินที่อนุญาต', 'The amount is above what is allowed']],
  ['AM03', ['สกุลเงินนี้โอนไม่ได้', 'The currency cannot be transferred']],
  ['AM04', ['เงินในบัญชีไม่พอ', 'There are not enough funds']],
  ['AM05', ['รายการซ้ำ', 'The transfer is a duplicate']],
  ['AM09', ['จำนวนเงินไม่ถูกต้อง', 'The amount is wrong']],
  ['AM10', ['ยอดรวมไม่ตรงกับผลรวมของรายการ', 'The control sum does not match']],
  ['AM14', ['จำนวนเงินเกินวงเงินที่ตกลงกับธนาคาร', 'The amount is above the agreed limit']],
  ['BE01', ['ชื่อผู้รับไม่ตรงกับบัญชี', 'The name does not match the account']],
  ['BE04', ['ที่อยู่ของผู้รับขาดหรือไม่ถูกต้อง', 'The creditor address is missing or wrong']],
  ['CUST', ['ผู้สั่งโอนขอยกเลิก', 'The customer asked to cancel']],
  ['DT01', ['วันที่โอนไม่ถูกต้อง', 'The execution date is not valid']],
  ['DUPL', ['รายการซ้ำ', 'The transfer is a duplicate']],
  ['DU01', ['เลขอ้างอิงไฟล์ซ้ำ', 'The message id was used before']],
  ['DU02', ['เลขอ้างอิงชุดซ้ำ', 'The payment information id was used before']],
  ['DU03', ['รายการซ้ำ', 'The transaction was sent before']],
  ['DU04', ['รหัส end-to-end ซ้ำ', 'The end-to-end id was used before']],
  ['DU05', ['เลขอ้างอิงรายการซ้ำ', 'The instruction id was used before']],
  ['FF01', ['รูปแบบไฟล์ไม่ถูกต้อง', 'The file format is not valid']],
  ['MD07', ['เจ้าของบัญชีเสียชีวิต', 'The account holder is deceased']],
  ['MS02', ['ลูกค้าไม่ระบุเหตุผล', 'The customer gave no reason']],
  ['MS03', ['ธนาคารไม่ระบุเหตุผล', 'The bank gave no reason']],
  ['NARR', ['ธนาคารอธิบายเป็นข้อความ', 'The bank explained in words']],
  ['RC01', ['รหัสธนาคารไม่ถูกต้อง', 'The bank code is not valid']],
  ['RR04', ['ปฏิเสธตามข้อกำหนดของทางการ', 'Refused for regulatory reasons']],
  ['TM01', ['ส่งหลังเวลาปิดรับของธนาคาร', 'Sent after the cut-off time']],
])

function sentenceOf(meaning: string | null, words: string): string | null {
  if (meaning === null) return words === '' ? null : words
  return words === '' ? meaning : `${meaning}: ${words}`
}
