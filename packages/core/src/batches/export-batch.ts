import { createHash } from 'node:crypto';
import { batchFileStatuses, type batchOperations } from '@paygate/contract/batches';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { bankFilesOf } from './bank-file.ts';
import { chooseChannel, markExported, payoutsOfBatch } from './batches.sql.ts';
import { batchById, needStatus } from './find-batch.ts';

type File = (typeof batchOperations)['file'];

/**
 * The batch as a bank takes it. Written from stored values alone: the same format again is the same bytes again. The first time
 * marks it EXPORTED and its attempts with the format; who took which bytes is audited every time.
 * Refuses BATCH_NOT_FOUND, BATCH_STATUS_CONFLICT (not checked, or cancelled), BATCH_FILE_NOT_POSSIBLE, SENDING_STOPPED.
 */
export const exportBatch = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { id, format }: Input<File>): Promise<Answer<File>> => {
  const batch = await batchById(sql, id);
  needStatus(batch, batchFileStatuses);
  if ((await platform.settings()).isSendingStopped) throw new Refusal('SENDING_STOPPED');
  const files = bankFilesOf({ batch, payouts: await sql.query(payoutsOfBatch, [batch.id]) }, format);
  const [first] = await sql.query(markExported, [batch.id]);
  if (first) await sql.query(chooseChannel, [batch.id, `batch:${format}`]);
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'batch.file', objectKind: 'payout_batch', objectId: batch.id,
    details: { reference: batch.reference, format, files: files.map(({ fileName, bytes }) => ({ fileName, sha256: createHash('sha256').update(bytes).digest('hex') })) },
  });
  return { files: files.map(({ fileName, mediaType, bytes }) => ({ name: fileName, contentType: mediaType, base64: Buffer.from(bytes).toString('base64') })) };
};
