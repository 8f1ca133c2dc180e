import type { ReviewState } from '@paygate/contract/inexact';
import { BankCreditEntity, type BankCreditRow } from '../credits/bank-credit.entity.ts';
import { CreditReviewEntity, PaymentConfirmationEntity, ReviewProposalEntity, type CreditReviewRow, type PaymentConfirmationRow, type ReviewProposalRow } from '../credits/credit-review.entity.ts';
import { columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { PaymentEntity, type PaymentRow } from '../payments/payment.entity.ts';

const proposalColumns = columnsOf(ReviewProposalEntity, 'o');

/** A review with its credit, account, named payment and people. */
export interface ReviewRow extends Omit<BankCreditRow, 'status'>, Omit<CreditReviewRow, 'creditId'> {
  readonly receivedAt: string;
  readonly accountName: string;
  readonly accountNumber: string;
  readonly ownerMerchantId: string | null;
  /** PromptPay ids that pay into the account. */
  readonly paidThroughIds: readonly string[];
  readonly paymentOrderId: string | null;
  readonly paymentStatus: PaymentRow['status'] | null;
  readonly paymentSatang: number | null;
  readonly merchantUsername: string | null;
  readonly merchantBusinessName: string | null;
  readonly assigneeName: string | null;
  readonly assigneeEmail: string | null;
  readonly proposalId: string | null;
  readonly proposerName: string | null;
  readonly proposerEmail: string | null;
}
// Of a name that both have, the later one counts: the review's.
const columns = `${columnsOf(BankCreditEntity, 'c')}, ${columnsOf(CreditReviewEntity, 'r')}, c.created_at as "receivedAt", a.name as "accountName", a.account_number as "accountNumber", a.merchant_id as "ownerMerchantId",
    array(select via.id from receiving_account via where via.pays_into_account_id = a.id) as "paidThroughIds", p.order_id as "paymentOrderId", p.status as "paymentStatus",
    p.amount_satang as "paymentSatang", m.username as "merchantUsername", m.business_name as "merchantBusinessName", assignee.name as "assigneeName", assignee.email as "assigneeEmail",
    o.id as "proposalId", proposer.name as "proposerName", proposer.email as "proposerEmail"`;
const joins = `join bank_credit c on c.id = r.credit_id join receiving_account a on a.id = r.receiving_account_id
    left join payment p on p.id = r.payment_id left join merchant m on m.id = p.merchant_id left join member assignee on assignee.id = r.assigned_to
    left join review_proposal o on o.credit_id = r.credit_id and o.state = 'PENDING' left join member proposer on proposer.id = o.proposed_by`;

export const findReview = statement<ReviewRow>('reviews.find', `select ${columns} from credit_review r ${joins} where r.credit_id = $1`);
/** Takes the review until the transaction ends; read its row afterwards. $1 credit. */
export const lockReview = statement<{ creditId: string }>('reviews.lock', 'select r.credit_id as "creditId" from credit_review r where r.credit_id = $1 for no key update');

export interface ReviewFilter {
  readonly state?: string | undefined;
  readonly inexact?: string | undefined;
  readonly reason?: string | undefined;
  readonly mode?: string | undefined;
  readonly olderThanHours?: number | undefined;
  readonly minSatang?: number | undefined;
  readonly maxSatang?: number | undefined;
  readonly q?: string | undefined;
  /** A member, or null for nobody. */
  readonly assignedTo?: string | null | undefined;
  readonly afterId?: string | undefined;
}
const named = (parameter: string): string => `(starts_with(c.bank_reference, ${parameter}) or upper(${parameter}) in (upper(c.ref1), upper(c.ref2), upper(c.end_to_end_id))
      or position(lower(${parameter}) in lower(c.payer_name)) > 0 or position(${parameter} in c.payer_account) > 0 or starts_with(p.order_id, ${parameter})
      or lower(${parameter}) in (r.credit_id::text, r.payment_id::text))`;
/** Oldest first, `limit` rows after an id; the cost does not grow with depth. Constant fragments; every value is a parameter. */
export const reviewsAfter = (filter: ReviewFilter, limit: number): { readonly statement: Statement<ReviewRow>; readonly values: readonly unknown[] } => {
  const tests: readonly (readonly [value: unknown, test: (parameter: string) => string])[] = [
    [filter.state, (parameter) => `r.state = ${parameter}`], [filter.inexact, (parameter) => `r.inexact = ${parameter}`], [filter.reason, (parameter) => `r.reason = ${parameter}`],
    [filter.mode, (parameter) => `r.mode = ${parameter}`], [filter.olderThanHours, (parameter) => `r.created_at < now() - make_interval(hours => ${parameter})`],
    [filter.minSatang, (parameter) => `r.amount_satang >= ${parameter}`], [filter.maxSatang, (parameter) => `r.amount_satang <= ${parameter}`], [filter.q, named],
    [filter.assignedTo, (parameter) => `r.assigned_to is not distinct from ${parameter}::uuid`], [filter.afterId, (parameter) => `r.credit_id > ${parameter}`],
  ];
  const wanted = tests.filter(([value]) => value !== undefined);
  const where = wanted.map(([, test], at) => test(`$${at + 1}`)).join(' and ') || 'true';
  return { statement: assembled(`select ${columns} from credit_review r ${joins} where ${where} order by r.credit_id limit $${wanted.length + 1}`), values: [...wanted.map(([value]) => value), limit] };
};

/** Takes payments of any merchant, in id order. */
export const lockPaymentsByIds = statement<PaymentRow>('reviews.lockPayments', `select ${columnsOf(PaymentEntity, 'p')} from payment p where p.id = any($1::uuid[]) order by p.id for no key update`);
/** Those of $1 payments that an admin confirmed and no credit has covered; taken. */
export const lockUncovered = statement<PaymentConfirmationRow>('reviews.lockUncovered', `
  select ${columnsOf(PaymentConfirmationEntity, 'f')} from payment_confirmation f where f.payment_id = any($1::uuid[]) and f.covered_by is null order by f.payment_id for no key update`);
/** $1 payments, $2 credit. */
export const coverConfirmations = statement<{ paymentId: string }>('reviews.cover', `
  update payment_confirmation f set covered_by = $2, updated_at = now() where f.payment_id = any($1::uuid[]) and f.covered_by is null returning f.payment_id as "paymentId"`);
/** $1 payment, $2 reason, $3 amount, $4 member. */
export const insertConfirmation = statement('reviews.insertConfirmation', 'insert into payment_confirmation (payment_id, reason, amount_satang, confirmed_by) values ($1, $2, $3, $4)');

/** $1 JSON of {paymentId, creditId, amountSatang}. Fails on a payment that has a share already. */
export const insertShares = statement<{ paymentId: string }>('reviews.insertShares', `
  insert into credit_share (payment_id, credit_id, amount_satang)
  select "paymentId", "creditId", "amountSatang" from json_to_recordset($1::json) as s("paymentId" uuid, "creditId" uuid, "amountSatang" bigint) returning payment_id as "paymentId"`);
/**
 * Takes money out of what is left of an open credit. $1 credit, $2 how much, $3 the state once nothing is left, $4 the payment it is now known to be
 * for or null, $5 what that one asked for, $6 whether the rest is nobody's concern here.
 */
export const useCredit = statement<{ leftSatang: number }>('reviews.use', `
  update credit_review r set left_satang = case when $6 then 0 else r.left_satang - $2 end, state = case when $6 or r.left_satang = $2 then $3 else r.state end,
    payment_id = coalesce(r.payment_id, $4), asked_satang = case when r.payment_id is null then $5::bigint else r.asked_satang end, updated_at = now()
  where r.credit_id = $1 and r.state = 'OPEN' and r.left_satang >= $2 returning r.left_satang as "leftSatang"`);
/** Moves a review out of a state it must still have. $1 credit, $2 from, $3 to, $4 reason. */
export const moveReview = statement<{ state: ReviewState }>('reviews.move', `
  update credit_review r set state = $3, state_reason = $4, updated_at = now() where r.credit_id = $1 and r.state = $2 returning r.state as "state"`);
/** $1 credit, $2 member. No row when somebody else has it. */
export const assignReview = statement<{ wasMine: boolean }>('reviews.assign', `
  with before as (select credit_id, assigned_to from credit_review where credit_id = $1 for no key update)
  update credit_review r set assigned_to = $2, updated_at = now() from before where r.credit_id = before.credit_id and (before.assigned_to is null or before.assigned_to = $2)
  returning before.assigned_to is not null as "wasMine"`);
/** $1 credit. A row when somebody had it. */
export const unassignReview = statement<{ creditId: string }>('reviews.unassign', `
  update credit_review r set assigned_to = null, updated_at = now() where r.credit_id = $1 and r.assigned_to is not null returning r.credit_id as "creditId"`);
/** $1 member. A row when it is one of the platform's people. */
export const findOperator = statement<{ id: string }>('reviews.findOperator', `select id as "id" from member where id = $1 and merchant_id is null`);

export interface ProposalRow extends ReviewProposalRow {
  readonly proposerName: string;
  readonly proposerEmail: string;
  readonly deciderName: string | null;
  readonly deciderEmail: string | null;
}
const withPeople = `select ${proposalColumns}, proposer.name as "proposerName", proposer.email as "proposerEmail", decider.name as "deciderName", decider.email as "deciderEmail"
  from review_proposal o join member proposer on proposer.id = o.proposed_by left join member decider on decider.id = o.decided_by`;
export const findProposal = statement<ProposalRow>('reviews.findProposal', `${withPeople} where o.id = $1`);
/** $1 payment. At most one row. */
export const pendingForPayment = statement<ProposalRow>('reviews.pendingForPayment', `${withPeople} where o.payment_id = $1 and o.state = 'PENDING'`);
/** Oldest first, at most 100. */
export const pendingProposals = statement<ProposalRow>('reviews.pendingProposals', `${withPeople} where o.state = 'PENDING' order by o.id limit 100`);
/** $1 id, $2 act, $3 credit or null, $4 payment or null, $5 amount, $6 input, $7 member. */
export const insertProposal = statement('reviews.insertProposal', `
  insert into review_proposal (id, act, credit_id, payment_id, amount_satang, input, state, proposed_by) values ($1, $2, $3, $4, $5, $6, 'PENDING', $7)`);
/** Decides a proposal that must still be pending, by somebody who did not make it. $1 id, $2 to, $3 member, $4 reason or null. */
export const decideProposal = statement<{ id: string }>('reviews.decideProposal', `
  update review_proposal o set state = $2, decided_by = $3, decided_reason = $4, decided_at = now() where o.id = $1 and o.state = 'PENDING' and o.proposed_by <> $3 returning o.id as "id"`);
