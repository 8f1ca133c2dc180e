import { batchMoves, type BatchStatus } from '@paygate/contract/batches';
import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import type { Executor, Transaction } from '../db/statement.ts';
import { findBatch, lockBatch, type BatchWithPeople } from './batches.sql.ts';

/** Refuses BATCH_NOT_FOUND. */
export const batchById = async (sql: Executor, id: string): Promise<BatchWithPeople> => {
  const [batch] = isUuid(id) ? await sql.query(findBatch, [id]) : [];
  if (!batch) throw new Refusal('BATCH_NOT_FOUND');
  return batch;
};

/** Refuses BATCH_STATUS_CONFLICT unless the batch is in one of the statuses. */
export const needStatus = ({ status }: Pick<BatchWithPeople, 'status'>, needed: readonly BatchStatus[]): void => {
  if (!needed.includes(status)) throw new Refusal('BATCH_STATUS_CONFLICT', { status, needed: needed.join(', ') });
};

/** The batch, taken until the transaction ends. Refuses BATCH_NOT_FOUND, and BATCH_STATUS_CONFLICT where the move does not start. */
export const lockBatchFor = async (transaction: Transaction, id: string, move: keyof typeof batchMoves): Promise<BatchWithPeople> => {
  const [batch] = isUuid(id) ? await transaction.query(lockBatch, [id]) : [];
  if (!batch) throw new Refusal('BATCH_NOT_FOUND');
  needStatus(batch, batchMoves[move].from);
  return batch;
};
