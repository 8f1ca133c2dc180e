import type { Candidate } from '@paygate/core/credits/evidence.rules';
import { factsOf } from '@paygate/core/credits/credit-facts';
import { PAYABLE_MAX } from '@paygate/core/credits/credits.sql';
import { judgeCredit, settleClaims } from '@paygate/core/credits/match.rules';
import { senderOf } from '@paygate/core/payments/sender.rules';
import { GRACE_MS, type Day, type WorldLine, type WorldPayment } from './generator.ts';
import { oracleChoice, type Payable } from './oracle.ts';

export interface Tally {
  lines: number;
  right: number;
  wrong: number;
  review: number;
  /** What the oracle decides, and how many of those he gets wrong: strangers nobody can tell apart. */
  decidable: number;
  deceived: number;
  /** Of one processor. */
  engineMs: number;
}
/** One line where the engine and the oracle part, for whoever wants to know why. */
export interface Parting { readonly line: WorldLine; readonly engine: string; readonly oracle: string | undefined }

const BATCH_MS = 1_000;
const BATCH_MAX = 256;

interface Place { readonly coming: readonly WorldPayment[]; next: number; active: WorldPayment[] }
/** Payments by receiver and amount; each is put on its place when it is made, and taken off when nobody can pay it any more. */
const createShelf = (day: Day) => {
  const places = new Map([...Map.groupBy(day.payments, ({ ownerId, amountSatang }) => `${ownerId} ${amountSatang}`)].map(([key, coming]): [string, Place] => [key, { coming, next: 0, active: [] }]));
  const byReference = new Map(day.payments.map((payment) => [payment.reference, payment]));
  return {
    payable: ({ ownerId, amountSatang }: WorldLine, nowMs: number): Payable[] => {
      const place = places.get(`${ownerId} ${amountSatang}`);
      if (!place) return [];
      for (; (place.coming[place.next]?.createdMs ?? Infinity) <= nowMs; place.next += 1) place.active.push(place.coming[place.next]!);
      place.active = place.active.filter(({ paidBy, cancelledMs, expiresMs }) => paidBy === null && expiresMs + GRACE_MS > nowMs && (cancelledMs === null || cancelledMs > nowMs));
      return place.active.map((payment) => ({ payment, isOpen: payment.expiresMs > nowMs }));
    },
    named: (line: WorldLine): WorldPayment | undefined => (line.reference === null ? undefined : byReference.get(line.reference)),
  };
};

type Status = 'PENDING' | 'EXPIRED' | 'GONE' | 'PAID' | 'CANCELLED';
const candidates = new WeakMap<WorldPayment, Partial<Record<Status, Candidate>>>();
const statusOf = ({ paidBy, cancelledMs, expiresMs }: WorldPayment, nowMs: number): Status => {
  if (paidBy !== null) return 'PAID';
  if (cancelledMs !== null && cancelledMs <= nowMs) return 'CANCELLED';
  if (expiresMs > nowMs) return 'PENDING';
  return expiresMs + GRACE_MS > nowMs ? 'EXPIRED' : 'GONE';
};
/** A payment as the product stores it, made by the product's own reading of metadata. */
const candidateOf = (payment: WorldPayment, nowMs: number): Candidate => {
  const status = statusOf(payment, nowMs);
  const known = candidates.get(payment) ?? {};
  candidates.set(payment, known);
  const made = known[status];
  if (made) return made;
  const { account, bank, nameThai, nameLatin } = payment.announced;
  const { memberName, memberNameEn, ...sender } = senderOf({ senderAccountNumber: account, senderBankCode: bank, memberName: nameThai, memberNameEn: nameLatin });
  return known[status] = {
    id: payment.id, merchantId: payment.merchantId, amountSatang: payment.amountSatang, reference: payment.reference, status, ...sender, senderName: memberName, senderNameEn: memberNameEn,
    createdMs: payment.createdMs, expiresMs: payment.expiresMs,
  };
};

const batchesOf = function* (lines: readonly WorldLine[]): Generator<readonly WorldLine[]> {
  for (let from = 0; from < lines.length;) {
    let until = from + 1;
    while (until < lines.length && until - from < BATCH_MAX && lines[until]!.arrivesMs - lines[from]!.arrivesMs < BATCH_MS) until += 1;
    yield lines.slice(from, until);
    from = until;
  }
};

/** Lets a day pass: each batch of lines is judged by the engine and, from the same state, by the oracle; then the engine's matches are paid. */
export const runDay = (day: Day, onParting: (parting: Parting) => void = () => {}): Tally => {
  const shelf = createShelf(day);
  const byId = new Map(day.payments.map((payment) => [payment.id, payment]));
  const tally: Tally = { lines: 0, right: 0, wrong: 0, review: 0, decidable: 0, deceived: 0, engineMs: 0 };
  for (const batch of batchesOf(day.lines)) {
    const nowMs = batch.at(-1)!.arrivesMs;
    const looked = batch.map((line) => {
      const payable = shelf.payable(line, nowMs);
      const named = shelf.named(line);
      // The product leaves out expired ones of another bank, and open ones come first.
      const expired = payable.filter(({ payment: { announced }, isOpen }) => !isOpen && (line.payerBank === null || announced.bank === null || announced.bank === line.payerBank));
      const found = [...payable.filter(({ isOpen }) => isOpen), ...expired].map(({ payment }) => candidateOf(payment, nowMs));
      const isCrowded = expired.length > PAYABLE_MAX || found.length - expired.length > PAYABLE_MAX;
      return { line, payable, isCrowded, found: named ? [candidateOf(named, nowMs)] : found };
    });
    const started = process.threadCpuUsage();
    const verdicts = settleClaims(new Map(looked.map(({ line, found, isCrowded }) => [line.id, judgeCredit(
      factsOf({ id: line.id, amountSatang: line.amountSatang, paidAt: line.paidAt, payerName: line.payerName, payerAccount: line.payerAccount, payerBankCode: line.payerBank, ref1: line.reference, ref2: null, endToEndId: null }),
      found, { crowd: isCrowded ? { within: found, unseenOf: new Set() } : undefined })])));
    tally.engineMs += process.threadCpuUsage(started).user / 1_000;
    for (const { line, payable } of looked) {
      const verdict = verdicts.get(line.id)!;
      const oracle = oracleChoice(line, payable);
      const chosen = verdict.kind === 'MATCH' ? verdict.paymentId : undefined;
      tally.lines += 1;
      tally.decidable += oracle === undefined ? 0 : 1;
      tally.deceived += oracle === undefined || oracle === line.meantFor ? 0 : 1;
      if (chosen === undefined) tally.review += 1;
      else if (chosen === line.meantFor) tally.right += 1;
      else tally.wrong += 1;
      if (chosen !== oracle || (chosen !== undefined && chosen !== line.meantFor)) onParting({ line, engine: verdict.kind === 'MATCH' ? `${verdict.rule} ${verdict.paymentId}` : verdict.reason, oracle });
    }
    for (const [creditId, verdict] of verdicts) if (verdict.kind === 'MATCH') byId.get(verdict.paymentId)!.paidBy = creditId;
  }
  return tally;
};
