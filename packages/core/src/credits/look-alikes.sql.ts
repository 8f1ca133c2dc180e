import { TRANSACTION_SECONDS_MAX } from '../db/database.ts';
import { statement } from '../db/statement.ts';

interface Told { readonly paidAt: string; readonly payerName: string | null; readonly payerAccount: string | null; readonly payerBankCode: string | null }
export interface LookAlikeRow extends Told {
  readonly creditId: string;
  readonly otherId: string;
  readonly own: Told;
}

const LOOK_ALIKES_MAX = 20;
/** The account and what is one pot with it: a PromptPay id and the bank account it pays into may both be named for the same transfer. */
export const potOf = (account: string): string => `array(
      select ${account}.id union select ${account}.pays_into_account_id where ${account}.pays_into_account_id is not null
      union select x.id from receiving_account x where x.pays_into_account_id in (${account}.id, ${account}.pays_into_account_id))`;
const columns = `c.id as "creditId", o.id as "otherId", o.paid_at as "paidAt", o.payer_name as "payerName", o.payer_account as "payerAccount", o.payer_bank_code as "payerBankCode",
  json_build_object('paidAt', to_char(c.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'payerName', c.payer_name, 'payerAccount', c.payer_account, 'payerBankCode', c.payer_bank_code) as "own"`;
const source = `bank_credit c join receiving_account a on a.id = c.receiving_account_id cross join lateral unnest(${potOf('a')}) as g(id)`;

/** A line that its bank named nothing: its reference is our fingerprint (statements/bank-reference.rules), which no other source can know. */
const isNameless = (alias: string) => `(${alias}.source like 'statement:%' and ${alias}.bank_reference ~ '^FP[BO]-')`;

/** Of a source that waits for no import, and stored when the import of `c` could not see it any more: what it saw, it has compared. */
const isUnseenBy = (c: string) => `o.source <> 'slip' and o.source not like 'statement:%' and o.created_at > ${c}.created_at - interval '${TRANSACTION_SECONDS_MAX} seconds'`;

interface Likeness { readonly own: (alias: string) => string; readonly other: (own: string) => string }
/**
 * What may look like what: a slip's credit like any that came another way, any other like a slip's, one that no statement told like a nameless line of a
 * statement, and such a line like what came while it was imported, for an import compares its lines only with what is there before they are stored.
 * Slips have an index of their own, and nameless lines a stretch of each amount's; both are looked at as one value, as the index has them.
 */
const likenesses: readonly Likeness[] = [
  { own: (c) => `${c}.source = 'slip'`, other: () => "o.source <> 'slip'" },
  { own: (c) => `${c}.source <> 'slip'`, other: () => "o.source = 'slip'" },
  { own: (c) => `${c}.source <> 'slip' and ${c}.source not like 'statement:%'`, other: () => `${isNameless('o')} is true` },
  { own: isNameless, other: (c) => `${isNameless('o')} is false and ${isUnseenBy(c)}` },
];
/** Credits `o` on this account, or one of them, that are alike: of the same amount, within a day. */
const alike = (c: string, account: string, { other }: Likeness): string => `bank_credit o where o.receiving_account_id = ${account} and o.amount_satang = ${c}.amount_satang and ${other(c)}
      and o.paid_at between ${c}.paid_at - interval '1 day' and ${c}.paid_at + interval '1 day'`;

/** Whether `findLookAlikes` would find anything beside the credit `c`; nearly never, and this is cheap. */
export const hasLookAlikes = (c: string, pot: string): string =>
  `(${likenesses.map((likeness) => `${likeness.own(c)} and exists (select from ${alike(c, `any(${pot})`, likeness)})`).join('\n    or ')})`;

/** Beside each credit of $1 those of its pot that look like it, the earliest few of each kind. */
export const findLookAlikes = statement<LookAlikeRow>('credits.lookAlikes', likenesses.map((likeness) => `
  select ${columns} from ${source} cross join lateral (select * from ${alike('c', 'g.id', likeness)} order by o.paid_at limit ${LOOK_ALIKES_MAX}) o where c.id = any($1::uuid[]) and ${likeness.own('c')}`).join('\n  union all'));
