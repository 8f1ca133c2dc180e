import type { batchOperations } from '@paygate/contract/batches';
import type { Answer, Input } from '@paygate/contract/kernel';
import { auditOf } from '../audit/audit.sql.ts';
import type { Ctx, SessionCaller } from '../caller.ts';
import { findPage, prepared, wantedStatus } from '../numbered-page.ts';
import { viewBatch, viewBatchedPayout } from './batch.view.ts';
import { batchesCount, batchesPage, payoutsOfBatch } from './batches.sql.ts';
import { batchById } from './find-batch.ts';

type List = (typeof batchOperations)['list'];
type Get = (typeof batchOperations)['get'];

export const listBatches = async ({ sql, platform }: Ctx<SessionCaller>, { status, mode, ...page }: Input<List>): Promise<Answer<List>> => {
  const wanted = wantedStatus(status);
  const { rows, pagination } = await findPage(sql, page, prepared(batchesPage, batchesCount, [mode ?? null, wanted ?? null]));
  const settings = await platform.settings();
  return { batches: rows.map((row) => viewBatch(row, settings)), pagination, filters: { status: wanted ?? 'ALL' } };
};

/** With its payouts in the order of the file, and every step anybody took. Refuses BATCH_NOT_FOUND. */
export const getBatch = async ({ sql, platform }: Ctx<SessionCaller>, { id }: Input<Get>): Promise<Answer<Get>> => {
  const batch = await batchById(sql, id);
  const payouts = await sql.query(payoutsOfBatch, [batch.id]);
  const steps = await sql.query(auditOf, ['payout_batch', batch.id]);
  return {
    batch: {
      ...viewBatch(batch, await platform.settings()), payouts: payouts.map((payout) => viewBatchedPayout(payout, batch)),
      history: steps.map(({ at, actorName, action, details }) => ({ at, by: actorName, action, details })),
    },
  };
};
