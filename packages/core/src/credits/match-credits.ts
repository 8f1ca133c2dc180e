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
import type { Candidate } from './evidence.rules.ts';
import { judgeCredit, paysLate, settleClaims, type Verdict } from './match.rules.ts';

type Wake = Pick<Platform, 'queue' | 'bell'>;
type Received = Awaited<ReturnType<typeof lockCredits>>[number];

const lockCredits = (transaction: Transaction, creditIds: readonly string[]) => transaction.query(lockReceived, [creditIds]);

const candidateOf = ({ createdAt, expiresAt, ...row }: CandidateRow): Candidate => ({ ...row, createdMs: Date.parse(createdAt), expiresMs: Date.parse(expiresAt) });
const ownerOf = (credit: Received): string => credit.ownerMerchantId ?? PLATFORM_OWNER;

/** Credits of one receiver, amount and bank are looked up once, however many there are. */
const judgeAll = async (transaction: Transaction, credits: readonly Received[], graceHours: number): Promise<ReadonlyMap<string, Verdict>> => {
  const asked = credits.map((credit) => {
    const facts = factsOf(credit);
    const owner = { ownerId: ownerOf(credit), mode: credit.mode };
    return { facts, owner, askedId: `${owner.ownerId} ${credit.mode} ${facts.amountSatang} ${facts.payerBankCode ?? ''}` };
  });
  const names = asked.flatMap(({ facts, owner }) => facts.references.map((reference) => ({ askedId: facts.id, ...owner, reference })));
  const named = Map.groupBy(names.length === 0 ? [] : await transaction.query(findNamed, [JSON.stringify(names), graceHours]), ({ askedId }) => askedId);
  const lookups = new Map(asked.filter(({ facts }) => !named.has(facts.id)).map(({ facts, owner, askedId }) =>
    [askedId, { askedId, ...owner, amountSatang: facts.amountSatang, bankCode: facts.payerBankCode }]));
  const payable = Map.groupBy(lookups.size === 0 ? [] : await transaction.query(findPayable, [JSON.stringify([...lookups.values()]), graceHours]), ({ askedId }) => askedId);
  const candidates = new Map([...named, ...payable].map(([askedId, rows]) => [askedId, rows.map(candidateOf)]));
  return settleClaims(new Map(asked.map(({ facts, askedId }) => {
    const found = candidates.get(facts.id) ?? candidates.get(askedId) ?? [];
    return [facts.id, judgeCredit(facts, found, found.length > PAYABLE_MAX)];
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
