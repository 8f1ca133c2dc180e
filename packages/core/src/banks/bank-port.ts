/**
 * The way out of money, one transfer at a time. An adapter talks to one bank and promises these types and nothing more; who calls
 * it has written the reference down before (decisions F7), because after a crash that reference is all there is to ask about.
 */
export interface BankPort {
  readonly name: string;
  readonly capabilities: BankCapabilities;
  /**
   * Orders one transfer. Throws never: what cannot be known is UNKNOWN, and then only `inquire` may tell.
   * The caller waits up to `answerMsMax`.
   */
  send(reference: string, order: BankTransferOrder): Promise<SendResult>;
  /** What the bank knows of that reference. Changes nothing, may be repeated. Throws never. */
  inquire(reference: string): Promise<InquiryResult>;
}

export interface BankCapabilities {
  /** The same reference sent twice is one transfer, so sending again after UNKNOWN cannot pay twice. */
  readonly isSendIdempotent: boolean;
  /** NOT_FOUND from `inquire` proves that a send which has ended was never booked. */
  readonly isNotFoundFinal: boolean;
  readonly amountSatangMax: number;
  readonly answerMsMax: number;
}

export interface BankTransferOrder {
  readonly amountSatang: number;
  /** Three digits (banks.ts). */
  readonly toBankCode: string;
  readonly toAccountNumber: string;
  readonly toAccountName: string;
}

interface Accepted { readonly kind: 'ACCEPTED'; readonly bankReference: string }
interface Settled { readonly kind: 'SETTLED'; readonly bankReference: string }
/** Final: under this reference no money will ever move. `reasonCode` is an ISO 20022 reason (AC01 wrong account …). */
interface Rejected { readonly kind: 'REJECTED'; readonly reasonCode: string; readonly reason: string }
/** Settled before, and the receiving bank gave the money back. */
interface Returned { readonly kind: 'RETURNED'; readonly bankReference: string; readonly reasonCode: string }
/** Certain that nothing was booked, and may be sent again later: the bank is closed or out of reach. */
interface NotSent { readonly kind: 'NOT_SENT'; readonly reason: string }
/** The bank does not know the reference. */
interface NotFound { readonly kind: 'NOT_FOUND' }
/** Nothing is certain: for a send, money may have moved. */
interface Unknown { readonly kind: 'UNKNOWN'; readonly reason: string }

export type SendResult = Accepted | Settled | Rejected | Returned | NotSent | Unknown;
export type InquiryResult = Accepted | Settled | Rejected | Returned | NotFound | Unknown;
