import { bahtFromSatang } from '@paygate/contract/money';
import type { Mode } from '../caller.ts';
import { single, type Transaction } from '../db/statement.ts';
import { holdPosting } from '../ledger/ledger.rules.ts';
import { lockBalances } from '../ledger/ledger.sql.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { Platform } from '../platform.ts';
import type { PayoutRow } from './payout.entity.ts';
import type { PayoutDraft, Rejected } from './payout-draft.ts';
import { insertPayouts, spentToday, takenRefs } from './payouts.sql.ts';

export type Reserved = { readonly ok: true; readonly payout: PayoutRow } | { readonly ok: false; readonly rejected: Rejected };
interface Reservation {
  readonly merchantId: string;
  readonly mode: Mode;
  readonly dailyLimitSatang: number | null;
  readonly isAtomic: boolean;
}

/** Why a sound item of an atomic call was left out: another one was refused. */
export const leftOut: Rejected = { code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'another item of this atomic call was refused' } };

/** Decides in order what the balance, the day's limit and the references allow. Pure. */
const admit = (drafts: readonly PayoutDraft[], limits: { readonly availableSatang: number; readonly leftTodaySatang: number; readonly taken: ReadonlySet<string> }): (Rejected | undefined)[] => {
  let { availableSatang, leftTodaySatang } = limits;
  const taken = new Set(limits.taken);
  return drafts.map(({ merchantRef, debitSatang, purpose }) => {
    if (taken.has(merchantRef)) return { code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'merchantRef', merchantRef } };
    if (debitSatang > availableSatang) return { code: 'INSUFFICIENT_BALANCE', details: { available: bahtFromSatang(availableSatang), required: bahtFromSatang(debitSatang) } };
    if (purpose === 'PAYOUT' && debitSatang > leftTodaySatang) return { code: 'PAYOUT_LIMIT_EXCEEDED', details: { reason: 'daily limit', leftToday: bahtFromSatang(Math.max(leftTodaySatang, 0)) } };
    taken.add(merchantRef);
    availableSatang -= debitSatang;
    leftTodaySatang -= debitSatang;
    return undefined;
  });
};

/**
 * Holds the money and queues the payouts, one result per draft in order; atomic means that one refusal leaves all out. The
 * merchant's balance row is taken first, so whatever runs at the same time waits: no overdraft, no reference twice.
 * Their sending is enqueued in the same transaction where a bank connector exists; elsewhere an operator's batch takes them.
 */
export const reservePayouts = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell' | 'bankFor'>, { drafts, ...reservation }: Reservation & { readonly drafts: readonly PayoutDraft[] }): Promise<readonly Reserved[]> => {
  const { merchantId, mode, dailyLimitSatang, isAtomic } = reservation;
  const { availableSatang } = single(await transaction.query(lockBalances, [[merchantId], [mode]]), 'balance');
  const taken = new Set((await transaction.query(takenRefs, [merchantId, mode, drafts.map(({ merchantRef }) => merchantRef)])).map(({ merchantRef }) => merchantRef));
  const leftTodaySatang = dailyLimitSatang === null ? Number.MAX_SAFE_INTEGER : dailyLimitSatang - single(await transaction.query(spentToday, [merchantId, mode]), 'day').spentSatang;

  const refusals = admit(drafts, { availableSatang, leftTodaySatang, taken });
  const nothing = isAtomic && refusals.some((refusal) => refusal !== undefined);
  const admitted = nothing ? [] : drafts.filter((_, index) => refusals[index] === undefined);
  const rows = new Map((admitted.length === 0 ? [] : await transaction.query(insertPayouts, [JSON.stringify(admitted)])).map((row) => [row.id, row]));
  await postLedger(transaction, [...rows.values()].map(holdPosting));
  if (platform.bankFor(mode) && rows.size > 0) {
    await platform.queue.enqueue(transaction, 'payouts.send', [...rows.keys()].map((payoutId) => ({ payload: { payoutId } })));
    transaction.afterCommit(() => platform.bell.ring('payouts.send'));
  }
  return drafts.map((draft, index) => {
    const payout = rows.get(draft.id);
    return payout ? { ok: true, payout } : { ok: false, rejected: refusals[index] ?? leftOut };
  });
};
