import type { batchOperations } from '@paygate/contract/batches';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import { newId } from '../ids.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { referenceOf } from '../payments/reference.rules.ts';
import { bankFilesOf } from './bank-file.ts';
import { viewBatch } from './batch.view.ts';
import { claimPayouts, insertAttempts, markLocked, payoutsOfBatch, type BatchWithPeople } from './batches.sql.ts';
import { batchById, lockBatchFor } from './find-batch.ts';

type Check = (typeof batchOperations)['check'];

/** Decisions F8. Both are named, so that whoever is refused knows whom not to ask. */
const needOtherChecker = (batch: BatchWithPeople, { memberId, name, email }: SessionCaller, aboveSatang: number): void => {
  if (batch.amountSatang <= aboveSatang || batch.createdBy !== memberId) return;
  throw new Refusal('BATCH_CHECKER_MUST_DIFFER', { aboveBaht: bahtTrimmedFromSatang(aboveSatang), maker: `${batch.makerName} <${batch.makerEmail}>`, checker: `${name} <${email}>` });
};

/**
 * Locks a batch. Its payouts become PROCESSING, each with an attempt and a bank reference of its own, committed before any file
 * can be had (decisions F7). A batch that not even the plainest file could carry is refused whole and stays a draft.
 * Refuses BATCH_NOT_FOUND, BATCH_STATUS_CONFLICT, BATCH_CHECKER_MUST_DIFFER, BATCH_FILE_NOT_POSSIBLE, SENDING_STOPPED.
 */
export const checkBatch = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { id }: Input<Check>): Promise<Answer<Check>> => {
  const settings = await platform.settings();
  const draft = await lockBatchFor(sql, id, 'check');
  if (settings.isSendingStopped) throw new Refusal('SENDING_STOPPED');
  needOtherChecker(draft, caller, settings.batchCheckAboveSatang);
  const claimed = await sql.query(claimPayouts, [draft.id, draft.payingAccountId]);
  if (claimed.length !== draft.payoutCount) throw new Error(`batch ${draft.reference} holds ${claimed.length} payouts instead of ${draft.payoutCount}`);
  const attempts = claimed.map(({ id: payoutId }) => {
    const attemptId = newId();
    return { id: attemptId, payoutId, bankReference: referenceOf(attemptId, 'PO') };
  });
  await sql.query(insertAttempts, [JSON.stringify(attempts)]);
  await sql.query(markLocked, [draft.id, caller.memberId]);
  const batch = await batchById(sql, draft.id);
  bankFilesOf({ batch, payouts: await sql.query(payoutsOfBatch, [batch.id]) }, 'csv');
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'batch.check', objectKind: 'payout_batch', objectId: batch.id,
    details: { reference: batch.reference, amountSatang: batch.amountSatang, payoutCount: batch.payoutCount, maker: batch.createdBy },
  });
  return { success: true, batch: viewBatch(batch, settings) };
};
