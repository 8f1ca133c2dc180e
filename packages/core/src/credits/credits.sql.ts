import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { ANNOUNCED_DIGITS_MIN, WHOLE_ACCOUNT_DIGITS_MIN } from './accounts-masked.ts';
import { hasLookAlikes, potOf } from './look-alikes.sql.ts';
import { BankCreditEntity, type BankCreditRow } from './bank-credit.entity.ts';
import { movedColumns, PaymentEntity, type MovedPayment, type PaymentRow } from '../payments/payment.entity.ts';
import { testClockOf } from '../sandbox/test-clock.sql.ts';

/** The bank account behind a number: the one that it pays into, or itself where others pay into it. Null where it has no other number. */
const paidInto = (account: string): string =>
  `coalesce(${account}.pays_into_account_id, case when exists (select from receiving_account via where via.pays_into_account_id = ${account}.id) then ${account}.id end)`;

/** As far apart as two sources may put one transfer: a bare day reaches over that day, and two clocks differ by minutes. */
export const TOLD_APART = `interval '1 day 2 minutes'`;

/**
 * $1 JSON of credits. Only the new ones come back; a reference seen before on that number or on another one of its account, or earlier in the call (ids
 * grow), changes nothing. What was told before two numbers were one account's counts as well where amount and time are the same: references of two
 * accounts may be equal by chance. In the order of accounts and references, so that two calls with the same credits wait for each other and never in a ring.
 */
export const insertCredits = statement<{ id: string }>('credits.insert', `
  with account as materialized (
    select a.id, ${paidInto('a')} as paid_into, ${potOf('a')} as pot from receiving_account a where a.id in (select c."receivingAccountId" from json_to_recordset($1::json) as c("receivingAccountId" uuid))
  )
  insert into bank_credit (id, receiving_account_id, paid_into_account_id, mode, source, bank_reference, amount_satang, paid_at, payer_name, payer_account, payer_bank_code, ref1, ref2, end_to_end_id, status)
  select c."id", c."receivingAccountId", a.paid_into, c."mode", c."source", c."bankReference", c."amountSatang", c."paidAt", c."payerName", c."payerAccount", c."payerBankCode", c."ref1", c."ref2", c."endToEndId", 'RECEIVED'
  from json_to_recordset($1::json) as c("id" uuid, "receivingAccountId" uuid, "mode" text, "source" text, "bankReference" text, "amountSatang" bigint, "paidAt" timestamptz,
    "payerName" text, "payerAccount" text, "payerBankCode" text, "ref1" text, "ref2" text, "endToEndId" text) left join account a on a.id = c."receivingAccountId"
  where a.paid_into is null or not exists (
    select from bank_credit o where o.receiving_account_id = any(a.pot) and o.bank_reference = c."bankReference" and o.amount_satang = c."amountSatang"
      and o.paid_at between c."paidAt" - ${TOLD_APART} and c."paidAt" + ${TOLD_APART}
  )
  order by coalesce(a.paid_into, c."receivingAccountId"), c."bankReference", c."id"
  on conflict do nothing returning id`);

/** $1 accounts, $2 bank references, pairwise: each with the credit that has its reference, on that number or on another one of its account. */
export const creditsByReference = statement<{ id: string; receivingAccountId: string; bankReference: string }>('credits.byReference', `
  select c.id as "id", wanted.account as "receivingAccountId", wanted.reference as "bankReference"
  from unnest($1::uuid[], $2::text[]) as wanted(account, reference) left join receiving_account a on a.id = wanted.account cross join lateral (
    select c.id from bank_credit c where c.receiving_account_id = wanted.account and c.bank_reference = wanted.reference
    union all select c.id from bank_credit c where c.paid_into_account_id = coalesce(a.pays_into_account_id, a.id) and c.bank_reference = wanted.reference
    union all select c.id from bank_credit c where c.receiving_account_id = any(${potOf('a')}) and c.bank_reference = wanted.reference limit 1
  ) c`);

/**
 * A status looked at on rows that are found by their ids. As a plain comparison it would let PostgreSQL read the index of everything that has the
 * status instead, however long that is at the moment.
 */
const hasStatus = (alias: string, ...statuses: readonly string[]): string => `(${alias}.status in ('${statuses.join("', '")}')) is not false`;

interface Surroundings {
  readonly ownerMerchantId: string | null;
  /** PromptPay ids that pay into the account. */
  readonly paidThroughIds: readonly string[];
  /** There is another credit that `lookAlikes` must see. */
  readonly hasLookAlikes: boolean;
}
export type ReceivedCredit = BankCreditRow & Surroundings;
/**
 * Takes the credits of $1 that nobody has decided on, in id order. Two workers with the same credits do not share them out, which would let the
 * one decide a tie that the two together would not: the second waits, and finds them decided.
 */
export const lockReceived = statement<ReceivedCredit>('credits.lockReceived', `
  with taken as materialized (
    select c.* from bank_credit c where c.id = any($1::uuid[]) and ${hasStatus('c', 'RECEIVED')} order by c.id for update of c
  ), account as materialized (
    select a.id, a.merchant_id, array(select via.id from receiving_account via where via.pays_into_account_id = a.id) as paid_through, ${potOf('a')} as pot
    from (select distinct t.receiving_account_id as id from taken t) told join receiving_account a on a.id = told.id
  )
  select ${columnsOf(BankCreditEntity, 'c')}, a.merchant_id as "ownerMerchantId", a.paid_through as "paidThroughIds", ${hasLookAlikes('c', 'a.pot')} as "hasLookAlikes"
  from taken c join account a on a.id = c.receiving_account_id order by c.id`);

export type CandidateRow = Pick<PaymentRow,
  'id' | 'merchantId' | 'amountSatang' | 'reference' | 'status' | 'senderAccount' | 'senderBankCode' | 'senderName' | 'senderNameEn' | 'createdAt' | 'expiresAt'>;
// An expired payment beyond the grace, in hours, is GONE: settled for matching.
const candidateColumns = (graceHours: string) => `p.id as "id", p.merchant_id as "merchantId", p.amount_satang as "amountSatang", p.reference as "reference",
    case when p.status = 'EXPIRED' and p.expires_at < now() + ${testClockOf('p')} - make_interval(hours => ${graceHours}) then 'GONE' else p.status end as "status",
    p.sender_account as "senderAccount", p.sender_bank_code as "senderBankCode", p.sender_name as "senderName", p.sender_name_en as "senderNameEn",
    p.created_at as "createdAt", p.expires_at as "expiresAt"`;

/** Payments by their own reference, whatever their status: $1 credits, $2 owners, $3 modes and $4 references, pairwise and each once; $5 hours of grace. */
export const findNamed = statement<CandidateRow & { readonly askedId: string }>('credits.named', `
  select asked.id as "askedId", ${candidateColumns('$5')}
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as asked(id, owner_id, mode, reference) cross join lateral (
    select * from payment p where p.reference = asked.reference and p.mode = asked.mode and p.receiving_owner_id = asked.owner_id offset 0
  ) p order by p.id`);

/** $1 payments, $2 hours of grace. At most as many rows as ids. */
export const findCandidates = statement<CandidateRow>('credits.candidates', `select ${candidateColumns('$2')} from payment p where p.id = any($1::uuid[]) order by p.id`);

/** Payments `p` of an amount, open or lapsed within the grace of so many hours, as far as the index `payment_matching` tells. */
const ofAmount = (asked: string, graceHours: string) => `p.receiving_owner_id = ${asked}."ownerId" and p.amount_satang = ${asked}."amountSatang"
      and p.status in ('PENDING', 'EXPIRED') and p.expires_at > now() - make_interval(hours => ${graceHours})`;
/** Those that ask for it now: without what has expired beyond the grace by a test clock, and without those that were given other accounts. */
const asking = (asked: string, graceHours: string) => `${ofAmount(asked, graceHours)} and p.mode = ${asked}."mode"
      and (p.status <> 'EXPIRED' or p.mode <> 'test' or p.expires_at > now() + ${testClockOf('p')} - make_interval(hours => ${graceHours}))
      and (p.bank_account_id is null or p.receiving_account_id = any(${asked}."accountIds") or p.bank_account_id = any(${asked}."accountIds"))`;

/** More open, or more lately expired, payments of one amount at one receiver than this are a crowd: no machine tells them apart, but by a whole account. */
export const PAYABLE_MAX = 1_000;
/**
 * Payments of an amount that could be paid now, by status: one more than PAYABLE_MAX says that there are too many. Which of them is as they are met, so
 * that no more are read. With a bank code, those announced from another bank are left out, and so are payments that were given other accounts. $1 JSON
 * of {askedId, ownerId, mode, accountIds, amountSatang, status, bankCode}, $2 hours of grace.
 */
export const findPayable = statement<CandidateRow & { readonly askedId: string }>('credits.payable', `
  select asked."askedId", ${candidateColumns('$2')}
  from json_to_recordset($1::json) as asked("askedId" text, "ownerId" uuid, "mode" text, "accountIds" uuid[], "amountSatang" bigint, "status" text, "bankCode" text)
  cross join lateral (
    select * from payment p where ${asking('asked', '$2')} and p.status = asked."status"
      and (asked."bankCode" is null or p.sender_bank_code is null or p.sender_bank_code = asked."bankCode")
    limit ${PAYABLE_MAX + 1}
  ) p order by asked."askedId", p.id`);

/** So many payments of one merchant, and so many in all, are looked at in a crowd: what one merchant asks for keeps nothing from the others. */
export const CROWD_OF_ONE_MAX = 500;
export const CROWD_MAX = 2_000;
/** A crowd of more payments than this, in either mode and with any account, is not looked into: every transaction would read and sort whatever one merchant creates. */
export const CROWD_READ_MAX = 20_000;
/**
 * Of a crowd, the payments that anything seen of payers with these whole accounts may agree with: announced from one of the accounts, from its last digits,
 * or by name, alone or with too few digits to be known by. $1 JSON of {askedId, ownerId, mode, accountIds, amountSatang, payerAccounts, bankCodes}, $2 hours
 * of grace. One more than CROWD_OF_ONE_MAX of a merchant, whole accounts first, or than CROWD_MAX says that there are more. Nothing of a crowd beyond CROWD_READ_MAX.
 */
export const findInCrowd = statement<CandidateRow & { readonly askedId: string }>('credits.inCrowd', `
  select asked."askedId", ${candidateColumns('$2')}
  from json_to_recordset($1::json) as asked("askedId" text, "ownerId" uuid, "mode" text, "accountIds" uuid[], "amountSatang" bigint, "payerAccounts" text[], "bankCodes" text[])
  cross join lateral (select count(*) as size from (select from payment p where ${ofAmount('asked', '$2')} order by p.expires_at limit ${CROWD_READ_MAX + 1}) read) crowd
  cross join lateral (
    select * from (
      select p.*, row_number() over (partition by p.merchant_id order by coalesce(length(p.sender_account), 0) desc, p.id desc) as nth from payment p where crowd.size <= ${CROWD_READ_MAX} and ${asking('asked', '$2')}
        and case when p.sender_account is null then coalesce(p.sender_name, p.sender_name_en) is not null and (p.sender_bank_code is null or p.sender_bank_code = any(asked."bankCodes"))
          when length(p.sender_account) < ${WHOLE_ACCOUNT_DIGITS_MIN} then (length(p.sender_account) >= ${ANNOUNCED_DIGITS_MIN} or coalesce(p.sender_name, p.sender_name_en) is not null)
            and exists (select from unnest(asked."payerAccounts") account where right(account, length(p.sender_account)) = p.sender_account)
          else p.sender_account = any(asked."payerAccounts") end
    ) p where p.nth <= ${CROWD_OF_ONE_MAX + 1} order by p.id limit ${CROWD_MAX + 1}
  ) p order by asked."askedId", p.id`);

/** Takes the payments in id order; what has moved meanwhile shows its new status. */
export const lockPayments = statement<{ id: string; status: string }>('credits.lockPayments', `
  select p.id as "id", p.status as "status" from payment p where p.id = any($1::uuid[]) order by p.id for no key update`);

/**
 * $1 payments, locked and open or expired. The instant is the statement's: the transaction may have begun before a payment
 * it finds was created, and nothing is paid before it exists.
 */
export const markPaid = statement<MovedPayment>('credits.markPaid', `
  update payment p set is_late = (p.status = 'EXPIRED'), status = 'PAID', status_reason = null, paid_at = statement_timestamp(), updated_at = statement_timestamp()
  where p.id = any($1::uuid[]) and ${hasStatus('p', 'PENDING', 'EXPIRED')} returning ${columnsOf(PaymentEntity, 'p', movedColumns)}`);

/**
 * $1 credits, $2 the payments they pay or null, $3 JSON of the decisions, pairwise. What pays nothing is for review. Named twice, so that credits are
 * found by their ids before they are joined, and not the other way round as long as the table is small.
 */
export const decideCredits = statement('credits.decide', `
  update bank_credit c set status = case when d.payment_id is null then 'REVIEW' else 'MATCHED' end, payment_id = d.payment_id, decision = d.decision, updated_at = now()
  from rows from (unnest($1::uuid[]), unnest($2::uuid[]), json_array_elements($3::json)) as d(id, payment_id, decision)
  where c.id = any($1::uuid[]) and c.id = d.id and ${hasStatus('c', 'RECEIVED')}`);

/** Credits that have waited more than $1 seconds for a decision, oldest first, at most 1,000, without those of $2. */
export const waitingCredits = statement<{ id: string }>('credits.waiting', `
  select id as "id" from bank_credit where status = 'RECEIVED' and created_at < now() - make_interval(secs => $1) and id <> all($2::uuid[]) order by created_at limit 1000`);
