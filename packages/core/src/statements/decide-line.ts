import type { statementOperations } from '@paygate/contract/statements';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { newId } from '../ids.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { storeCredits } from '../credits/store-credits.ts';
import { single } from '../db/statement.ts';
import { importById } from './list-statements.ts';
import type { StatementImportRow, StatementLineRow } from './statement.entity.ts';
import { viewLine } from './statement.view.ts';
import { closeLine, findLine, lockImport, lockQueueOfImport, proposeLine, type LineWithNames } from './statements.sql.ts';
import { creditOf } from './work-import.ts';

type Decide = (typeof statementOperations)['decideLine'];

/**
 * A person's word on a line that the import left open: new money, which becomes a credit and is matched as any other, or nothing that moves.
 * New money above the limit of reviews takes the word of two persons. Of two at once the second finds what the first did.
 * Refuses STATEMENT_NOT_FOUND, STATEMENT_LINE_NOT_OPEN, STATEMENT_LINE_NO_CREDIT (a debit or a reversal), SECOND_PERSON_MUST_DIFFER.
 */
export const decideStatementLine = async (ctx: WriteCtx<SessionCaller>, { id, seq, decision, reason }: Input<Decide>): Promise<Answer<Decide>> => {
  const { sql, caller } = ctx;
  const { id: importId } = await importById(sql, id);
  await sql.query(lockQueueOfImport, [importId]);
  const statementImport = single(await sql.query(lockImport, [importId]), 'import');
  const read = async (): Promise<LineWithNames | undefined> => (/^[1-9]\d{0,5}$/.test(seq) ? (await sql.query(findLine, [statementImport.id, Number(seq)]))[0] : undefined);
  const line = await read();
  if (!line) throw new Refusal('STATEMENT_NOT_FOUND');
  if (line.status !== 'REVIEW') throw new Refusal('STATEMENT_LINE_NOT_OPEN', { status: line.status });
  if (decision === 'credit' && (line.direction !== 'CREDIT' || line.isReversal)) throw new Refusal('STATEMENT_LINE_NO_CREDIT');
  const isProposal = decision === 'credit' && await needsAnother(ctx, line);
  if (isProposal) await sql.query(proposeLine, [statementImport.id, line.seq, caller.memberId, reason]);
  const creditId = decision === 'credit' && !isProposal ? await credit(ctx, statementImport, line) : null;
  if (!isProposal) await sql.query(closeLine, [statementImport.id, line.seq, creditId === null ? 'RECORDED' : 'CREDITED', creditId]);
  await recordAudit(sql, {
    actor: actorOf(caller), action: `statement.${decision}Line${isProposal ? '.propose' : ''}`, objectKind: 'statement_import', objectId: statementImport.id,
    details: { seq: line.seq, amountSatang: line.amountSatang, creditId, reason, ...(creditId !== null && line.proposedBy !== null && { proposedBy: line.proposedBy }) },
  });
  return { success: true, outcome: isProposal ? 'PROPOSED' : 'DONE', line: viewLine((await read())!) };
};

/** Whether the caller's word on new money is the first of two. Refuses the same person twice. */
const needsAnother = async ({ caller, platform }: WriteCtx<SessionCaller>, line: LineWithNames): Promise<boolean> => {
  if ((line.amountSatang ?? 0) <= (await platform.settings()).reviewCheckAboveSatang) return false;
  if (line.proposedBy === caller.memberId) throw new Refusal('SECOND_PERSON_MUST_DIFFER', { by: `${line.proposerName} <${line.proposerEmail}>` });
  return line.proposedBy === null;
};

/** Another transfer may have its reference already, which is why a person was asked: then it is named after its place in the file besides. */
const credit = async (ctx: WriteCtx<SessionCaller>, statementImport: StatementImportRow, line: StatementLineRow): Promise<string> => {
  const wanted = creditOf(line, statementImport);
  const store = async (one: typeof wanted) => (await storeCredits(ctx, [one])).get(one.id)!;
  const stored = await store(wanted);
  if (stored.isNew) return stored.id;
  return (await store({ ...wanted, id: newId(), bankReference: `${wanted.bankReference}/${statementImport.id}/${line.seq}` })).id;
};
