import type { batchOperations } from '@paygate/contract/batches';
import type { Answer, Input } from '@paygate/contract/kernel';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { viewBatch } from './batch.view.ts';
import { markCancelled, releasePayouts } from './batches.sql.ts';
import { batchById, lockBatchFor } from './find-batch.ts';

type Cancel = (typeof batchOperations)['cancel'];

/**
 * Gives up a draft. Its payouts never left QUEUED: they are free for another batch, for their merchant to cancel, and for the
 * connector where there is one. Refuses BATCH_NOT_FOUND, BATCH_STATUS_CONFLICT (checked already, or cancelled).
 */
export const cancelBatch = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { id }: Input<Cancel>): Promise<Answer<Cancel>> => {
  const draft = await lockBatchFor(sql, id, 'cancel');
  const released = await sql.query(releasePayouts, [draft.id]);
  if (platform.bankFor(draft.mode)) {
    await platform.queue.enqueue(sql, 'payouts.send', released.map((payout) => ({ payload: { payoutId: payout.id } })));
    sql.afterCommit(() => platform.bell.ring('payouts.send'));
  }
  await sql.query(markCancelled, [draft.id]);
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'batch.cancel', objectKind: 'payout_batch', objectId: draft.id, details: { reference: draft.reference, payoutIds: released.map((payout) => payout.id) },
  });
  return { success: true, batch: viewBatch(await batchById(sql, draft.id), await platform.settings()) };
};
