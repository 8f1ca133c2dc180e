import { statement } from '../db/statement.ts';

interface Told { readonly paidAt: string; readonly payerName: string | null; readonly payerAccount: string | null; readonly payerBankCode: string | null }
export interface LookAlikeRow extends Told {
  readonly creditId: string;
  readonly otherId: string;
  readonly own: Told;
}

const LOOK_ALIKES_MAX = 20;
const beside = (which: string) => `
  select * from bank_credit o where o.receiving_account_id = g.id and o.amount_satang = c.amount_satang and ${which}
    and o.paid_at between c.paid_at - interval '1 day' and c.paid_at + interval '1 day' order by o.paid_at limit ${LOOK_ALIKES_MAX}`;
/** The account and what is one pot with it: a PromptPay id and the bank account it pays into may both be named for the same transfer. */
export const potOf = (account: string): string => `array(
      select ${account}.id union select ${account}.pays_into_account_id where ${account}.pays_into_account_id is not null
      union select x.id from receiving_account x where x.pays_into_account_id in (${account}.id, ${account}.pays_into_account_id))`;
const columns = `c.id as "creditId", o.id as "otherId", o.paid_at as "paidAt", o.payer_name as "payerName", o.payer_account as "payerAccount", o.payer_bank_code as "payerBankCode",
  json_build_object('paidAt', to_char(c.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'payerName', c.payer_name, 'payerAccount', c.payer_account, 'payerBankCode', c.payer_bank_code) as "own"`;
const source = `bank_credit c join receiving_account a on a.id = c.receiving_account_id cross join lateral unnest(${potOf('a')}) as g(id)`;

/** A line that its bank named nothing: its reference is our fingerprint (statements/bank-reference.rules), which no other source can know. */
const isNameless = (alias: string) => `(${alias}.source like 'statement:%' and ${alias}.bank_reference ~ '^FP[BO]-')`;

/** Whether `findLookAlikes` would find anything beside the credit `c`; nearly never, and this is cheap. */
export const hasLookAlikes = (c: string, pot: string): string => {
  const isThere = (which: string) => `exists (select from bank_credit o where o.receiving_account_id = any(${pot}) and o.amount_satang = ${c}.amount_satang and ${which}
      and o.paid_at between ${c}.paid_at - interval '1 day' and ${c}.paid_at + interval '1 day')`;
  return `case when ${c}.source = 'slip' then ${isThere("o.source <> 'slip'")}
    else ${isThere("o.source = 'slip'")} or (${c}.source not like 'statement:%' and ${isThere(isNameless('o'))}) end`;
};

/**
 * Beside each slip's credit of $1 the credits of the same pot and amount within a day that came another way, and beside each of the others the slips'
 * and those of nameless statement lines; an import compares its own lines before they are stored. Each of the last two reads an index of its own.
 */
export const findLookAlikes = statement<LookAlikeRow>('credits.lookAlikes', `
  select ${columns} from ${source} cross join lateral (${beside("o.source <> 'slip'")}) o where c.id = any($1::uuid[]) and c.source = 'slip'
  union all
  select ${columns} from ${source} cross join lateral (${beside("o.source = 'slip'")}) o where c.id = any($1::uuid[]) and c.source <> 'slip'
  union all
  select ${columns} from ${source} cross join lateral (${beside(isNameless('o'))}) o where c.id = any($1::uuid[]) and c.source <> 'slip' and c.source not like 'statement:%'`);
