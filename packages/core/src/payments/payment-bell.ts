import type { Bell } from '../db/bell.ts';
import type { Transaction } from '../db/statement.ts';

/** Rung after a commit that moved payments or left money for one in review. Whoever shows payments looks again at those it shows. */
export const PAYMENTS_CHANGED = 'payments.changed';

export const ringPaymentsChanged = (transaction: Transaction, { bell }: { readonly bell: Bell }): void => transaction.afterCommit(() => bell.ring(PAYMENTS_CHANGED));
