import { createCoalescer, type Coalescer } from '../db/coalescer.ts';
import type { Database } from '../db/database.ts';
import type { Transaction } from '../db/statement.ts';
import type { PaymentDraft } from './payment-draft.ts';
import type { PaymentRow } from './payment.entity.ts';
import { addPayments, DRAFT_WAIT_MS_MAX, type Wake } from './payment-flush.ts';
import { nearAmounts, reachOf, type Spread } from './unique-amount.rules.ts';
import { heldAmounts, insertHolds, lockAmounts, openPlainAmounts } from './unique-payments.sql.ts';

/** A draft whose amount may be moved so that no other open payment of its accounts has it (decisions D4). */
export interface UniqueDraft {
  readonly draft: PaymentDraft;
  /** Where a bank may tell of its money: the accounts it was given and those they pay into, each once, in id order. */
  readonly accountIds: readonly string[];
  readonly spread: Spread;
  /** Whether the platform takes payments of this amount. */
  readonly isWithin: (amountSatang: number) => boolean;
  readonly whenFull: 'REFUSE' | 'AS_ASKED';
  /** The draft for another amount: fee and QR text follow. */
  readonly priced: (amountSatang: number) => PaymentDraft;
}
/** FULL: every amount within the bound is taken, and the merchant wants it refused then. */
export type UniqueResult = PaymentRow | undefined | 'FULL';
export type UniquePaymentFlush = Coalescer<UniqueDraft, UniqueResult>;

/** Amounts by account. */
type Taken = Map<string, Set<number>>;
const take = (taken: Taken, accountId: string, amountSatang: number): void => void taken.set(accountId, (taken.get(accountId) ?? new Set()).add(amountSatang));

/** What is taken; and what payments of this call hold already, since the flush may be repeated. */
const lookUp = async (transaction: Transaction, wishes: readonly UniqueDraft[]) => {
  const windows = wishes.flatMap(({ draft, accountIds, spread }) => accountIds.map((accountId) => ({ accountId, ...reachOf(draft.amountSatang, spread) })));
  const distinct = [...new Map(windows.map((window) => [`${window.accountId} ${window.lowSatang} ${window.highSatang}`, window])).values()];
  const held = await transaction.query(heldAmounts, [JSON.stringify(distinct), wishes.map(({ draft }) => draft.id)]);
  const taken: Taken = new Map();
  for (const { accountId, amountSatang } of held) take(taken, accountId, amountSatang);
  return { taken, own: new Map(held.map(({ paymentId, amountSatang }) => [paymentId, amountSatang])) };
};

const firstFree = ({ draft, accountIds, spread, isWithin }: UniqueDraft, taken: Taken): number | undefined => {
  const takenHere = accountIds.flatMap((accountId) => taken.get(accountId) ?? []);
  for (const amountSatang of nearAmounts(draft.amountSatang, spread)) {
    if (takenHere.every((amounts) => !amounts.has(amountSatang)) && isWithin(amountSatang)) return amountSatang;
  }
  return undefined;
};
const choose = (wishes: readonly UniqueDraft[], taken: Taken): ReadonlyMap<UniqueDraft, number> => {
  const chosen = new Map<UniqueDraft, number>();
  for (const wish of wishes) {
    const amountSatang = firstFree(wish, taken);
    if (amountSatang === undefined) continue;
    chosen.set(wish, amountSatang);
    for (const accountId of wish.accountIds) take(taken, accountId, amountSatang);
  }
  return chosen;
};

/** Payments of merchants that do not move amounts hold none, but those that are open now are kept clear of, too. */
const chooseClear = async (transaction: Transaction, wishes: readonly UniqueDraft[], taken: Taken): Promise<ReadonlyMap<UniqueDraft, number>> => {
  const clear = new Map<UniqueDraft, number>();
  let unsettled = wishes;
  while (unsettled.length > 0) {
    const chosen = [...choose(unsettled, taken)];
    const asked = chosen.map(([{ draft, accountIds }, amountSatang]) => ({ id: draft.id, ownerId: draft.receivingOwnerId, mode: draft.mode, accountIds, amountSatang }));
    const crowded = new Set((await transaction.query(openPlainAmounts, [JSON.stringify(asked)])).map(({ id }) => id));
    for (const [wish, amountSatang] of chosen) if (!crowded.has(wish.draft.id)) clear.set(wish, amountSatang);
    unsettled = chosen.flatMap(([wish]) => (crowded.has(wish.draft.id) ? [wish] : []));
  }
  return clear;
};

/**
 * Inserts payments whose amounts are nobody else's on their accounts and those they pay into: of two that are open (or were, and whose grace is not over) each
 * has its own, whatever runs at the same time; the primary key of `amount_hold` guarantees it and a lock per account makes it smooth.
 * One result per wish: undefined where the order id was taken, FULL where no amount is left. Safe to repeat with the same drafts.
 */
export const addUniquePayments = async (transaction: Transaction, wake: Wake, wishes: readonly UniqueDraft[]): Promise<UniqueResult[]> => {
  await transaction.query(lockAmounts, [[...new Set(wishes.flatMap(({ accountIds }) => accountIds))].toSorted()]);
  const { taken, own } = await lookUp(transaction, wishes);
  const chosen = await chooseClear(transaction, wishes.filter(({ draft }) => !own.has(draft.id)), taken);
  const drafts = wishes.flatMap((wish) => {
    const amountSatang = own.get(wish.draft.id) ?? chosen.get(wish);
    if (amountSatang !== undefined) return [wish.priced(amountSatang)];
    return wish.whenFull === 'AS_ASKED' ? [wish.draft] : [];
  });
  const added = new Map((await addPayments(transaction, wake, drafts)).map((row, at) => [drafts[at]!.id, row]));
  const holds = [...chosen].flatMap(([{ draft, accountIds }, amountSatang]) =>
    (added.get(draft.id) ? accountIds.map((accountId) => ({ accountId, amountSatang, paymentId: draft.id })) : []));
  if (holds.length > 0) await transaction.query(insertHolds, [JSON.stringify(holds)]);
  return wishes.map(({ draft }) => (added.has(draft.id) ? added.get(draft.id) : 'FULL'));
};

const BATCH_MAX = 256;
const WAITING_MAX = 4_096;
/** One flush at a time: two would wait for each other's accounts. Apart from the flush of other payments, which never waits for it. */
export const createUniquePaymentFlush = ({ database, ...wake }: Wake & { readonly database: Database }): UniquePaymentFlush =>
  createCoalescer({ flush: (wishes) => database.transaction((transaction) => addUniquePayments(transaction, wake, wishes)), flushesMax: 1, batchMax: BATCH_MAX, waitingMax: WAITING_MAX, waitMsMax: DRAFT_WAIT_MS_MAX });
