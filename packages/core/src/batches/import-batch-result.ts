import { createHash } from 'node:crypto';
import { batchResultStatuses, type batchOperations } from '@paygate/contract/batches';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { actorOf, recordAudit, type Deed } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller } from '../caller.ts';
import { batchFileOf } from './bank-file.ts';
import { viewBatch } from './batch.view.ts';
import { markCompleted, payoutsOfBatch, type BatchedPayout, type BatchWithPeople } from './batches.sql.ts';
import { batchById, needStatus } from './find-batch.ts';
import type { BatchResult, BatchResultRow, DoubtfulRow, FileError } from './formats/batch-file.ts';
import { readPain002 } from './formats/pain002.ts';
import { resolveBatchReport } from './formats/resolve-batch-report.ts';
import { readResultCsv } from './formats/result-csv.ts';
import { settleRows, type Told } from './settle-rows.ts';

type Import = (typeof batchOperations)['result'];
type Shown = Answer<Import>['result']['rowErrors'][number];

/** Rows settled in one transaction: few enough that nobody waits long for a merchant's balance row. */
const CHUNK = 50;
const ERRORS_SHOWN = 500;

const refuse = ({ code, messageEn, messageTh }: FileError, more: object = {}): never => {
  throw new Refusal('BATCH_RESULT_REFUSED', { code, reason: messageEn, reasonTh: messageTh, ...more });
};
/** A bank's reference has 35 characters at most; what somebody typed in its place has no end. */
const REFERENCE_SHOWN = 35;
const shownRow = ({ row, bankReference, endToEndId, code, messageEn, messageTh }: DoubtfulRow): Shown =>
  ({ row, bankReference: (bankReference ?? endToEndId)?.slice(0, REFERENCE_SHOWN) ?? null, code, en: messageEn, th: messageTh });
const NO_ROW_FITS: FileError = { code: 'NO_ROW_FITS', messageEn: 'No row of the file belongs to this batch.', messageTh: 'ไม่มีแถวใดในไฟล์เป็นของชุดนี้' };

const bytesOf = ({ content, contentBase64 }: Pick<Input<Import>, 'content' | 'contentBase64'>): Buffer => (contentBase64 ? Buffer.from(contentBase64, 'base64') : Buffer.from(content ?? '', 'utf8'));
/** XML begins with an angle bracket, after a byte order mark and blanks at most. */
const formatOf = (bytes: Buffer): 'pain.002' | 'csv' => (/^\uFEFF?\s*</.test(bytes.toString('utf8', 0, 200)) ? 'pain.002' : 'csv');

const resolved = (bytes: Buffer, sent: { readonly batch: BatchWithPeople; readonly payouts: readonly BatchedPayout[] }): BatchResult => {
  const report = formatOf(bytes) === 'pain.002' ? readPain002(bytes) : readResultCsv(bytes);
  if (!report.ok) return refuse(report.error);
  const result = resolveBatchReport(report.value, batchFileOf(sent));
  if (!result.ok) return refuse(result.error);
  if (result.value.rows.length === 0) return refuse(NO_ROW_FITS, { errors: result.value.rowErrors.slice(0, 20).map(shownRow) });
  return result.value;
};

const lockKey = ({ payout }: Told): string => `${payout.merchantId} ${payout.id}`;
/** In the order in which every posting takes balances: by merchant. */
const inLockOrder = (rows: readonly BatchResultRow[], payouts: readonly BatchedPayout[]): Told[] => {
  const byReference = new Map(payouts.map((payout) => [payout.bankReference, payout]));
  const told = rows.map((row) => ({ row, payout: byReference.get(row.bankReference)! }));
  return told.toSorted((one, other) => (lockKey(one) < lockKey(other) ? -1 : 1));
};

/**
 * Settles what the bank says of each transfer: row, ledger and event of a payout move together, a few payouts a transaction. Safe to
 * repeat and to die halfway: what was settled is left as it is, and importing again finishes the rest. Rows in doubt are named, not guessed.
 * Refuses BATCH_NOT_FOUND, BATCH_STATUS_CONFLICT (its file was never taken), BATCH_RESULT_REFUSED (not a result, or another batch's).
 */
export const importBatchResult = async ({ platform, caller, sql }: Ctx<SessionCaller>, { id, ...sent }: Input<Import>): Promise<Answer<Import>> => {
  const batch = await batchById(sql, id);
  needStatus(batch, batchResultStatuses);
  const bytes = bytesOf(sent);
  const payouts = await sql.query(payoutsOfBatch, [batch.id]);
  const { rows, rowErrors } = resolved(bytes, { batch, payouts });
  const format = formatOf(bytes);
  const deed = (action: string, details: Deed['details']): Deed => ({ actor: actorOf(caller), action, objectKind: 'payout_batch', objectId: batch.id, details: { reference: batch.reference, ...details } });
  await platform.database.transaction((transaction) =>
    recordAudit(transaction, deed('batch.result', { format, sha256: createHash('sha256').update(bytes).digest('hex'), rows: rows.length, rowErrors: rowErrors.length })));

  const told = inLockOrder(rows, payouts);
  const outcomes: Awaited<ReturnType<typeof settleRows>>[] = [];
  for (let from = 0; from < told.length; from += CHUNK) {
    outcomes.push(await platform.database.transaction((transaction) => settleRows(transaction, platform, told.slice(from, from + CHUNK))));
  }
  await platform.database.transaction(async (transaction) => {
    const [completed] = await transaction.query(markCompleted, [batch.id]);
    if (completed) await recordAudit(transaction, deed('batch.complete', {}));
  });
  const counted = (what: 'succeeded' | 'failed' | 'processing' | 'unchanged') => outcomes.reduce((sum, outcome) => sum + outcome[what], 0);
  const contradictions = outcomes.flatMap((outcome) => outcome.contradictions);
  if (contradictions.length > 0) platform.log.error({ batch: batch.reference, contradictions }, 'a bank result contradicts what was settled before');
  return {
    success: true, batch: viewBatch(await batchById(sql, batch.id), await platform.settings()),
    result: {
      format, succeeded: counted('succeeded'), failed: counted('failed'), processing: counted('processing'), unchanged: counted('unchanged'),
      rowErrors: [...rowErrors.map(shownRow), ...contradictions].slice(0, ERRORS_SHOWN),
    },
  };
};
