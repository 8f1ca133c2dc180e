/**
 * What a bank says of a transfer into one of our accounts when it is asked. An adapter speaks to one bank and promises these types and nothing
 * more; who asks believes the answer alone, never whoever made it ask.
 */
export interface InquiryPort {
  readonly name: string;
  /** Changes nothing, may be repeated. Throws never: what is not certain is UNAVAILABLE. */
  inquire(asked: AskedTransfer): Promise<Inquired>;
}

export interface AskedTransfer {
  readonly transactionId: string;
  /** The account or biller that was paid. */
  readonly payee: string;
  readonly ref1: string;
  /** The day of the transfer in Bangkok, YYYY-MM-DD. */
  readonly paidOn: string;
}

export interface ConfirmedTransfer {
  readonly transactionId: string;
  /** Every name the bank has for the account that was paid: its number, its biller id. */
  readonly payees: readonly string[];
  readonly amountSatang: number;
  readonly paidAt: string;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  /** Three digits where the bank says so. */
  readonly payerBankCode: string | null;
  readonly ref1: string | null;
  readonly ref2: string | null;
}

export type Inquired =
  | { readonly kind: 'FOUND'; readonly transfer: ConfirmedTransfer }
  /** The bank knows no such transfer, or took it back; it may know it later. */
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'UNAVAILABLE'; readonly reason: string };
