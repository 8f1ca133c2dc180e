import type { Bell } from '../db/bell.ts';
import { createCoalescer, type Coalescer } from '../db/coalescer.ts';
import type { Database } from '../db/database.ts';
import type { Transaction } from '../db/statement.ts';
import type { JobQueue } from '../queue.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import type { PaymentDraft } from './payment-draft.ts';
import type { PaymentRow } from './payment.entity.ts';
import { paymentEvent } from './payment-events.ts';
import { insertPayments } from './payments.sql.ts';

export interface Wake { readonly queue: JobQueue; readonly bell: Bell }

/** The inserted payment, or undefined where its order id was taken. */
export type PaymentFlush = Coalescer<PaymentDraft, PaymentRow | undefined>;

const FLUSHES_MAX = 2;
const BATCH_MAX = 256;
const WAITING_MAX = 4_096;

const rowOf = ({ expirySeconds: _, metadata, ...draft }: PaymentDraft, instants: { readonly createdAt: string; readonly expiresAt: string }): PaymentRow => ({
  ...draft, metadata, bankAccountId: draft.bankAccountId ?? null, requestedSatang: draft.requestedSatang ?? null, isCounted: draft.isCounted ?? false, status: 'PENDING', statusReason: null, isLate: false, paidAt: null, updatedAt: instants.createdAt, ...instants,
});

/**
 * Inserts payments with their `payment.created` events, one result per draft: undefined where the order id was taken, also
 * by an earlier draft of the same call. Safe to repeat with the same drafts.
 */
export const addPayments = async (transaction: Transaction, wake: Wake, drafts: readonly PaymentDraft[]): Promise<(PaymentRow | undefined)[]> => {
  const rows = await transaction.query(insertPayments, [JSON.stringify(drafts)]);
  const instants = new Map(rows.map((row) => [row.id, row]));
  const added = drafts.map((draft) => {
    const { createdAt = null, expiresAt = null } = instants.get(draft.id) ?? {};
    return createdAt === null || expiresAt === null ? undefined : rowOf(draft, { createdAt, expiresAt });
  });
  await recordEvents(transaction, wake, added.flatMap((row) => (row ? [paymentEvent(row)] : [])));
  return added;
};

/** Concurrent creates leave as one statement and one commit; at rest a create waits for nobody. */
export const createPaymentFlush = ({ database, ...wake }: Wake & { readonly database: Database }): PaymentFlush =>
  createCoalescer({
    flush: (drafts) => database.transaction((transaction) => addPayments(transaction, wake, drafts)),
    flushesMax: FLUSHES_MAX, batchMax: BATCH_MAX, waitingMax: WAITING_MAX,
  });
