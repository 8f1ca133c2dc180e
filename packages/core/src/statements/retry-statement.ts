import type { statementOperations } from '@paygate/contract/statements';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { importById } from './list-statements.ts';
import { viewImport } from './statement.view.ts';
import { markImportQueued } from './statements.sql.ts';

type Retry = (typeof statementOperations)['retry'];

/** Queues an import again, to go on where it stopped; harmless while it runs. Refuses STATEMENT_NOT_FOUND and STATEMENT_COMPLETED. */
export const retryStatement = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { id }: Input<Retry>): Promise<Answer<Retry>> => {
  const row = await importById(sql, id);
  const [queued] = await sql.query(markImportQueued, [row.id]);
  if (!queued) throw new Refusal('STATEMENT_COMPLETED');
  await platform.queue.enqueue(sql, 'statements.import', [{ payload: { importId: row.id } }]);
  sql.afterCommit(() => platform.bell.ring('statements.import'));
  const answer = viewImport(await importById(sql, row.id));
  await recordAudit(sql, { actor: actorOf(caller), action: 'statement.retry', objectKind: 'statement_import', objectId: row.id, details: { done: row.doneCount, of: row.lineCount } });
  return { success: true, import: answer };
};
