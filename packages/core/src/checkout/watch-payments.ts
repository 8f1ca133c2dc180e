import type { PayerState } from '@paygate/contract/checkout';
import type { Platform } from '../platform.ts';
import { PAYMENTS_CHANGED } from '../payments/payment-bell.ts';
import { payerStateOf } from './checkout.rules.ts';
import { checkoutStates } from './checkout.sql.ts';

/** Follows payments for as long as somebody looks at them. */
export interface PaymentWatch {
  /** Calls `hear` with the state the payment has, soon, and with each other one it comes to. Returns the way to stop. */
  watch(id: string, hear: (state: PayerState) => void): () => void;
  close(): void;
}
interface Watched { state: PayerState | undefined; readonly hears: Set<(state: PayerState) => void> }

// However often the bell rings, the database is asked this often at most.
const PAUSE_MS = 200;
// Bells may be lost and nobody rings at an expiry that is merely due.
const SWEEP_MS = 5_000;
const IDS_PER_QUERY = 500;

/**
 * One listener and at most one query at a time for a whole process: a ring costs nothing while nobody looks, and else one look-up by id of the
 * payments on show.
 */
export const createPaymentWatch = ({ database, bell, log }: Pick<Platform, 'database' | 'bell' | 'log'>): PaymentWatch => {
  const watched = new Map<string, Watched>();
  let due = new Set<string>();
  let isLooking = false;

  const look = async (ids: readonly string[]): Promise<void> => {
    for (const row of await database.query(checkoutStates, [ids])) {
      const one = watched.get(row.id);
      const state = payerStateOf(row);
      if (!one || one.state === state) continue;
      one.state = state;
      for (const hear of one.hears) hear(state);
    }
  };
  const lookAtDue = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    while (due.size > 0) {
      const ids = [...due].slice(0, IDS_PER_QUERY);
      due = due.difference(new Set(ids));
      await look(ids).catch((error: unknown) => log.warn({ err: error }, 'payments on show could not be read; trying again soon'));
      if (due.size < IDS_PER_QUERY) await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS).unref(); });
    }
    isLooking = false;
  };
  const lookAtAll = (): void => {
    due = new Set(watched.keys());
    void lookAtDue();
  };
  const stopListening = bell.listen(PAYMENTS_CHANGED, lookAtAll);
  const sweep = setInterval(lookAtAll, SWEEP_MS).unref();

  return {
    watch: (id, hear) => {
      const one: Watched = watched.get(id) ?? { state: undefined, hears: new Set() };
      watched.set(id, one);
      one.hears.add(hear);
      if (one.state === undefined) {
        due.add(id);
        void lookAtDue();
      } else hear(one.state);
      return () => {
        one.hears.delete(hear);
        if (one.hears.size === 0 && watched.get(id) === one) watched.delete(id);
      };
    },
    close: () => {
      watched.clear();
      due.clear();
      clearInterval(sweep);
      stopListening();
    },
  };
};
