import type { Transaction } from '../db/statement.ts';
import { paymentPosting, suspensePosting, type Posting } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import { PLATFORM_OWNER, type PaymentRow } from '../payments/payment.entity.ts';
import { ringPaymentsChanged } from '../payments/payment-bell.ts';
import { paymentEvent } from '../payments/payment-events.ts';
import type { Platform } from '../platform.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import { factsOf } from './credit-facts.ts';
import { decideCredits, findNamed, findPayable, lockPayments, lockReceived, markPaid, PAYABLE_MAX, type CandidateRow } from './credits.sql.ts';
import { explainVerdict } from './decision-words.ts';
import type { Candidate, CreditFacts } from './evidence.rules.ts';
import { judgeCredit, paysLate, settleClaims, type Verdict } from './match.rules.ts';

type Wake = Pick<Platform, 'queue' | 'bell'>;
type Received = Awaited<ReturnType<typeof lockCredits>>[number];

const lockCredits = (transaction: Transaction, creditIds: readonly string[]) => transaction.query(lockReceived, [creditIds]);

const candidateOf = ({ createdAt, expiresAt, ...row }: CandidateRow): Candidate => ({ ...row, createdMs: Date.parse(createdAt), expiresMs: Date.parse(expiresAt) });
interface Asked {
  readonly facts: CreditFacts;
  readonly owner: { readonly ownerId: string; readonly mode: string };
  /** The account the money is on, first, and the PromptPay ids that pay into it. */
  readonly accountIds: readonly string[];
}
const askedOf = (credit: Received): Asked => ({ facts: factsOf(credit), owner: { ownerId: credit.ownerMerchantId ?? PLATFORM_OWNER, mode: credit.mode }, accountIds: [credit.receivingAccountId, ...credit.paidThroughIds] });

/** Payments that a reference names, by credit. */
const namedBy = async (transaction: Transaction, asked: readonly Asked[], graceHours: number): Promise<ReadonlyMap<string, readonly Candidate[]>> => {
  const references = asked.flatMap(({ facts, owner }) => facts.references.map((reference) => ({ askedId: facts.id, ...owner, reference })));
  return references.length === 0 ? new Map() : byAsked(await transaction.query(findNamed, [JSON.stringify(references), graceHours]));
};

/**
 * Open payments are looked up once for an account's amount, so that a person can be told which of them were denied and why; expired ones, of which there
 * are many more, once for a bank besides.
 */
const payableOf = ({ facts: { amountSatang, payerBankCode }, owner, accountIds }: Asked) => {
  const open = `${accountIds[0]} ${amountSatang}`;
  return [
    { askedId: open, ...owner, accountIds, amountSatang, status: 'PENDING', bankCode: null },
    { askedId: `${open} expired ${payerBankCode ?? ''}`, ...owner, accountIds, amountSatang, status: 'EXPIRED', bankCode: payerBankCode },
  ];
};

const byAsked = (rows: readonly (CandidateRow & { readonly askedId: string })[]): ReadonlyMap<string, readonly Candidate[]> =>
  new Map([...Map.groupBy(rows, ({ askedId }) => askedId)].map(([askedId, found]) => [askedId, found.map(candidateOf)]));

const judgeAll = async (transaction: Transaction, credits: readonly Received[], graceHours: number): Promise<ReadonlyMap<string, Verdict>> => {
  const asked = credits.map(askedOf);
  const named = await namedBy(transaction, asked, graceHours);
  const lookups = new Map(asked.filter(({ facts }) => !named.has(facts.id)).flatMap(payableOf).map((lookup) => [lookup.askedId, lookup]));
  const payable = lookups.size === 0 ? new Map<string, readonly Candidate[]>() : byAsked(await transaction.query(findPayable, [JSON.stringify([...lookups.values()]), graceHours]));
  return settleClaims(new Map(asked.map((one) => {
    const found = named.has(one.facts.id) ? [named.get(one.facts.id)!] : payableOf(one).map(({ askedId }) => payable.get(askedId) ?? []);
    return [one.facts.id, judgeCredit(one.facts, found.flat(), found.some(({ length }) => length > PAYABLE_MAX))];
  })));
};

/** A payment cancelled or settled since it was judged, or expired where only its amount spoke for it, is no longer the machine's to decide. */
const recheck = async (transaction: Transaction, verdicts: ReadonlyMap<string, Verdict>): Promise<ReadonlyMap<string, Verdict>> => {
  const chosen = [...verdicts.values()].flatMap((verdict) => (verdict.kind === 'MATCH' ? [verdict.paymentId] : []));
  const locked = new Map((await transaction.query(lockPayments, [chosen])).map(({ id, status }) => [id, status]));
  const stands = (verdict: Verdict) => {
    if (verdict.kind === 'REVIEW') return true;
    const status = locked.get(verdict.paymentId);
    return status === 'PENDING' || (status === 'EXPIRED' && paysLate(verdict.rule));
  };
  return new Map([...verdicts].map(([id, verdict]) => [id, stands(verdict) ? verdict : { kind: 'REVIEW', reason: 'PAYMENT_CHANGED', candidates: 1, considered: verdict.considered }]));
};

const postingsOf = (credits: readonly Received[], verdicts: ReadonlyMap<string, Verdict>, paid: ReadonlyMap<string, PaymentRow>): Posting[] =>
  credits.flatMap((credit) => {
    const verdict = verdicts.get(credit.id)!;
    if (verdict.kind === 'MATCH') return [paymentPosting(paid.get(verdict.paymentId)!, credit.receivingAccountId)];
    // Unclear money on a merchant's own account is the merchant's already; the platform's books hold only its own.
    return credit.ownerMerchantId === null ? [suspensePosting(credit)] : [];
  });

/**
 * Decides a batch of received credits: pays what a rule can name, puts the rest in review with its money in suspense. One
 * transaction: payments, ledger, balances, events and deliveries move together or not at all. Safe to run twice and in
 * several workers; rows are taken in id order. Answers how many payments were paid.
 */
export const matchCredits = (platform: Wake & Pick<Platform, 'database' | 'settings'>, creditIds: readonly string[]): Promise<number> =>
  platform.database.transaction(async (transaction) => {
    const credits = await lockCredits(transaction, creditIds);
    if (credits.length === 0) return 0;
    const { lateGraceHours } = await platform.settings();
    const verdicts = await recheck(transaction, await judgeAll(transaction, credits, lateGraceHours));
    const paymentIds = [...verdicts.values()].flatMap((verdict) => (verdict.kind === 'MATCH' ? [verdict.paymentId] : []));
    const paid = new Map((await transaction.query(markPaid, [paymentIds])).map((row) => [row.id, row]));
    const facts = new Map(credits.map((credit) => [credit.id, factsOf(credit)]));
    const decisions = [...verdicts].map(([creditId, verdict]) => ({
      creditId, status: verdict.kind === 'MATCH' ? 'MATCHED' : 'REVIEW', paymentId: verdict.kind === 'MATCH' ? verdict.paymentId : null, decision: explainVerdict(verdict, facts.get(creditId)!),
    }));
    await transaction.query(decideCredits, [JSON.stringify(decisions)]);
    await postLedger(transaction, postingsOf(credits, verdicts, paid));
    await recordEvents(transaction, platform, [...paid.values()].map(paymentEvent));
    ringPaymentsChanged(transaction, platform);
    return paid.size;
  });
