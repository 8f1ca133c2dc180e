/** Largest batch any format writes. Bounds the file (about 5 MB of XML) and keeps the KTB running number within its six digits. */
export const TRANSFERS_MAX = 10_000

/** An account at a Thai bank. `accountNumber` is digits only; `bankCode` is the three-digit code. */
export interface BankAccount {
  readonly name: string
  readonly accountNumber: string
  readonly bankCode: string
}

export interface Transfer {
  /** Our id of this one attempt, at most 18 of A-Z and 0-9, so that it fits every format and comes back unchanged. */
  readonly bankReference: string
  readonly endToEndId: string
  readonly amountSatang: number
  readonly creditor: BankAccount
  /** Words for the receiver. Decides nothing, so it is the only text a format may cut. */
  readonly note: string | null
}

/** A batch of transfers from one account, before it takes the shape some bank wants. */
export interface BatchFile {
  readonly batchReference: string
  /** UTC instant. */
  readonly createdAt: string
  /** yyyy-mm-dd, the business day in Bangkok. */
  readonly executionDate: string
  readonly debtor: BankAccount
  readonly transfers: readonly Transfer[]
}

export type TransferOutcome = 'PROCESSING' | 'SUCCESS' | 'FAILED' | 'CANCELLED'

/** What the bank said about one transfer. The reason is always a sentence; `reasonCode` is the bank's own code, where it gave one. */
export interface OutcomeDetail {
  readonly outcome: TransferOutcome
  readonly reasonCode: string | null
  readonly reasonTh: string
  readonly reasonEn: string
}

/** One line of a bank's report as the bank wrote it: some banks return only one of the two references. */
export interface ReportedTransfer extends OutcomeDetail {
  /** Where it stands in the file: the spreadsheet's row number, or the n-th transaction of the message. */
  readonly row: number
  readonly bankReference: string | null
  readonly endToEndId: string | null
  readonly amountSatang: number | null
  readonly externalRef: string | null
  /** UTC instant, only for SUCCESS. */
  readonly paidAt: string | null
}

/** A line in doubt, with the references as they stand in the file, so that whatever it may be about is left alone. */
export interface DoubtfulRow extends RowError, Pick<ReportedTransfer, 'bankReference' | 'endToEndId'> {}

/** A bank's report before it is held against what was sent. */
export interface BatchReport {
  readonly batchReference: string | null
  readonly transfers: readonly ReportedTransfer[]
  /** What the bank said of every transfer that it did not list; null when it said nothing it can be held to. */
  readonly unlisted: OutcomeDetail | null
  readonly rowErrors: readonly DoubtfulRow[]
}

export interface BatchResultRow extends OutcomeDetail {
  readonly bankReference: string
  readonly externalRef: string | null
  readonly paidAt: string | null
}

/** A report held against the batch: at most one row for each transfer, and every row a transfer of that batch. */
export interface BatchResult {
  readonly batchReference: string | null
  readonly rows: readonly BatchResultRow[]
  readonly rowErrors: readonly DoubtfulRow[]
}

/** What is wrong with the file as a whole. */
export interface FileError {
  readonly code: string
  readonly messageTh: string
  readonly messageEn: string
}

/** What is wrong with one row, counted from 1. */
export interface RowError extends FileError {
  readonly row: number
}

/** A finished file for the bank. `bytes` are exactly what is to be uploaded. */
export interface BankFile {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** A writer makes a whole file or none: a batch with one wrong row is refused, naming every wrong row. */
export type Written<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fileErrors: readonly FileError[]; readonly rowErrors: readonly RowError[] }

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FileError }
