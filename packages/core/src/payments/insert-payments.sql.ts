import { statement } from '../db/statement.ts';
import { addressedTo } from '../webhooks/webhooks.sql.ts';

/** What the text of a `payment.created` event ends with, its instants empty: the database's clock sets them, so the database writes them. */
export const CREATED_EVENT_END = '"createdAt":"","expiresAt":""}';
const iso = (instant: string) => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

interface Inserted {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Endpoints that got a new delivery, in every row the same; null for none. */
  readonly endpointIds: readonly string[] | null;
}
/**
 * $1 JSON array of drafts, each with the text of its `payment.created` event as far as CREATED_EVENT_END, $2 as `addressedTo` wants it. Writes payments,
 * events and deliveries, all or none. A row per payment that is new; a draft whose order id is taken, or that is there already after a
 * repeat, has none. Inserted in order of their order ids: two processes that create the same orders wait for each other in one direction only.
 */
export const insertPayments = statement<Inserted>('payments.insert', `
  with draft as (
    select * from json_to_recordset($1::json) as d("id" uuid, "merchantId" uuid, "mode" text, "orderId" text, "reference" text, "source" text, "amountSatang" bigint,
      "feeSatang" bigint, "qrMode" text, "description" text, "metadata" json, "returnUrl" text, "qrPayload" text, "receivingOwnerId" uuid, "receivingAccountId" uuid, "bankAccountId" uuid,
      "requestedSatang" bigint, "isCounted" boolean, "senderAccount" text, "senderBankCode" text, "senderName" text, "senderNameEn" text, "expirySeconds" integer, "event" text)
  ), inserted as (
    insert into payment (id, merchant_id, mode, order_id, reference, source, amount_satang, fee_satang, qr_mode, status, description, metadata, return_url, qr_payload,
      receiving_owner_id, receiving_account_id, bank_account_id, requested_satang, is_counted, sender_account, sender_bank_code, sender_name, sender_name_en, expires_at)
    select "id", "merchantId", "mode", "orderId", "reference", "source", "amountSatang", "feeSatang", "qrMode", 'PENDING', "description",
      case when json_typeof("metadata") = 'null' then null else "metadata" end, "returnUrl", "qrPayload",
      "receivingOwnerId", "receivingAccountId", "bankAccountId", "requestedSatang", coalesce("isCounted", false), "senderAccount", "senderBankCode", "senderName", "senderNameEn", now() + make_interval(secs => "expirySeconds")
    from draft order by "merchantId", "mode", "orderId", "id" on conflict do nothing
    returning id, merchant_id, mode, created_at, expires_at
  ), recorded as (
    insert into event (id, merchant_id, mode, type, object_id, data)
    select uuidv7(), i.merchant_id, i.mode, 'payment.created', i.id, d."event" || '"createdAt":"' || ${iso('i.created_at')} || '","expiresAt":"' || ${iso('i.expires_at')} || '"}'
    from inserted i join draft d on d."id" = i.id order by i.id
    returning id, merchant_id, mode, type
  ), ${addressedTo('$2')}
  select id, created_at as "createdAt", expires_at as "expiresAt", (select array_agg(distinct endpoint_id) from addressed)::text[] as "endpointIds" from inserted`);

/** $1 ids. When those of them that exist were created, and until when they stand. */
export const findInstants = statement<Pick<Inserted, 'id' | 'createdAt' | 'expiresAt'>>('payments.findInstants', `
  select id, created_at as "createdAt", expires_at as "expiresAt" from payment where id = any($1::uuid[]) order by id`);
