import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { PaymentLinkEntity, type PaymentLinkRow } from './payment-link.entity.ts';

/** A link with the payments made through it. A payment whose time is up no longer counts as pending, swept or not. */
export interface LinkSeen extends PaymentLinkRow {
  readonly paidCount: number;
  readonly pendingCount: number;
  readonly paidSatang: number;
  readonly pendingSatang: number;
  /** By the database's clock. */
  readonly isExpired: boolean;
}
const seen = `${columnsOf(PaymentLinkEntity, 'l')}, used.*, coalesce(l.expires_at <= now(), false) as "isExpired"`;
const paid = `p.status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')`;
const pending = `p.status = 'PENDING' and p.expires_at > now()`;
const usedIf = (condition: string): string => `cross join lateral (select count(*) filter (where ${paid}) as "paidCount", count(*) filter (where ${pending}) as "pendingCount",
    coalesce(sum(p.amount_satang) filter (where ${paid}), 0)::bigint as "paidSatang", coalesce(sum(p.amount_satang) filter (where ${pending}), 0)::bigint as "pendingSatang"
  from payment_link_use u join payment p on p.id = u.payment_id where u.link_id = l.id and ${condition}) used`;
const used = usedIf('true');

/** $1 JSON of the link, as the row has it. */
export const insertLink = statement('reusableLinks.insert', `
  insert into payment_link (id, merchant_id, mode, title, description, amount_satang, min_amount_satang, max_amount_satang, uses_max, total_max_satang, expires_at, payment_minutes)
  select "id", "merchantId", "mode", "title", "description", "amountSatang", "minAmountSatang", "maxAmountSatang", "usesMax", "totalMaxSatang", "expiresAt", "paymentMinutes"
  from json_to_record($1::json) as l("id" uuid, "merchantId" uuid, "mode" text, "title" text, "description" text, "amountSatang" bigint, "minAmountSatang" bigint, "maxAmountSatang" bigint,
    "usesMax" integer, "totalMaxSatang" bigint, "expiresAt" timestamptz, "paymentMinutes" integer)`);

/** $1 link. */
export const findLink = statement<LinkSeen>('reusableLinks.find', `select ${seen} from payment_link l ${used} where l.id = $1`);
/** The same for those who pay: a link without limits counts nothing, so its page costs the same however often it was used. $1 link. */
export const findLinkLimits = statement<LinkSeen>('reusableLinks.findLimits', `
  select ${seen} from payment_link l ${usedIf('(l.uses_max is not null or l.total_max_satang is not null)')} where l.id = $1`);
/** $1 merchant, $2 mode, $3 limit, $4 offset. Newest first. */
export const listLinks = statement<LinkSeen>('reusableLinks.list', `
  select ${seen} from (select * from payment_link where merchant_id = $1 and mode = $2 order by id desc limit $3 offset $4) l ${used} order by l.id desc`);
/** $1 merchant, $2 mode. */
export const countLinks = statement<{ total: number }>('reusableLinks.count', 'select count(*) as "total" from payment_link where merchant_id = $1 and mode = $2');
/** $1 link, $2 merchant. */
export const disableLink = statement<{ id: string }>('reusableLinks.disable', `
  update payment_link set disabled_at = coalesce(disabled_at, now()) where id = $1 and merchant_id = $2 returning id`);
/** $1 link. Uses of one link are made one after the other, so that its limits hold. */
export const lockLink = statement<{ id: string }>('reusableLinks.lock', 'select id as "id" from payment_link where id = $1 for no key update');
/** $1 payment, $2 link. */
export const insertLinkUse = statement('reusableLinks.use', 'insert into payment_link_use (payment_id, link_id) values ($1, $2)');
