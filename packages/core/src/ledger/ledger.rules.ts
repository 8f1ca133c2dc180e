import { newId } from '../ids.ts';
import type { Mode } from '../caller.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import type { LedgerAccountKind } from './ledger.entity.ts';

/** One line of a posting: credit positive, debit negative. */
export interface Entry {
  readonly accountKind: LedgerAccountKind;
  /** The merchant or receiving account; null for the platform's own revenue and adjustments. */
  readonly ownerId: string | null;
  readonly amountSatang: number;
}
/** Everything one cause posts. The pair of cause kind and id posts once, ever. */
export interface Posting {
  readonly transactionId: string;
  readonly mode: Mode;
  readonly causeKind: 'payment' | 'suspense' | 'payout-hold' | 'payout-post' | 'payout-void' | 'payout-reverse' | 'settlement-hold' | 'settlement-post' | 'settlement-void'
    | 'fee-statement' | 'fee-statement-pay' | 'fee-statement-void' | 'return-take' | 'return-back' | 'confirm-cover';
  readonly causeId: string;
  readonly entries: readonly Entry[];
}

/** Entries of zero are left out; what remains must sum to zero. Throws when it does not: that is a bug, never an input. */
export const posting = (cause: Pick<Posting, 'mode' | 'causeKind' | 'causeId'>, entries: readonly Entry[]): Posting => {
  const kept = entries.filter(({ amountSatang }) => amountSatang !== 0);
  const sumSatang = kept.reduce((sum, { amountSatang }) => sum + amountSatang, 0);
  if (sumSatang !== 0) throw new Error(`posting for ${cause.causeKind} ${cause.causeId} is off by ${sumSatang} satang`);
  return { ...cause, transactionId: newId(), entries: kept };
};

interface Paid { readonly id: string; readonly merchantId: string; readonly mode: Mode; readonly amountSatang: number; readonly feeSatang: number; readonly qrMode: 'CENTRAL' | 'DIRECT' }

/** Where a payment's money is taken from: it just arrived at the account, it was in that account's suspense, or an admin vouches for it. */
export type PaymentSource = { readonly accountKind: 'BANK' | 'SUSPENSE'; readonly ownerId: string } | { readonly accountKind: 'ADJUSTMENT'; readonly ownerId: null };

/**
 * A paid payment. CENTRAL: the source loses the amount, the merchant is owed the net, the fee is revenue. DIRECT: the money
 * never touches the platform, the fee is owed by the merchant (decisions C6).
 */
export const paymentPosting = (payment: Paid, source: PaymentSource): Posting => {
  const { id, mode, merchantId, amountSatang, feeSatang } = payment;
  const revenue: Entry = { accountKind: 'FEE_REVENUE', ownerId: null, amountSatang: feeSatang };
  const cause = { mode, causeKind: 'payment', causeId: id } as const;
  if (payment.qrMode === 'DIRECT') return posting(cause, [{ accountKind: 'FEE_RECEIVABLE', ownerId: merchantId, amountSatang: -feeSatang }, revenue]);
  return posting(cause, [
    { ...source, amountSatang: -amountSatang },
    { accountKind: 'MERCHANT_AVAILABLE', ownerId: merchantId, amountSatang: amountSatang - feeSatang },
    revenue,
  ]);
};

interface Unclear { readonly id: string; readonly mode: Mode; readonly amountSatang: number; readonly receivingAccountId: string }

/** Money on the platform's account that belongs to nobody yet. */
export const suspensePosting = (credit: Unclear): Posting =>
  posting({ mode: credit.mode, causeKind: 'suspense', causeId: credit.id }, [
    { accountKind: 'BANK', ownerId: credit.receivingAccountId, amountSatang: -credit.amountSatang },
    { accountKind: 'SUSPENSE', ownerId: credit.receivingAccountId, amountSatang: credit.amountSatang },
  ]);

interface Returned { readonly id: string; readonly mode: Mode; readonly amountSatang: number; readonly receivingAccountId: string }
const returned = (causeKind: 'return-take' | 'return-back', { id, mode, receivingAccountId, amountSatang }: Returned, sign: 1 | -1): Posting =>
  posting({ mode, causeKind, causeId: id }, [
    { accountKind: 'SUSPENSE', ownerId: receivingAccountId, amountSatang: -sign * amountSatang }, { accountKind: 'MERCHANT_AVAILABLE', ownerId: PLATFORM_OWNER, amountSatang: sign * amountSatang },
  ]);
/** Money in suspense becomes the platform's own to send, and is back in suspense when it did not arrive. `id` is the return's. */
export const returnTakePosting = (one: Returned): Posting => returned('return-take', one, 1);
export const returnBackPosting = (one: Returned): Posting => returned('return-back', one, -1);

/** The money of a payment that an admin had vouched for was found in suspense. `id` is the payment's. */
export const coverPosting = ({ id, mode, receivingAccountId, amountSatang }: Returned): Posting =>
  posting({ mode, causeKind: 'confirm-cover', causeId: id }, [
    { accountKind: 'SUSPENSE', ownerId: receivingAccountId, amountSatang: -amountSatang }, { accountKind: 'ADJUSTMENT', ownerId: null, amountSatang },
  ]);

interface Debit { readonly id: string; readonly merchantId: string; readonly mode: Mode; readonly netSatang: number; readonly feeSatang: number; readonly debitSatang: number }
const available = ({ merchantId }: Debit, amountSatang: number): Entry => ({ accountKind: 'MERCHANT_AVAILABLE', ownerId: merchantId, amountSatang });
const reserved = ({ merchantId }: Debit, amountSatang: number): Entry => ({ accountKind: 'MERCHANT_RESERVED', ownerId: merchantId, amountSatang });

type Outgoing = 'payout' | 'settlement';

/** Decisions E2: an order holds amount and fee; nothing has left yet. */
const holdOf = (kind: Outgoing) => (debit: Debit): Posting =>
  posting({ mode: debit.mode, causeKind: `${kind}-hold`, causeId: debit.id }, [available(debit, -debit.debitSatang), reserved(debit, debit.debitSatang)]);

/** The bank has paid: the hold becomes money gone from the account it left, and revenue. */
const postOf = (kind: Outgoing) => (debit: Debit, payingAccountId: string | null): Posting =>
  posting({ mode: debit.mode, causeKind: `${kind}-post`, causeId: debit.id }, [
    reserved(debit, -debit.debitSatang),
    { accountKind: 'BANK', ownerId: payingAccountId, amountSatang: debit.netSatang },
    { accountKind: 'FEE_REVENUE', ownerId: null, amountSatang: debit.feeSatang },
  ]);

/** It failed or was cancelled: the hold goes back. */
const voidOf = (kind: Outgoing) => (debit: Debit): Posting =>
  posting({ mode: debit.mode, causeKind: `${kind}-void`, causeId: debit.id }, [reserved(debit, -debit.debitSatang), available(debit, debit.debitSatang)]);

export const holdPosting = holdOf('payout');
export const settlePosting = postOf('payout');
export const voidPosting = voidOf('payout');
export const settlementHoldPosting = holdOf('settlement');
export const settlementPostPosting = postOf('settlement');
export const settlementVoidPosting = voidOf('settlement');

/** The other bank returned it after success: the merchant gets everything back, the fee too. */
export const reversePosting = (payout: Debit, payingAccountId: string | null): Posting =>
  posting({ mode: payout.mode, causeKind: 'payout-reverse', causeId: payout.id }, [
    { accountKind: 'BANK', ownerId: payingAccountId, amountSatang: -payout.netSatang },
    { accountKind: 'FEE_REVENUE', ownerId: null, amountSatang: -payout.feeSatang },
    available(payout, payout.debitSatang),
  ]);
