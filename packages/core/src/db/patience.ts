import { statement, type Transaction } from './statement.ts';

// None instead of a longer one: PostgreSQL sets the clock of a transaction that runs to no other time, and what ends too soon each time is never done.
const NO_END = `set_config('transaction_timeout', '0', true)`;

/**
 * This transaction lasts as long as its statements do, each within its own limit: for long work that nobody waits for, and that writes neither credits nor
 * events (see TRANSACTION_SECONDS_MAX).
 */
export const lastAsLongAsNeeded = statement<{ patience: string }>('db.lastAsLongAsNeeded', `select ${NO_END} as "patience"`);

const STATEMENT_SECONDS_MAX = 300;
const MORE_MS = 10_000;
const readPatiently = statement<{ patience: string }>('db.readPatiently', `
  select ${NO_END} || set_config('statement_timeout', '${STATEMENT_SECONDS_MAX}s', true) || set_config('max_parallel_workers_per_gather', '2', true) as "patience"`);
/** The same, with more time and processes for each statement than a request has: for what reads large books. */
export const readAsLongAsNeeded = async (transaction: Transaction): Promise<void> => {
  await transaction.query(readPatiently, []);
  transaction.waitForAnswers(STATEMENT_SECONDS_MAX * 1_000 + MORE_MS);
};
