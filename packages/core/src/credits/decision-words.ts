import type { Comparison, CreditFacts } from './evidence.rules.ts';
import type { ReviewReason, RuleName, Verdict } from './match.rules.ts';

interface Words { readonly en: string; readonly th: string }

export const ruleWords: Readonly<Record<RuleName, Words>> = {
  REFERENCE: { en: "The payment's own reference came back with the transfer.", th: 'เลขอ้างอิงของรายการกลับมาพร้อมเงินโอน' },
  SENDER_ACCOUNT: { en: "Amount, the payer's whole account and bank are as announced.", th: 'ยอดเงิน เลขบัญชีเต็ม และธนาคารของผู้โอนตรงกับที่ร้านแจ้ง' },
  DIGITS_AND_NAME: { en: 'Amount, the visible digits of the account, the bank and the name are as announced.', th: 'ยอดเงิน เลขบัญชีส่วนที่เห็น ธนาคาร และชื่อตรงกับที่ร้านแจ้ง' },
  SENDER_DIGITS: { en: 'Amount and the visible digits of the account are as announced, and no other payment fits.', th: 'ยอดเงินและเลขบัญชีส่วนที่เห็นตรงกับที่ร้านแจ้ง และไม่มีรายการอื่นที่ตรง' },
  SENDER_NAME: { en: 'Amount and name are as announced, and no other payment fits.', th: 'ยอดเงินและชื่อตรงกับที่ร้านแจ้ง และไม่มีรายการอื่นที่ตรง' },
  ONLY_OPEN_AMOUNT: { en: 'Only one open payment asks for this amount, and nothing seen of the payer speaks against it.', th: 'มีรายการรอชำระยอดนี้เพียงรายการเดียว และไม่มีข้อมูลผู้โอนที่ขัดแย้ง' },
};
const reasonWords: Readonly<Record<ReviewReason, Words>> = {
  AMOUNT_DIFFERS: { en: 'The reference fits a payment, but the amount differs.', th: 'เลขอ้างอิงตรงกับรายการ แต่ยอดเงินไม่ตรง' },
  ALREADY_SETTLED: { en: 'The payment it names was settled before.', th: 'รายการที่อ้างถึงสิ้นสุดไปแล้ว' },
  SEVERAL_PAYMENTS: { en: 'Several payments fit equally well.', th: 'มีหลายรายการที่ตรงเท่ากัน' },
  SENDER_DIFFERS: { en: 'There are payments of this amount, but their payers were announced differently.', th: 'มีรายการยอดนี้ แต่ผู้โอนไม่ตรงกับที่ร้านแจ้ง' },
  SENDER_UNCLEAR: { en: 'A payment may fit, but too little is seen of the payer to be sure.', th: 'อาจตรงกับรายการหนึ่ง แต่ข้อมูลผู้โอนที่เห็นน้อยเกินไป' },
  LATE_AND_UNCLEAR: { en: 'An expired payment may fit, but too little is seen of the payer to pay it late.', th: 'อาจตรงกับรายการที่หมดอายุแล้ว แต่ข้อมูลผู้โอนไม่พอที่จะรับชำระล่าช้า' },
  NO_OPEN_PAYMENT: { en: 'No open payment asked for this amount when the money was sent.', th: 'ไม่มีรายการรอชำระยอดนี้ในเวลาที่โอน' },
  TOO_MANY_PAYMENTS: { en: 'So many payments ask for this amount that only a reference could decide, or a whole account that one of them announced.', th: 'มีรายการยอดนี้จำนวนมาก ต้องใช้เลขอ้างอิง หรือเลขบัญชีเต็มที่ร้านแจ้งไว้ในรายการเดียว จึงจะตัดสินได้' },
  SEVERAL_CREDITS: { en: 'Several transfers claim the same payment.', th: 'มีเงินเข้าหลายรายการที่ตรงกับรายการเดียว' },
  LATE_BY_POLICY: { en: 'The payment had expired, and this merchant leaves late money to a person.', th: 'รายการหมดอายุแล้ว และร้านนี้ให้เจ้าหน้าที่ตัดสินเงินที่เข้ามาช้า' },
  POSSIBLE_DUPLICATE: { en: 'A slip and a bank told of transfers that may be one and the same.', th: 'สลิปและธนาคารแจ้งการโอนที่อาจเป็นรายการเดียวกัน' },
  PAYMENT_CHANGED: { en: 'The payment was cancelled or settled at the same moment.', th: 'รายการถูกยกเลิกหรือสิ้นสุดในขณะเดียวกัน' },
};

const agreementWords: Readonly<Record<'reference' | 'amount' | 'account' | 'bank' | 'name', Words>> = {
  reference: { en: 'The reference is this payment’s.', th: 'เลขอ้างอิงเป็นของรายการนี้' },
  amount: { en: 'The amount is the one asked for.', th: 'ยอดเงินตรงกับที่เรียกเก็บ' },
  account: { en: 'What is seen of the account is as announced.', th: 'เลขบัญชีส่วนที่เห็นตรงกับที่ร้านแจ้ง' },
  bank: { en: 'The bank is as announced.', th: 'ธนาคารตรงกับที่ร้านแจ้ง' },
  name: { en: 'What is seen of the name is as announced.', th: 'ชื่อส่วนที่เห็นตรงกับที่ร้านแจ้ง' },
};
const isNamed = ({ references }: CreditFacts, { candidate }: Comparison): boolean => references.includes(candidate.reference);

/** One payment beside a credit, for the person who decides: what agrees and what differs, each in a sentence of both languages. */
export const explainComparison = (credit: CreditFacts, comparison: Comparison) => {
  const agrees = [...(isNamed(credit, comparison) ? ['reference'] as const : []), ...(credit.amountSatang === comparison.candidate.amountSatang ? ['amount'] as const : []), ...agreementsOf(comparison)];
  return { agrees: agrees.map((what) => ({ what, ...agreementWords[what] })), differs: differencesOf(credit, comparison) };
};

const agreementsOf = ({ account, bank, name }: Comparison): readonly ('account' | 'bank' | 'name')[] =>
  [...(account.kind === 'AGREE' ? ['account'] as const : []), ...(bank === 'AGREE' ? ['bank'] as const : []), ...(name.kind === 'AGREE' ? ['name'] as const : [])];

const differing = (what: string, words: Words) => ({ what, ...words });
const sides = (shown: string | null, announced: string | null, [en, th]: readonly [string, string]): Words =>
  ({ en: `${en}: the bank shows ${shown}, the merchant announced ${announced}.`, th: `${th}: ธนาคารแสดง ${shown} แต่ร้านแจ้ง ${announced}` });

/** Each thing that differs, with both sides of it. */
const differencesOf = (credit: CreditFacts, { candidate, account, bank, name }: Comparison): readonly (Words & { readonly what: string })[] => {
  return [
    ...(credit.amountSatang === candidate.amountSatang ? [] : [differing('amount', { en: `Amount in satang: ${credit.amountSatang} came, ${candidate.amountSatang} was asked.`, th: `ยอดเงิน (สตางค์): เข้ามา ${credit.amountSatang} แต่เรียกเก็บ ${candidate.amountSatang}` })]),
    ...(account.kind === 'DIFFERS' ? [differing('account', sides(credit.payerAccount ?? credit.payerMask, candidate.senderAccount, ['Account', 'เลขบัญชี']))] : []),
    ...(bank === 'DIFFERS' ? [differing('bank', sides(credit.payerBankCode, candidate.senderBankCode, ['Bank', 'ธนาคาร']))] : []),
    ...(name.kind === 'DIFFERS' ? [differing('name', sides(credit.payerName, candidate.senderName ?? candidate.senderNameEn, ['Name', 'ชื่อ']))] : []),
    ...(candidate.status === 'PENDING' ? [] : [differing('status', { en: `The payment is ${candidate.status}.`, th: `สถานะรายการคือ ${candidate.status}` })]),
  ];
};

/**
 * What is stored with the credit, for the person who looks at it: the rule or the reason with a sentence in both languages, how many payments could
 * have been meant, and of the nearest ones what agreed and what differed.
 */
export const explainVerdict = (verdict: Verdict, credit: CreditFacts) => ({
  ...(verdict.kind === 'MATCH' ? { rule: verdict.rule, score: verdict.score, ...ruleWords[verdict.rule] } : { reason: verdict.reason, ...reasonWords[verdict.reason] }),
  candidates: verdict.candidates,
  ...(verdict.kind === 'REVIEW' && verdict.lookAlikes && { lookAlikes: verdict.lookAlikes }),
  considered: verdict.considered.map((comparison) => ({
    paymentId: comparison.candidate.id, score: comparison.score, agrees: agreementsOf(comparison), differs: differencesOf(credit, comparison),
  })),
});
