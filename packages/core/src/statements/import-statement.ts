import { createHash } from 'node:crypto';
import type { statementOperations } from '@paygate/contract/statements';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { newId } from '../ids.ts';
import { accountById } from '../accounts/accounts.sql.ts';
import type { ReceivingAccountRow } from '../accounts/receiving-account.entity.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller } from '../caller.ts';
import { lastAsLongAsNeeded } from '../db/patience.ts';
import { single, type Executor } from '../db/statement.ts';
import type { PreparedStatement } from './prepare-lines.ts';
import { readInThread } from './read-in-thread.ts';
import type { FileProblem, RowProblem } from './statement.ts';
import { viewImport } from './statement.view.ts';
import { findImport, findImportOfFile, findProfile, insertImport, insertLines, type ImportWithNames } from './statements.sql.ts';

type Import = (typeof statementOperations)['import'];

const ERRORS_SHOWN = 20;
const shown = ({ row, field, code, messageEn, messageTh }: RowProblem) => ({ row, field, code, en: messageEn, th: messageTh });
const refuse = ({ code, field, messageEn, messageTh, row, numbers, rowErrors = [] }: FileProblem): never => {
  throw new Refusal('STATEMENT_REFUSED', { code, reason: messageEn, reasonTh: messageTh, ...(field !== null && { field }), ...(row !== undefined && { row }), ...numbers, errors: rowErrors.slice(0, ERRORS_SHOWN).map(shown) });
};

/** The account that the money is on: a PromptPay id only pays into it. Refuses BANK_ACCOUNT_NOT_FOUND. Frozen accounts too: money that arrived is never refused. */
export const statementAccount = async (sql: Executor, id: string): Promise<ReceivingAccountRow> => {
  const [named] = await sql.query(accountById, [id]);
  const [account] = named?.paysIntoAccountId ? await sql.query(accountById, [named.paysIntoAccountId]) : [named];
  if (!account) throw new Refusal('BANK_ACCOUNT_NOT_FOUND');
  return account;
};

interface File { readonly account: ReceivingAccountRow; readonly sha256: Buffer; readonly fileName: string | null }
/** Import, lines, job and audit row together or not at all. The import that is there already, when another call stored the same file meanwhile. */
const store = ({ platform, caller }: Ctx<SessionCaller>, { account, sha256, fileName }: File, { chunks, ...prepared }: PreparedStatement): Promise<{ readonly row: ImportWithNames; readonly isNew: boolean }> =>
  platform.database.transaction(async (transaction) => {
    const id = newId();
    const wanted = { id, receivingAccountId: account.id, mode: account.mode, fileName, sha256: sha256.toString('hex'), createdBy: caller.memberId, ...prepared };
    await transaction.query(lastAsLongAsNeeded, []);
    const [inserted] = await transaction.query(insertImport, [JSON.stringify(wanted)]);
    if (!inserted) return { row: single(await transaction.query(findImportOfFile, [account.id, sha256]), 'import of the file'), isNew: false };
    for (const lines of chunks) await transaction.query(insertLines, [id, lines]);
    await platform.queue.enqueue(transaction, 'statements.import', [{ payload: { importId: id } }]);
    transaction.afterCommit(() => platform.bell.ring('statements.import'));
    const { format, lineCount, openingSatang, closingSatang } = prepared;
    await recordAudit(transaction, {
      actor: actorOf(caller), action: 'statement.import', objectKind: 'statement_import', objectId: id,
      details: { receivingAccountId: account.id, format, fileName, sha256: wanted.sha256, lineCount, openingSatang, closingSatang },
    });
    return { row: single(await transaction.query(findImport, [id]), 'import'), isNew: true };
  });

/**
 * Reads the whole file, checks its account and balances, and stores its lines with the job that works through them. The same bytes for the same account
 * again are answered with the first import and `duplicate: true`, also by two calls at once. Nothing is credited here.
 * Refuses BANK_ACCOUNT_NOT_FOUND and STATEMENT_REFUSED, naming what is wrong, where, and the three numbers when balances do not add up.
 */
export const importStatement = async (ctx: Ctx<SessionCaller>, { receivingAccountId, format, fileName, content, contentBase64 }: Input<Import>): Promise<Answer<Import>> => {
  const account = await statementAccount(ctx.sql, receivingAccountId);
  const bytes = contentBase64 ? Buffer.from(contentBase64, 'base64') : Buffer.from(content ?? '', 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest();
  const [known] = await ctx.sql.query(findImportOfFile, [account.id, sha256]);
  if (known) return { success: true, duplicate: true, import: viewImport(known) };
  const [profile] = await ctx.sql.query(findProfile, [account.id]);
  const read = await readInThread(bytes, { accountId: account.id, accountNumber: account.accountNumber, format: format ?? null, mapping: profile?.mapping ?? null });
  if (!read.ok) return refuse(read.error);
  const { row, isNew } = await store(ctx, { account, sha256, fileName: fileName ?? null }, read.value);
  return { success: true, duplicate: !isNew, import: viewImport(row) };
};
