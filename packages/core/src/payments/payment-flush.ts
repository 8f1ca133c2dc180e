import assert from 'node:assert/strict';
import { documentedEventNames } from '@paygate/contract/events';
import type { Bell } from '../db/bell.ts';
import { createCoalescer, type Coalescer } from '../db/coalescer.ts';
import type { Database } from '../db/database.ts';
import type { Executor, Transaction } from '../db/statement.ts';
import { DELIVERIES_DUE, wakeEndpoints } from '../webhooks/wake-endpoints.ts';
import { CREATED_EVENT_END, findInstants, insertPayments } from './insert-payments.sql.ts';
import type { PaymentDraft } from './payment-draft.ts';
import type { PaymentRow } from './payment.entity.ts';
import { paymentEvent } from './payment-events.ts';

export interface Wake { readonly bell: Bell }

/** The inserted payment, or undefined where its order id was taken. */
export type PaymentFlush = Coalescer<PaymentDraft, PaymentRow | undefined>;

/** Ids are of about the time of their rows (payments.sql.ts), and whoever sent the call has given up by then. */
export const DRAFT_WAIT_MS_MAX = 30_000;
const FLUSHES_MAX = 2;
// Measured on a local disk: with fewer a commit of their own costs more than waiting for the one that is under way.
const BESIDE_MIN = 8;
const BATCH_MAX = 256;
const WAITING_MAX = 4_096;

interface Instants { readonly createdAt: string; readonly expiresAt: string }
const rowOf = ({ expirySeconds: _, metadata, ...draft }: PaymentDraft, { createdAt, expiresAt }: Instants): PaymentRow => ({
  ...draft, metadata, bankAccountId: draft.bankAccountId ?? null, requestedSatang: draft.requestedSatang ?? null, isCounted: draft.isCounted ?? false,
  status: 'PENDING', statusReason: null, isLate: false, paidAt: null, createdAt, updatedAt: createdAt, expiresAt,
});

/** What the database completes with the instants that its clock sets. */
const startOfEvent = (draft: PaymentDraft): string => {
  const text = JSON.stringify(paymentEvent(rowOf(draft, { createdAt: '', expiresAt: '' })).data);
  assert(text.endsWith(CREATED_EVENT_END), 'a payment.created event ends with its instants');
  return text.slice(0, -CREATED_EVENT_END.length);
};

interface Added { readonly rows: (PaymentRow | undefined)[]; readonly endpointIds: readonly string[] }
/** One statement, and one more where an order id was taken or a call is repeated. */
const insert = async (sql: Executor, drafts: readonly PaymentDraft[]): Promise<Added> => {
  const inserted = await sql.query(insertPayments, [JSON.stringify(drafts.map((draft) => ({ ...draft, event: startOfEvent(draft) }))), documentedEventNames]);
  const instants = new Map<string, Instants>(inserted.map((row) => [row.id, row]));
  const missing = drafts.filter(({ id }) => !instants.has(id)).map(({ id }) => id);
  if (missing.length > 0) for (const row of await sql.query(findInstants, [missing])) instants.set(row.id, row);
  const rows = drafts.map((draft) => {
    const found = instants.get(draft.id);
    return found && rowOf(draft, found);
  });
  return { rows, endpointIds: inserted[0]?.endpointIds ?? [] };
};

/**
 * Inserts payments with their `payment.created` events, one result per draft: undefined where the order id was taken, also
 * by an earlier draft of the same call. Safe to repeat with the same drafts.
 */
export const addPayments = async (transaction: Transaction, wake: Wake, drafts: readonly PaymentDraft[]): Promise<(PaymentRow | undefined)[]> => {
  if (drafts.length === 0) return [];
  const { rows, endpointIds } = await insert(transaction, drafts);
  wakeEndpoints(transaction, wake, endpointIds);
  return rows;
};

/**
 * Concurrent creates leave as one statement, which is its own transaction; at rest a create waits for nobody.
 */
export const createPaymentFlush = ({ database, bell }: Wake & { readonly database: Database }): PaymentFlush =>
  createCoalescer({
    flush: async (drafts) => {
      const { rows, endpointIds } = await insert(database, drafts);
      if (endpointIds.length > 0) bell.ring(DELIVERIES_DUE, endpointIds);
      return rows;
    },
    flushesMax: FLUSHES_MAX, besideMin: BESIDE_MIN, batchMax: BATCH_MAX, waitingMax: WAITING_MAX, waitMsMax: DRAFT_WAIT_MS_MAX,
  });
