import type { batchOperations } from '@paygate/contract/batches';
import type { Answer } from '@paygate/contract/kernel';
import type { Transaction } from '../db/statement.ts';
import { lockPayouts, recordAttempt } from '../payouts/payouts.sql.ts';
import { settlePayout, type PayoutOutcome } from '../payouts/settle-payout.ts';
import type { Platform } from '../platform.ts';
import type { BatchedPayout } from './batches.sql.ts';
import type { BatchResultRow } from './formats/batch-file.ts';

/** What the bank said of one payout of the batch. */
export interface Told { readonly row: BatchResultRow; readonly payout: BatchedPayout }
type Contradiction = Answer<(typeof batchOperations)['result']>['result']['rowErrors'][number];
interface Settled { readonly succeeded: number; readonly failed: number; readonly processing: number; readonly unchanged: number; readonly contradictions: readonly Contradiction[] }

const wordsOf = ({ reasonCode, reasonEn }: BatchResultRow): string => (reasonCode === null ? reasonEn : `${reasonCode}: ${reasonEn}`);

const outcomeOf = (row: BatchResultRow): PayoutOutcome | undefined => {
  if (row.outcome === 'PROCESSING') return undefined;
  return row.outcome === 'SUCCESS' ? { move: 'succeed', externalRef: row.externalRef } : { move: 'fail', reason: wordsOf(row) };
};

const contradiction = ({ row }: Told, status: string): Contradiction => ({
  row: null, bankReference: row.bankReference, code: 'CONTRADICTS_EARLIER_RESULT',
  en: `The file says ${row.outcome}, but the payout is ${status} already; a person must ask the bank.`,
  th: `ไฟล์ระบุ ${row.outcome} แต่รายการเป็น ${status} แล้ว โปรดสอบถามธนาคาร`,
});

/**
 * Settles some rows in one transaction. A payout that has its outcome already is left alone: counted as unchanged where the bank says
 * the same again, named where it says something else. Only a person undoes money that has moved. All payouts are taken before any balance: whoever
 * settles some of the same at this moment waits for them with none of either.
 */
export const settleRows = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, told: readonly Told[]): Promise<Settled> => {
  const counts = { succeeded: 0, failed: 0, processing: 0, unchanged: 0 };
  const contradictions: Contradiction[] = [];
  const taken = new Map((await transaction.query(lockPayouts, [told.map(({ payout }) => payout.id)])).map((payout) => [payout.id, payout]));
  for (const one of told) {
    const { row, payout } = one;
    const outcome = outcomeOf(row);
    const now = taken.get(payout.id);
    const isOpen = now?.status === 'PROCESSING' || now?.status === 'UNKNOWN';
    if (isOpen && outcome === undefined) {
      if (payout.attemptOutcome === 'OPEN') await transaction.query(recordAttempt, [payout.attemptId, 'ACCEPTED', wordsOf(row)]);
      counts.processing += 1;
    } else if (isOpen && outcome !== undefined) {
      await settlePayout(transaction, platform, { payoutId: payout.id, outcome });
      await transaction.query(recordAttempt, [payout.attemptId, outcome.move === 'succeed' ? 'SETTLED' : 'REJECTED', wordsOf(row)]);
      counts[outcome.move === 'succeed' ? 'succeeded' : 'failed'] += 1;
    } else if (outcome === undefined || now?.status === (outcome.move === 'succeed' ? 'SUCCESS' : 'FAILED')) counts.unchanged += 1;
    else contradictions.push(contradiction(one, now?.status ?? 'gone'));
  }
  return { ...counts, contradictions };
};
