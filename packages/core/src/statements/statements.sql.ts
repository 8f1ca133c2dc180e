import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { TOLD_APART } from '../credits/credits.sql.ts';
import { potOf } from '../credits/look-alikes.sql.ts';
import type { ComparedLine, KnownCredit } from './compare.rules.ts';
import { StatementImportEntity, StatementLineEntity, StatementProfileEntity, type StatementImportRow, type StatementLineRow, type StatementProfileRow } from './statement.entity.ts';

const columns = columnsOf(StatementImportEntity, 'i');
export interface ImportWithNames extends StatementImportRow {
  readonly accountNumber: string;
  readonly makerName: string;
  readonly makerEmail: string;
}
const withNames = `select ${columns}, a.account_number as "accountNumber", m.name as "makerName", m.email as "makerEmail"
  from statement_import i join receiving_account a on a.id = i.receiving_account_id join member m on m.id = i.created_by`;
export const findImport = statement<ImportWithNames>('statements.find', `${withNames} where i.id = $1`);
/** $1 account, $2 SHA-256 of the file. */
export const findImportOfFile = statement<ImportWithNames>('statements.findOfFile', `${withNames} where i.receiving_account_id = $1 and i.sha256 = $2`);
/** $1 mode, $2 status, $3 account, each or null; $4 limit, $5 offset. Newest first. */
export const importsPage = statement<ImportWithNames>('statements.page', `
  ${withNames} where ($1::text is null or i.mode = $1) and ($2::text is null or i.status = $2) and ($3::uuid is null or i.receiving_account_id = $3) order by i.id desc limit $4 offset $5`);
export const importsCount = statement<{ total: number }>('statements.count', `
  select count(*) as "total" from statement_import i where ($1::text is null or i.mode = $1) and ($2::text is null or i.status = $2) and ($3::uuid is null or i.receiving_account_id = $3)`);

/** $1 JSON of one import. Nothing comes back when the file is known. */
export const insertImport = statement<{ id: string }>('statements.insert', `
  insert into statement_import (id, receiving_account_id, mode, format, file_name, sha256, status, first_day, last_day, opening_satang, closing_satang, line_count,
    done_count, recorded_count, review_count, rejected_count, created_by)
  select "id", "receivingAccountId", "mode", "format", "fileName", decode("sha256", 'hex'), 'QUEUED', "firstDay", "lastDay", "openingSatang", "closingSatang", "lineCount",
    "recordedCount" + "reviewCount" + "rejectedCount", "recordedCount", "reviewCount", "rejectedCount", "createdBy"
  from json_to_record($1::json) as n("id" uuid, "receivingAccountId" uuid, "mode" text, "format" text, "fileName" text, "sha256" text, "firstDay" date, "lastDay" date,
    "openingSatang" bigint, "closingSatang" bigint, "lineCount" integer, "recordedCount" integer, "reviewCount" integer, "rejectedCount" integer, "createdBy" uuid)
  on conflict (receiving_account_id, sha256) do nothing returning id as "id"`);
/** $1 import, $2 JSON of lines. */
export const insertLines = statement('statements.insertLines', `
  insert into statement_line (import_id, seq, file_row, status, direction, is_reversal, amount_satang, booked_on, paid_at, balance_satang, bank_reference, payer_name, payer_account, payer_bank_code,
    ref1, ref2, end_to_end_id, description, problem)
  select $1, "seq", "fileRow", "status", "direction", "isReversal", "amountSatang", "bookedOn", "paidAt", "balanceSatang", "bankReference", "payerName", "payerAccount", "payerBankCode",
    "ref1", "ref2", "endToEndId", "description", "problem"
  from json_to_recordset($2::json) as n("seq" integer, "fileRow" integer, "status" text, "direction" text, "isReversal" boolean, "amountSatang" bigint, "bookedOn" date, "paidAt" timestamptz,
    "balanceSatang" bigint, "bankReference" text, "payerName" text, "payerAccount" text, "payerBankCode" text, "ref1" text, "ref2" text, "endToEndId" text, "description" text, "problem" json)`);

/** The bank account that the import's money is on: what is imported for it, and for PromptPay ids that pay into it, is one queue. */
const queueOf = (alias: string): string => `(select coalesce(a.pays_into_account_id, a.id) from receiving_account a where a.id = ${alias}.receiving_account_id)`;
const isUnderWay = (alias: string): string => `${alias}.status in ('QUEUED', 'WORKING')`;
/** An older import of its queue is under way. One that failed holds nobody up. */
const isBehind = (alias: string): string => `exists (select from statement_import o where o.id < ${alias}.id and ${isUnderWay('o')} and ${queueOf('o')} = ${queueOf(alias)})`;

/** $1 import. Until the transaction ends nobody else credits lines of its queue. Taken before anything else. */
export const lockQueueOfImport = statement('statements.lockQueue', `
  select pg_advisory_xact_lock(hashtextextended('paygate statements ' || ${queueOf('i')}, 0))::text as locked from statement_import i where i.id = $1`);
/** Takes the import until the transaction ends, so that one worker at a time goes on with it. $1 import. */
export const lockImport = statement<StatementImportRow & { readonly isBehind: boolean }>('statements.lock', `
  select ${columns}, ${isBehind('i')} as "isBehind" from statement_import i where i.id = $1 for no key update of i`);
/** $1 import. The oldest other one of its queue that is under way. */
export const nextImport = statement<{ id: string }>('statements.next', `
  select o.id as "id" from statement_import i join statement_import o on ${queueOf('o')} = ${queueOf('i')} where i.id = $1 and o.id <> i.id and ${isUnderWay('o')} order by o.id limit 1`);
/** $1 import, $2 first line, $3 lines at most. In the order of the file. */
export const pendingLines = statement<StatementLineRow>('statements.pending', `
  select ${columnsOf(StatementLineEntity, 'l')} from statement_line l where l.import_id = $1 and l.seq >= $2 and l.status = 'PENDING' order by l.seq limit $3`);
/**
 * $1 import, $2 its lines' numbers, $3 JSON of {seq, status, creditId, problem}. Named twice, so that lines are found by their numbers before they are
 * joined: where nobody has counted a file that was just stored, PostgreSQL would go through all of it for each.
 */
export const decideLines = statement<{ seq: number }>('statements.decide', `
  update statement_line l set status = d."status", credit_id = d."creditId", problem = d."problem"
  from json_to_recordset($3::json) as d("seq" integer, "status" text, "creditId" uuid, "problem" json)
  where l.import_id = $1 and l.seq = any($2::integer[]) and l.seq = d."seq" and l.status = 'PENDING' returning l.seq as "seq"`);
/** $1 import, $2 credited, $3 duplicate, $4 review, $5 credited satang, $6 where to go on, $7 whether that is the end. */
export const advanceImport = statement<{ id: string }>('statements.advance', `
  update statement_import i set done_count = done_count + $2 + $3 + $4, credited_count = credited_count + $2, duplicate_count = duplicate_count + $3, review_count = review_count + $4,
    credited_satang = credited_satang + $5, next_seq = $6, status = case when $7 then 'COMPLETED' else 'WORKING' end,
    completed_at = case when $7 then now() end, failure = null, updated_at = now()
  where i.id = $1 and i.status <> 'COMPLETED' returning i.id as "id"`);
export interface LineWithNames extends StatementLineRow {
  readonly proposerName: string | null;
  readonly proposerEmail: string | null;
}
const lineWithNames = `select ${columnsOf(StatementLineEntity, 'l')}, m.name as "proposerName", m.email as "proposerEmail" from statement_line l left join member m on m.id = l.proposed_by`;
/** $1 import, $2 line. */
export const findLine = statement<LineWithNames>('statements.findLine', `${lineWithNames} where l.import_id = $1 and l.seq = $2`);
/** $1 import, $2 line, $3 member, $4 why. */
export const proposeLine = statement('statements.proposeLine', `update statement_line l set proposed_by = $3, proposed_at = now(), proposed_reason = $4 where l.import_id = $1 and l.seq = $2 and l.status = 'REVIEW'`);
/** A line that a person decided, and the counts of its import. $1 import, $2 line, $3 CREDITED or RECORDED, $4 credit or null. */
export const closeLine = statement('statements.closeLine', `
  with closed as (
    update statement_line l set status = $3, credit_id = $4 where l.import_id = $1 and l.seq = $2 and l.status = 'REVIEW' returning l.amount_satang
  )
  update statement_import i set review_count = review_count - 1, credited_count = credited_count + ($3 = 'CREDITED')::int, recorded_count = recorded_count + ($3 = 'RECORDED')::int,
    credited_satang = credited_satang + case when $3 = 'CREDITED' then closed.amount_satang else 0 end from closed where i.id = $1`);
/** $1 import, $2 what went wrong. */
export const markImportFailed = statement('statements.markFailed', `update statement_import i set status = 'FAILED', failure = $2, updated_at = now() where i.id = $1 and i.status <> 'COMPLETED'`);
/** $1 import. Queued again: by a person, or behind another. */
export const markImportQueued = statement<{ id: string }>('statements.markQueued', `
  update statement_import i set status = 'QUEUED', failure = null, updated_at = now() where i.id = $1 and i.status <> 'COMPLETED' returning i.id as "id"`);
/** Imports whose turn it is with no progress for $1 seconds, or ten minutes after it failed, longest first, at most 100. */
export const stalledImports = statement<{ id: string }>('statements.stalled', `
  select i.id as "id" from statement_import i where i.status <> 'COMPLETED' and i.updated_at < now() - make_interval(secs => case when i.status = 'FAILED' then 600 else $1 end) and not ${isBehind('i')}
  order by i.updated_at limit 100`);

/** $1 import, $2 amounts. Its lines of these amounts that are or may be credits, at most 100,000 (STATEMENT_LINES_MAX), in the order of the file. */
export const linesOfAmounts = statement<ComparedLine>('statements.ofAmounts', `
  select l.seq as "seq", l.status as "status", l.bank_reference as "bankReference", l.amount_satang as "amountSatang", l.paid_at as "paidAt", l.credit_id as "creditId"
  from statement_line l where l.import_id = $1 and l.amount_satang = any($2::bigint[]) and l.direction = 'CREDIT' and not l.is_reversal
    and l.status in ('PENDING', 'CREDITED', 'DUPLICATE', 'REVIEW') order by l.seq limit 100000`);
/** More credits of the same amounts in the same days than any statement has. */
export const CREDITS_COMPARED_MAX = 200_000;
/**
 * $1 import, $2 amounts. What is known of them around the lines that wait, on all numbers of the account, the import's own credits too; oldest first, at
 * most CREDITS_COMPARED_MAX.
 */
export const knownCredits = statement<KnownCredit>('statements.knownCredits', `
  select c.id as "id", c.bank_reference as "bankReference", c.amount_satang as "amountSatang", c.paid_at as "paidAt", c.source as "source"
  from statement_import i join receiving_account a on a.id = i.receiving_account_id cross join lateral unnest(${potOf('a')}) as g(id)
    cross join (
      select l.amount_satang, min(l.paid_at) as first_at, max(l.paid_at) as last_at from statement_line l
      where l.import_id = $1 and l.amount_satang = any($2::bigint[]) and l.status = 'PENDING' group by l.amount_satang
    ) asked cross join lateral (
      select * from bank_credit c where c.receiving_account_id = g.id and c.amount_satang = asked.amount_satang
        and c.paid_at between asked.first_at - ${TOLD_APART} and asked.last_at + ${TOLD_APART} offset 0
    ) c
  where i.id = $1
  order by c.paid_at, c.id limit ${CREDITS_COMPARED_MAX}`);
/** $1 credits. What a line that met one must agree with. */
export const creditsMet = statement<{ id: string; amountSatang: number; paidAt: string }>('statements.creditsMet', `
  select c.id as "id", c.amount_satang as "amountSatang", c.paid_at as "paidAt" from bank_credit c where c.id = any($1::uuid[]) order by c.id`);

/** $1 import, $2 status or null for all, $3 only those with a problem, $4 limit, $5 offset. In the order of the file. */
export const linesPage = statement<LineWithNames>('statements.linesPage', `
  ${lineWithNames}
  where l.import_id = $1 and ($2::text is null or l.status = $2) and (not $3 or l.status in ('REVIEW', 'REJECTED')) order by l.seq limit $4 offset $5`);
export const linesCount = statement<{ total: number }>('statements.linesCount', `
  select count(*) as "total" from statement_line l where l.import_id = $1 and ($2::text is null or l.status = $2) and (not $3 or l.status in ('REVIEW', 'REJECTED'))`);

export const findProfile = statement<StatementProfileRow>('statements.findProfile', `select ${columnsOf(StatementProfileEntity, 'p')} from statement_profile p where p.receiving_account_id = $1`);
/** $1 account, $2 mapping or null, $3 who. */
export const saveProfile = statement<StatementProfileRow>('statements.saveProfile', `
  insert into statement_profile as p (receiving_account_id, mapping, updated_by) values ($1, $2, $3)
  on conflict (receiving_account_id) do update set mapping = excluded.mapping, updated_by = excluded.updated_by, updated_at = now() returning ${columnsOf(StatementProfileEntity, 'p')}`);
