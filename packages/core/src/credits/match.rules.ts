/** What the rules look at of a credit; the payer's fields are in the form of `payerOf`. */
export interface CreditFacts {
  readonly id: string;
  readonly amountSatang: number;
  /** Digits of an account given in full. */
  readonly payerAccount: string | null;
  /** Runs of visible digits of a masked account, in order. */
  readonly payerVisible: readonly string[];
  readonly payerBankCode: string | null;
  readonly references: readonly string[];
}
export interface Candidate {
  readonly id: string;
  readonly amountSatang: number;
  readonly reference: string;
  readonly status: string;
  readonly senderAccount: string | null;
  readonly senderBankCode: string | null;
}
export type RuleName = 'REFERENCE' | 'SENDER_ACCOUNT' | 'ONLY_OPEN_AMOUNT';
export type ReviewReason = 'AMOUNT_DIFFERS' | 'ALREADY_SETTLED' | 'SEVERAL_PAYMENTS' | 'SENDER_DIFFERS' | 'NO_OPEN_PAYMENT' | 'SEVERAL_CREDITS' | 'PAYMENT_CHANGED';
export type Verdict =
  | { readonly kind: 'MATCH'; readonly rule: RuleName; readonly paymentId: string; readonly candidates: number }
  | { readonly kind: 'REVIEW'; readonly reason: ReviewReason; readonly candidates: number };

const review = (reason: ReviewReason, candidates: number): Verdict => ({ kind: 'REVIEW', reason, candidates });
const isOpen = ({ status }: Candidate) => status === 'PENDING';
/** Candidates hold expired payments only within the grace window (decisions C9). */
const isLate = ({ status }: Candidate) => status === 'EXPIRED';

/** Open ones first; expired ones only where no open one fits. One fits: it is the one. More: never decided by the machine. */
const theOne = (rule: RuleName, fitting: readonly Candidate[]): Verdict | undefined => {
  const open = fitting.filter(isOpen);
  const chosen = open.length > 0 ? open : fitting.filter(isLate);
  if (chosen.length === 0) return undefined;
  return chosen.length === 1 ? { kind: 'MATCH', rule, paymentId: chosen[0]!.id, candidates: 1 } : review('SEVERAL_PAYMENTS', chosen.length);
};

/** Rule 1: the payment's own reference came back. Another amount, or a payment that is settled, is for a person to decide. */
const byReference = (credit: CreditFacts, candidates: readonly Candidate[]): Verdict | undefined => {
  const named = candidates.filter(({ reference }) => credit.references.includes(reference));
  if (named.length === 0) return undefined;
  const exact = named.filter(({ amountSatang }) => amountSatang === credit.amountSatang);
  if (exact.length === 0) return review('AMOUNT_DIFFERS', named.length);
  return theOne('REFERENCE', exact) ?? review('ALREADY_SETTLED', exact.length);
};

/** Rule 2: amount, full account and bank of the payer are those the merchant announced. */
const bySenderAccount = (credit: CreditFacts, candidates: readonly Candidate[]): Verdict | undefined => {
  if (credit.payerAccount === null || credit.payerBankCode === null) return undefined;
  return theOne('SENDER_ACCOUNT', candidates.filter((candidate) =>
    candidate.amountSatang === credit.amountSatang && candidate.senderAccount === credit.payerAccount && candidate.senderBankCode === credit.payerBankCode));
};

/** Whether anything we can see of the payer denies what the merchant announced. Silence denies nothing. */
const contradicts = (credit: CreditFacts, { senderAccount, senderBankCode }: Candidate): boolean => {
  if (senderBankCode !== null && credit.payerBankCode !== null && senderBankCode !== credit.payerBankCode) return true;
  if (senderAccount === null) return false;
  if (credit.payerAccount !== null) return credit.payerAccount !== senderAccount;
  let from = 0;
  return credit.payerVisible.some((digits) => {
    const at = senderAccount.indexOf(digits, from);
    from = at + digits.length;
    return at === -1;
  });
};

/** Rule 5: nobody else of that receiver's open payments asks for this amount, and nothing seen of the payer denies it. */
const byOnlyOpenAmount = (credit: CreditFacts, candidates: readonly Candidate[]): Verdict => {
  const open = candidates.filter((candidate) => isOpen(candidate) && candidate.amountSatang === credit.amountSatang);
  if (open.length === 0) return review('NO_OPEN_PAYMENT', 0);
  if (open.length > 1) return review('SEVERAL_PAYMENTS', open.length);
  if (contradicts(credit, open[0]!)) return review('SENDER_DIFFERS', 1);
  return { kind: 'MATCH', rule: 'ONLY_OPEN_AMOUNT', paymentId: open[0]!.id, candidates: 1 };
};

/** The rules of decisions D3 that exist, in order; the first that has something to say decides. */
const rules = [byReference, bySenderAccount, byOnlyOpenAmount] as const;
export const ruleOrder: readonly RuleName[] = ['REFERENCE', 'SENDER_ACCOUNT', 'ONLY_OPEN_AMOUNT'];
/** Whether a rule is strong enough to pay a payment that has expired (decisions C9). An amount alone is not. */
export const paysLate = (rule: RuleName): boolean => rule !== 'ONLY_OPEN_AMOUNT';

/** One credit against its candidates. Pure. */
export const judgeCredit = (credit: CreditFacts, candidates: readonly Candidate[]): Verdict => {
  for (const rule of rules) {
    const verdict = rule(credit, candidates);
    if (verdict) return verdict;
  }
  return review('NO_OPEN_PAYMENT', 0);
};

/**
 * Where several credits of one batch claim the same payment, the strictly stronger rule wins; equal ones all go to review,
 * since the machine cannot know which of them it is.
 */
export const settleClaims = (verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, Verdict> => {
  const claims = Map.groupBy([...verdicts].filter(([, verdict]) => verdict.kind === 'MATCH'), ([, verdict]) => (verdict.kind === 'MATCH' ? verdict.paymentId : ''));
  const settled = new Map(verdicts);
  for (const claimants of claims.values()) {
    const strengths = claimants.map(([, verdict]) => (verdict.kind === 'MATCH' ? ruleOrder.indexOf(verdict.rule) : ruleOrder.length));
    const strongest = Math.min(...strengths);
    const isClear = strengths.filter((strength) => strength === strongest).length === 1;
    for (const [index, [creditId]] of claimants.entries()) {
      if (claimants.length > 1 && !(isClear && strengths[index] === strongest)) settled.set(creditId, review('SEVERAL_CREDITS', claimants.length));
    }
  }
  return settled;
};

const reviewWords: Readonly<Record<ReviewReason, { readonly en: string; readonly th: string }>> = {
  AMOUNT_DIFFERS: { en: 'The reference fits a payment, but the amount differs.', th: 'เลขอ้างอิงตรงกับรายการ แต่ยอดเงินไม่ตรง' },
  ALREADY_SETTLED: { en: 'The payment it names was settled before.', th: 'รายการที่อ้างถึงสิ้นสุดไปแล้ว' },
  SEVERAL_PAYMENTS: { en: 'Several payments fit equally well.', th: 'มีหลายรายการที่ตรงเท่ากัน' },
  SENDER_DIFFERS: { en: 'One payment has this amount, but its payer was announced differently.', th: 'มีรายการยอดนี้ แต่ผู้โอนไม่ตรงกับที่ร้านแจ้ง' },
  NO_OPEN_PAYMENT: { en: 'No open payment asks for this amount.', th: 'ไม่มีรายการรอชำระยอดนี้' },
  SEVERAL_CREDITS: { en: 'Several transfers claim the same payment.', th: 'มีเงินเข้าหลายรายการที่ตรงกับรายการเดียว' },
  PAYMENT_CHANGED: { en: 'The payment was cancelled or settled at the same moment.', th: 'รายการถูกยกเลิกหรือสิ้นสุดในขณะเดียวกัน' },
};
/** What is stored with the credit, for the person who looks at it. */
export const explainVerdict = (verdict: Verdict) =>
  verdict.kind === 'MATCH' ? { rule: verdict.rule, candidates: verdict.candidates } : { reason: verdict.reason, candidates: verdict.candidates, ...reviewWords[verdict.reason] };
