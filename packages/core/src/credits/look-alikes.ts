import type { Transaction } from '../db/statement.ts';
import { compareFull, compareMasked } from './accounts-masked.ts';
import type { ReceivedCredit } from './credits.sql.ts';
import { findLookAlikes, type LookAlikeRow } from './look-alikes.sql.ts';
import type { Verdict } from './match.rules.ts';
import { compareNames } from './names/compare-names.ts';
import { payerOf } from './payer.rules.ts';
import { paidWithin } from './time-window.rules.ts';

type Told = Pick<LookAlikeRow, 'paidAt' | 'payerName' | 'payerAccount' | 'payerBankCode'>;

/** A slip shows the minute its bank took the order, a feed the one its bank booked it. */
const APART_MS_MAX = 600_000;

const areApart = (one: Told, other: Told): boolean => {
  const [first, second] = [paidWithin(one.paidAt), paidWithin(other.paidAt)];
  return first.fromMs > second.untilMs + APART_MS_MAX || second.fromMs > first.untilMs + APART_MS_MAX;
};

/** Whether two lines of one account and amount can be the same transfer: near in time, and nothing seen of the payer denies it. Pure. */
export const canBeSameTransfer = (one: Told, other: Told): boolean => {
  if (areApart(one, other)) return false;
  const [first, second] = [payerOf(one), payerOf(other)];
  if (first.payerBankCode !== null && second.payerBankCode !== null && first.payerBankCode !== second.payerBankCode) return false;
  if (first.payerAccount !== null && second.payerAccount !== null) return compareFull(first.payerAccount, second.payerAccount).kind !== 'DIFFERS';
  const [full, mask] = [first.payerAccount ?? second.payerAccount, first.payerMask ?? second.payerMask];
  if (full !== null && mask !== null && compareMasked(mask, full).kind === 'DIFFERS') return false;
  return one.payerName === null || compareNames(one.payerName, [other.payerName]).kind !== 'DIFFERS';
};

/**
 * Leaves to a person what may be money that came another way already: a slip's credit beside one that a bank told of under another reference, and the
 * other way round, and a nameless line of a statement likewise, whatever became of the other. Whichever is decided later sees the other, because a credit is decided only after it was stored.
 */
export const withoutLookAlikes = async (transaction: Transaction, credits: readonly ReceivedCredit[], verdicts: ReadonlyMap<string, Verdict>): Promise<ReadonlyMap<string, Verdict>> => {
  const suspects = credits.flatMap(({ id, hasLookAlikes }) => (hasLookAlikes ? [id] : []));
  if (suspects.length === 0) return verdicts;
  const rows = await transaction.query(findLookAlikes, [suspects]);
  const found = Map.groupBy(rows.filter(({ own, ...other }) => canBeSameTransfer(own, other)), ({ creditId }) => creditId);
  return new Map([...verdicts].map(([creditId, verdict]) => {
    const lookAlikes = found.get(creditId)?.map(({ otherId }) => otherId);
    return [creditId, lookAlikes ? { kind: 'REVIEW', reason: 'POSSIBLE_DUPLICATE', candidates: verdict.candidates, considered: verdict.considered, lookAlikes } : verdict];
  }));
};
