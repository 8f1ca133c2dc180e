import { statement } from '../db/statement.ts';

/** First statement of the transaction: a second call with the key waits here until the first has committed or gone. */
export const claimKey = statement<{ claimed: boolean }>('idempotency.claim', `
  insert into idempotency (merchant_id, mode, operation_id, key, body_hash) values ($1, $2, $3, $4, $5) on conflict do nothing returning true as "claimed"`);
export const findAnswer = statement<{ bodyHash: Buffer; answer: string | null }>('idempotency.find', `
  select body_hash as "bodyHash", answer as "answer" from idempotency where merchant_id = $1 and mode = $2 and operation_id = $3 and key = $4`);
export const keepAnswer = statement('idempotency.keep', 'update idempotency set answer = $5 where merchant_id = $1 and mode = $2 and operation_id = $3 and key = $4');
/** Of work that is over: of two that did it at once, the first answer stays. */
export const keepLate = statement('idempotency.keepLate', `
  insert into idempotency (merchant_id, mode, operation_id, key, body_hash, answer) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`);
/** Keys are kept at least 24 hours; $1 at a time, oldest first. */
export const forgetOld = statement<{ key: string }>('idempotency.forget', `
  delete from idempotency where ctid = any(array(select ctid from idempotency where created_at < now() - interval '48 hours' order by created_at limit $1)) returning key as "key"`);
