import { columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { FeeStatementEntity, type FeeStatementRow } from './fee-statement.entity.ts';

const columns = columnsOf(FeeStatementEntity, 's');
const BANGKOK = `'Asia/Bangkok'`;

/**
 * Months in Bangkok that are over and whose statements are not all made, oldest first, at most 24; the very first time the last month
 * alone. Ten minutes after a month nothing can be paid in it any more: no transaction lasts longer.
 */
export const dueMonths = statement<{ readonly month: string }>('feeStatements.dueMonths', `
  select due::date as "month" from generate_series(
    coalesce((select max(month) + interval '1 month' from fee_statement_run), date_trunc('month', now() at time zone ${BANGKOK}) - interval '1 month'),
    date_trunc('month', (now() - interval '10 minutes') at time zone ${BANGKOK}) - interval '1 month', interval '1 month') due order by 1 limit 24`);

// $1 month. What was billed until then ends a month before the last statement, so that old payments are not gone through again.
const unbilled = (merchant: string, mode: string): string => `
  select p.id, p.amount_satang, p.fee_satang, p.paid_at from payment p
  where p.merchant_id = ${merchant} and p.mode = ${mode} and p.qr_mode = 'DIRECT' and p.paid_at is not null and p.fee_satang > 0
    and p.paid_at < ($1::date + interval '1 month') at time zone ${BANGKOK}
    and p.paid_at >= coalesce((select (max(before.month) - interval '1 month') at time zone ${BANGKOK} from fee_statement before where before.merchant_id = ${merchant} and before.mode = ${mode}), '-infinity')
    and not exists (select from fee_statement_line l where l.payment_id = p.id)`;

/** $1 month. Who owes fees that no statement names; in merchant order. */
export const owing = statement<{ readonly merchantId: string; readonly mode: string }>('feeStatements.owing', `
  select m.id as "merchantId", modes.mode as "mode" from merchant m cross join (values ('live'), ('test')) modes(mode)
  where exists (${unbilled('m.id', 'modes.mode')}) and not exists (select from fee_statement s where s.merchant_id = m.id and s.mode = modes.mode and s.month = $1::date)
  order by m.id, modes.mode`);

/**
 * $1 month, $2 merchant, $3 mode, $4 id, $5 number, $6 VAT rate, $7 days to pay. The statement with its lines, the VAT still to be filled in; no row
 * where it was made before or nothing is owed, or where another has the number. Any conflict counts, not the month's alone: of two who make the same
 * statement at once, PostgreSQL may see the number's first.
 */
export const insertStatement = statement<FeeStatementRow>('feeStatements.insert', `
  with line as (${unbilled('$2::uuid', '$3::text')}),
  made as (
    insert into fee_statement as s (id, merchant_id, mode, month, number, line_count, gross_satang, fee_satang, vat_bps, vat_satang, total_satang, due_date, status)
    select $4, $2, $3, $1::date, $5, count(*), sum(amount_satang), sum(fee_satang), $6, 0, sum(fee_satang), (now() at time zone ${BANGKOK})::date + $7::integer, 'OPEN' from line having count(*) > 0
    on conflict do nothing returning ${columns}
  ), lines as (
    insert into fee_statement_line (payment_id, statement_id, amount_satang, fee_satang, paid_at) select line.id, $4, line.amount_satang, line.fee_satang, line.paid_at from line where exists (select from made)
  )
  select * from made`);
/** $1 number, $2 month, $3 merchant, $4 mode. A row where the number is that of another statement. */
export const numberOfAnother = statement<{ readonly id: string }>('feeStatements.numberOfAnother', `
  select s.id as "id" from fee_statement s where s.number = $1 and (s.month, s.merchant_id, s.mode) <> ($2::date, $3::uuid, $4::text)`);
/** $1 id, $2 VAT. */
export const addVat = statement<FeeStatementRow>('feeStatements.addVat', `
  update fee_statement s set vat_satang = $2::bigint, total_satang = s.fee_satang + $2::bigint where s.id = $1 returning ${columns}`);
/** $1 month, $2 how many statements it has got now. */
export const insertRun = statement('feeStatements.insertRun', 'insert into fee_statement_run (month, statement_count) values ($1::date, $2) on conflict (month) do nothing');

/** $1 id. Taken until the transaction ends. */
export const lockStatement = statement<FeeStatementRow>('feeStatements.lock', `select ${columns} from fee_statement s where s.id = $1 for no key update`);
/** $1 id, $2 to, $3 reference, $4 reason, $5 account, $6 credit. No row where it is not OPEN. */
export const closeStatement = statement<FeeStatementRow>('feeStatements.close', `
  update fee_statement s set status = $2, reference = $3, status_reason = $4, paid_into_account_id = $5, credit_id = $6, closed_at = now(), updated_at = now()
  where s.id = $1 and s.status = 'OPEN' returning ${columns}`);

/** $1 credit, $2 amount, $3 why. Uses up an open credit of just this amount. */
export const spendOnStatement = statement<{ readonly creditId: string }>('feeStatements.spendCredit', `
  update credit_review r set left_satang = 0, state = 'ACCEPTED', state_reason = $3, updated_at = now()
  where r.credit_id = $1 and r.is_held and r.state = 'OPEN' and r.left_satang = $2 and r.amount_satang = $2 returning r.credit_id as "creditId"`);

export interface StatementFilter { readonly merchantId?: string | undefined; readonly mode?: string | undefined; readonly status?: string | undefined; readonly id?: string | undefined }
export interface NamedStatementRow extends FeeStatementRow { readonly merchantUsername: string; readonly merchantBusinessName: string }
interface Query<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }
/** The filter as constant fragments; every value is a parameter. */
const whereOf = ({ merchantId, mode, status, id }: StatementFilter): { readonly where: string; readonly values: readonly unknown[] } => {
  const tests: readonly (readonly [value: string | undefined, column: string])[] = [[merchantId, 's.merchant_id'], [mode, 's.mode'], [status, 's.status'], [id, 's.id']];
  const wanted = tests.filter(([value]) => value !== undefined);
  return { where: wanted.map(([, column], at) => `${column} = $${at + 1}`).join(' and ') || 'true', values: wanted.map(([value]) => value) };
};
/** Newest month first, `limit` after `offset`. */
export const statementsFound = (filter: StatementFilter, page: { readonly limit: number; readonly offset: number }): Query<NamedStatementRow> => {
  const { where, values } = whereOf(filter);
  return {
    statement: assembled(`select ${columns}, m.username as "merchantUsername", m.business_name as "merchantBusinessName" from fee_statement s join merchant m on m.id = s.merchant_id
      where ${where} order by s.month desc, s.id desc limit $${values.length + 1} offset $${values.length + 2}`),
    values: [...values, page.limit, page.offset],
  };
};
/** How many the filter finds in all. One row. */
export const statementsCount = (filter: StatementFilter): Query<{ readonly total: number }> => {
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select count(*) as total from fee_statement s where ${where}`), values };
};

export interface LineRow { readonly paymentId: string; readonly orderId: string | null; readonly amountSatang: number; readonly feeSatang: number; readonly paidAt: string }
/** $1 statement, $2 limit, $3 offset. In the order in which they were paid. */
export const linesOf = statement<LineRow>('feeStatements.lines', `
  select l.payment_id as "paymentId", p.order_id as "orderId", l.amount_satang as "amountSatang", l.fee_satang as "feeSatang", l.paid_at as "paidAt"
  from (select * from fee_statement_line where statement_id = $1 order by paid_at, payment_id limit $2 offset $3) l left join payment p on p.id = l.payment_id
  order by l.paid_at, l.payment_id`);
