import type { SettlementStatus } from '@paygate/contract/settlements';
import { columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { SettlementAccountEntity, SettlementEntity, SettlementTermsEntity, type SettlementAccountRow, type SettlementRow, type SettlementTermsRow } from './settlement.entity.ts';

const columns = columnsOf(SettlementEntity, 's');
const accountColumns = columnsOf(SettlementAccountEntity, 'a');

export const findSettlementTerms = statement<SettlementTermsRow>('settlements.findTerms', `select ${columnsOf(SettlementTermsEntity, 't')} from settlement_terms t where t.merchant_id = $1`);

export const findSettlementAccount = statement<SettlementAccountRow>('settlements.findAccount', `select ${accountColumns} from settlement_account a where a.merchant_id = $1`);
/** $1 merchant, $2 bank code, $3 bank name, $4 number, $5 name. */
export const saveSettlementAccount = statement<SettlementAccountRow>('settlements.saveAccount', `
  insert into settlement_account as a (merchant_id, bank_code, bank_name, account_number, account_name) values ($1, $2, $3, $4, $5)
  on conflict (merchant_id) do update set bank_code = excluded.bank_code, bank_name = excluded.bank_name, account_number = excluded.account_number,
    account_name = excluded.account_name, updated_at = now()
  returning ${accountColumns}`);

/** $1 JSON of one settlement. PENDING. */
export const insertSettlement = statement<SettlementRow>('settlements.insert', `
  insert into settlement as s (id, merchant_id, mode, source, amount_satang, fee_satang, net_satang, bank_code, bank_name, account_number, account_name, status, note)
  select "id", "merchantId", "mode", "source", "amountSatang", "feeSatang", "netSatang", "bankCode", "bankName", "accountNumber", "accountName", 'PENDING', "note"
  from json_to_record($1::json) as d("id" uuid, "merchantId" uuid, "mode" text, "source" text, "amountSatang" bigint, "feeSatang" bigint, "netSatang" bigint,
    "bankCode" text, "bankName" text, "accountNumber" text, "accountName" text, "note" text)
  returning ${columns}`);

/** $1 ids, $2 merchant or null for anybody's. Taken in id order for the rest of the transaction. */
export const lockSettlements = statement<SettlementRow>('settlements.lock', `
  select ${columns} from settlement s where s.id = any($1::uuid[]) and ($2::uuid is null or s.merchant_id = $2) order by s.id for no key update`);

/**
 * Moves one settlement out of a status it must still have; no row when it has left it. $1 id, $2 from, $3 to, $4 reference,
 * $5 note (null keeps the present one), $6 paying account, $7 whether this is its end.
 */
export const moveSettlement = statement<SettlementRow>('settlements.move', `
  update settlement s set status = $3, reference = $4, note = coalesce($5, s.note), paying_account_id = $6, updated_at = now(), processed_at = case when $7 then now() end
  where s.id = $1 and s.status = any($2::text[]) returning ${columns}`);

export interface SettlementFilter {
  readonly merchantId?: string | undefined;
  readonly mode?: string | undefined;
  readonly status?: string | undefined;
  /** A merchant's whole username, a whole account number or a reference; with `isId`, a settlement's id instead. */
  readonly q?: string | undefined;
  readonly isId?: boolean;
}
export interface AdminSettlementRow extends SettlementRow { readonly merchantUsername: string; readonly merchantBusinessName: string; readonly balanceSatang: number }
export interface StatusTotal { readonly status: SettlementStatus; readonly count: number; readonly amountSatang: number }
interface Query<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }

/** The filter as constant fragments; every value is a parameter. */
const whereOf = ({ merchantId, mode, status, q, isId }: SettlementFilter): { readonly where: string; readonly values: readonly unknown[] } => {
  const tests: readonly (readonly [value: string | undefined, test: (parameter: string) => string])[] = [
    [merchantId, (parameter) => `s.merchant_id = ${parameter}`],
    [mode, (parameter) => `s.mode = ${parameter}`],
    [status, (parameter) => `s.status = ${parameter}`],
    [q, (parameter) => (isId ? `s.id = ${parameter}` : `(s.account_number = ${parameter} or s.reference = ${parameter} or s.merchant_id = (select id from merchant where username = ${parameter}))`)],
  ];
  const wanted = tests.filter(([value]) => value !== undefined);
  return { where: wanted.map(([, test], at) => test(`$${at + 1}`)).join(' and ') || 'true', values: wanted.map(([value]) => value) };
};

/** Newest first, `limit` after `offset`: the offset walks ids alone, then rows, merchants and balances are joined. */
export const settlementsFound = (filter: SettlementFilter, page: { readonly limit: number; readonly offset: number }): Query<AdminSettlementRow> => {
  const { where, values } = whereOf(filter);
  const [limit, offset] = [`$${values.length + 1}`, `$${values.length + 2}`];
  return {
    statement: assembled(`
      select ${columns}, m.username as "merchantUsername", m.business_name as "merchantBusinessName", coalesce(b.available_satang, 0) as "balanceSatang"
      from (select s.id from settlement s where ${where} order by s.id desc limit ${limit} offset ${offset}) page
        join settlement s on s.id = page.id join merchant m on m.id = s.merchant_id left join merchant_balance b on b.merchant_id = s.merchant_id and b.mode = s.mode
      order by s.id desc`),
    values: [...values, page.limit, page.offset],
  };
};
/** How many the filter finds in all. One row. */
export const settlementsFoundCount = (filter: SettlementFilter): Query<{ readonly total: number }> => {
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select count(*) as total from settlement s where ${where}`), values };
};
/** One row per status that occurs. */
export const settlementTotals = (filter: SettlementFilter): Query<StatusTotal> => {
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select s.status as "status", count(*) as "count", sum(s.amount_satang) as "amountSatang" from settlement s where ${where} group by s.status order by s.status`), values };
};
