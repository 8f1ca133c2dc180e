import type { Mode } from '../caller.ts';
import { createCoalescer, type Coalescer } from '../db/coalescer.ts';
import type { Database } from '../db/database.ts';
import type { PaymentRow } from './payment.entity.ts';
import { findPayments, findPaymentsByOrder } from './payments.sql.ts';

interface Wanted { readonly merchantId: string; readonly mode: Mode; readonly name: string }
type Reads = Coalescer<Wanted, PaymentRow | undefined>;

/** A merchant's payment by its id or by its order id; undefined where there is none. Concurrent reads leave as one statement. */
export interface PaymentReads { readonly byId: Reads; readonly byOrder: Reads }

const FLUSHES_MAX = 2;
const BATCH_MAX = 256;
const WAITING_MAX = 4_096;

const reads = (database: Database, statement: typeof findPayments): Reads =>
  createCoalescer({
    flushesMax: FLUSHES_MAX, batchMax: BATCH_MAX, waitingMax: WAITING_MAX,
    flush: async (wanted) => {
      const found: (PaymentRow | undefined)[] = wanted.map(() => undefined);
      for (const { place, ...row } of await database.query(statement, [wanted.map(({ name }) => name), wanted.map(({ merchantId }) => merchantId), wanted.map(({ mode }) => mode)])) found[place - 1] = row;
      return found;
    },
  });

export const createPaymentReads = (database: Database): PaymentReads => ({ byId: reads(database, findPayments), byOrder: reads(database, findPaymentsByOrder) });
