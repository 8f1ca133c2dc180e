import { statement } from '../db/statement.ts';

/** Takes the amounts of $1 accounts, in the order given (sorted by whoever asks), until the transaction ends. */
export const lockAmounts = statement('amounts.lock', `select pg_advisory_xact_lock(hashtextextended('paygate amounts ' || account, 0))::text as locked from unnest($1::text[]) account`);

interface Held { readonly accountId: string; readonly amountSatang: number; readonly paymentId: string }
/** $1 JSON of {accountId, lowSatang, highSatang}: what is taken there, both ends included; and what the payments of $2 hold. */
export const heldAmounts = statement<Held>('amounts.held', `
  select h.receiving_account_id as "accountId", h.amount_satang as "amountSatang", h.payment_id as "paymentId"
  from json_to_recordset($1::json) as w("accountId" uuid, "lowSatang" bigint, "highSatang" bigint)
    join amount_hold h on h.receiving_account_id = w."accountId" and h.amount_satang between w."lowSatang" and w."highSatang"
  union
  select h.receiving_account_id, h.amount_satang, h.payment_id from amount_hold h where h.payment_id = any($2::uuid[])
  order by 1, 2`);

/** $1 JSON of {id, ownerId, mode, accountIds, amountSatang}: those of which an open payment has the amount, and one of the accounts or an id that pays into it. */
export const openPlainAmounts = statement<{ readonly id: string }>('amounts.openPlain', `
  select w."id" as "id" from json_to_recordset($1::json) as w("id" uuid, "ownerId" uuid, "mode" text, "accountIds" uuid[], "amountSatang" bigint)
    cross join lateral (select w."accountIds" || array(select via.id from receiving_account via where via.pays_into_account_id = any(w."accountIds")) as ids) pot
  where exists (
    select from payment p where p.receiving_owner_id = w."ownerId" and p.amount_satang = w."amountSatang" and p.status = 'PENDING' and p.mode = w."mode"
      and (p.bank_account_id is null or p.receiving_account_id = any(pot.ids) or p.bank_account_id = any(pot.ids)))
  order by w."id"`);

/** $1 JSON of {accountId, amountSatang, paymentId}. Fails where one is taken. */
export const insertHolds = statement('amounts.insertHolds', `
  insert into amount_hold (receiving_account_id, amount_satang, payment_id)
  select "accountId", "amountSatang", "paymentId" from json_to_recordset($1::json) as h("accountId" uuid, "amountSatang" bigint, "paymentId" uuid) order by 1, 2`);

/**
 * Frees amounts whose payment has ended: an expired one's when a late transfer can no longer pay it ($1 hours after expiry), any other's
 * $2 minutes after its end. At most $3, oldest first.
 */
export const freeAmounts = statement<{ readonly amountSatang: number }>('amounts.free', `
  delete from amount_hold h using (
    select o.receiving_account_id, o.amount_satang from amount_hold o left join lateral (select p.id, p.status, p.expires_at, p.updated_at from payment p where p.id = o.payment_id offset 0) p on true
    where p.id is null or (p.status = 'EXPIRED' and p.expires_at < now() - make_interval(hours => $1))
      or (p.status not in ('PENDING', 'EXPIRED') and p.updated_at < now() - make_interval(mins => $2))
    order by o.payment_id limit $3
  ) over where h.receiving_account_id = over.receiving_account_id and h.amount_satang = over.amount_satang
  returning h.amount_satang as "amountSatang"`);
