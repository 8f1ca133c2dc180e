/** What a slip's QR names: a transfer, and nothing more. It proves nothing by itself. */
export interface SlipName {
  /** Three digits, or TRUEMONEY. */
  readonly sendingBank: string;
  readonly transRef: string;
}

/** A party as a bank shows it: names may be cut, accounts masked. */
export interface SlipParty {
  readonly name: string | null;
  /** In full, masked (xxx-x-x3585-x), or a PromptPay id. */
  readonly account: string | null;
  readonly bankCode: string | null;
}
export interface VerifiedTransfer {
  readonly amountSatang: number;
  /** UTC, ISO 8601. */
  readonly paidAt: string;
  readonly sender: SlipParty;
  readonly receiver: SlipParty;
  readonly ref1: string | null;
  readonly ref2: string | null;
}

/**
 * FOUND: the bank vouches for this transfer. NOT_FOUND: it does not know it, or not yet, since some banks publish late. UNAVAILABLE: nobody
 * could be asked; ask again.
 */
export type SlipVerdict =
  | { readonly kind: 'FOUND'; readonly transfer: VerifiedTransfer }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'UNAVAILABLE'; readonly reason: string };

/** Whoever can confirm a slip: a bank, a provider, the sandbox bank. Throws never, changes nothing, may be asked again. */
export interface SlipVerifyPort {
  readonly name: string;
  verify(slip: SlipName): Promise<SlipVerdict>;
}
