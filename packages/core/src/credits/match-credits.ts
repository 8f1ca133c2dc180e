import { plainArray, type Transaction } from '../db/statement.ts';
import { paymentPosting, suspensePosting, type Posting } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { MovedPayment } from '../payments/payment.entity.ts';
import { ringPaymentsChanged } from '../payments/payment-bell.ts';
import { paymentEvent } from '../payments/payment-events.ts';
import type { Platform } from '../platform.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import { factsOf } from './credit-facts.ts';
import { decideCredits, lockPayments, lockReceived, markPaid, type ReceivedCredit } from './credits.sql.ts';
import { explainVerdict } from './decision-words.ts';
import { applyPolicies, isAccepted, merchantsToAsk, type Decision } from './inexact.rules.ts';
import { markPaidShort } from './inexact.sql.ts';
import { judgeCredits } from './judge-credits.ts';
import { heldOf, keepInexact, termsOf } from './keep-inexact.ts';
import { withoutLookAlikes } from './look-alikes.ts';
import { paysLate } from './match.rules.ts';

type Wake = Pick<Platform, 'bell'>;
type Decisions = ReadonlyMap<string, Decision>;
type Statuses = ReadonlyMap<string, string>;

/** Takes what will be paid, and what was named and will not be. */
const lockNamed = async (transaction: Transaction, decisions: Decisions): Promise<Statuses> => {
  const ids = [...decisions.values()].flatMap((decision) => (decision.kind === 'MATCH' ? [decision.paymentId] : decision.named ? [decision.named.id] : []));
  return new Map((await transaction.query(lockPayments, [ids])).map(({ id, status }) => [id, status]));
};

/** A payment cancelled or settled since it was judged, or expired where only its amount spoke for it, is no longer the machine's to decide. */
const recheck = (decisions: Decisions, statuses: Statuses): Decisions => {
  const stands = (decision: Decision): boolean => {
    if (decision.kind === 'REVIEW') return true;
    const status = statuses.get(decision.paymentId);
    return status === 'PENDING' || (status === 'EXPIRED' && paysLate(decision.rule));
  };
  return new Map([...decisions].map(([creditId, decision]) => {
    if (decision.kind === 'REVIEW' || stands(decision)) return [creditId, decision];
    const named = paysLate(decision.rule) ? decision.considered[0]?.candidate : undefined;
    return [creditId, { kind: 'REVIEW', reason: 'PAYMENT_CHANGED', candidates: 1, considered: decision.considered, ...(named && { named }) }];
  }));
};

/** Marks what was decided as paid; what came short is paid with what arrived. */
const pay = async (transaction: Transaction, decisions: Decisions, credits: ReadonlyMap<string, ReceivedCredit>): Promise<ReadonlyMap<string, MovedPayment>> => {
  const matches = [...decisions].flatMap(([creditId, decision]) => (decision.kind === 'MATCH' ? [{ creditId, decision }] : []));
  const short = matches.flatMap(({ creditId, decision }) =>
    (isAccepted(decision) && decision.feeSatang !== undefined ? [{ id: decision.paymentId, amountSatang: credits.get(creditId)!.amountSatang, feeSatang: decision.feeSatang }] : []));
  const shortIds = new Set(short.map(({ id }) => id));
  const paid = await transaction.query(markPaid, [matches.map(({ decision }) => decision.paymentId).filter((id) => !shortIds.has(id))]);
  const paidShort = short.length === 0 ? [] : await transaction.query(markPaidShort, [JSON.stringify(short)]);
  return new Map([...paid, ...paidShort].map((row) => [row.id, row]));
};

const postingsOf = (credits: ReadonlyMap<string, ReceivedCredit>, decisions: Decisions, paid: ReadonlyMap<string, MovedPayment>): Posting[] =>
  [...decisions].flatMap(([creditId, decision]) => {
    const credit = credits.get(creditId)!;
    const heldSatang = heldOf(credit, decision);
    return [
      ...(decision.kind === 'MATCH' ? [paymentPosting(paid.get(decision.paymentId)!, { accountKind: 'BANK', ownerId: credit.receivingAccountId })] : []),
      // Unclear money on a merchant's own account is the merchant's already; the platform's books hold only its own.
      ...(heldSatang > 0 && credit.ownerMerchantId === null ? [suspensePosting({ ...credit, amountSatang: heldSatang })] : []),
    ];
  });

interface Turn {
  readonly paid: number;
  readonly decided: number;
  /** Credits that were left to another transaction, in id order. */
  readonly left: readonly string[];
}

/** One transaction: payments, ledger, balances, events and deliveries of what it decides move together or not at all. It decides one credit at least. */
const decideSome = (platform: Wake & Pick<Platform, 'database' | 'settings'>, creditIds: readonly string[]): Promise<Turn> =>
  platform.database.transaction(async (transaction) => {
    const received = await transaction.query(lockReceived, [creditIds]);
    if (received.length === 0) return { paid: 0, decided: 0, left: [] };
    const settings = await platform.settings();
    const facts = new Map(received.map((credit) => [credit.id, factsOf(credit)]));
    const judged = await judgeCredits(transaction, { credits: received, facts }, settings.lateGraceHours);
    const rows = received.filter(({ id }) => judged.has(id));
    const credits = new Map(rows.map((credit) => [credit.id, credit]));
    const verdicts = await withoutLookAlikes(transaction, rows, judged);
    const terms = await termsOf(transaction, settings, merchantsToAsk(verdicts));
    const wanted = applyPolicies(verdicts, new Map(rows.map(({ id, amountSatang }) => [id, amountSatang])), terms);
    const statuses = await lockNamed(transaction, wanted);
    const decisions = recheck(wanted, statuses);
    const paid = await pay(transaction, decisions, credits);
    await transaction.query(decideCredits, [
      plainArray([...decisions.keys()]), plainArray([...decisions.values()].map((decision) => (decision.kind === 'MATCH' ? decision.paymentId : null))),
      JSON.stringify([...decisions].map(([creditId, decision]) => explainVerdict(decision, facts.get(creditId)!))),
    ]);
    const inexactEvents = await keepInexact(transaction, { credits, decisions, statuses: new Map([...statuses, ...[...paid.keys()].map((id) => [id, 'PAID'] as const)]) });
    await recordEvents(transaction, platform, [...[...paid.values()].map(paymentEvent), ...inexactEvents]);
    // Last, so that two batches of one merchant wait for each other's commit and for nothing else.
    await postLedger(transaction, postingsOf(credits, decisions, paid));
    ringPaymentsChanged(transaction, platform);
    return { paid: paid.size, decided: rows.length, left: received.flatMap(({ id }) => (judged.has(id) ? [] : [id])) };
  }, { plans: 'kept' });

/**
 * Decides a batch of received credits: pays what a rule can name, by the merchant's choices also where the amount is not exact, and puts the
 * rest in review with its money in suspense. One transaction, and further ones for what it would take too long to judge in it.
 * Safe to run twice and in several workers; rows are taken in id order. Answers how many payments were paid.
 */
export const matchCredits = async (platform: Wake & Pick<Platform, 'database' | 'settings'>, creditIds: readonly string[]): Promise<number> => {
  let paid = 0;
  let waiting = creditIds;
  for (let atOnce = creditIds.length; waiting.length > 0;) {
    const turn = await decideSome(platform, waiting.slice(0, atOnce));
    paid += turn.paid;
    waiting = [...turn.left, ...waiting.slice(atOnce)];
    // The payments of what is left are looked up again: of as many credits as could be judged.
    atOnce = turn.left.length > 0 ? turn.decided : atOnce * 2;
  }
  return paid;
};
