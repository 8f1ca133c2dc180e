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
type Hear = (state: PayerState) => void;
/** Who looks at a payment, each with what he was told. */
type Watchers = Map<Hear, PayerState | undefined>;

// However often the bell rings, the database is asked this often at most.
const PAUSE_MS = 200;
// Bells may be lost and nobody rings at an expiry that is merely due.
const SWEEP_MS = 5_000;
const IDS_PER_QUERY = 500;

/**
 * One listener and at most one query at a time for a whole process: a ring costs nothing while nobody looks, and else one look-up by id of the
 * payments on show. Whoever comes is told what is found after he came: his page would load anew for ever at a state that is over.
 */
export const createPaymentWatch = ({ database, bell, log }: Pick<Platform, 'database' | 'bell' | 'log'>): PaymentWatch => {
  const watched = new Map<string, Watchers>();
  /** To be looked at in this order; whoever was looked at goes to the end, so that no ring makes anybody wait for ever. */
  const due = new Set<string>();
  let isLooking = false;

  const look = async (ids: readonly string[]): Promise<void> => {
    for (const row of await database.query(checkoutStates, [ids])) {
      const state = payerStateOf(row);
      const watchers: Watchers = watched.get(row.id) ?? new Map();
      for (const [hear, told] of watchers) {
        if (told === state) continue;
        watchers.set(hear, state);
        hear(state);
      }
    }
  };
  const lookAtDue = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    while (due.size > 0) {
      const ids = [...due].slice(0, IDS_PER_QUERY);
      for (const id of ids) due.delete(id);
      await look(ids).catch((error: unknown) => log.warn({ err: error }, 'payments on show could not be read; trying again soon'));
      await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS).unref(); });
    }
    isLooking = false;
  };
  const lookAtAll = (): void => {
    for (const id of watched.keys()) due.add(id);
    void lookAtDue();
  };
  const stopListening = bell.listen(PAYMENTS_CHANGED, lookAtAll);
  const sweep = setInterval(lookAtAll, SWEEP_MS).unref();

  return {
    watch: (id, hear) => {
      const watchers: Watchers = watched.get(id) ?? new Map();
      watched.set(id, watchers);
      watchers.set(hear, undefined);
      due.add(id);
      void lookAtDue();
      return () => {
        watchers.delete(hear);
        if (watchers.size > 0 || watched.get(id) !== watchers) return;
        watched.delete(id);
        due.delete(id);
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
