import * as z from 'zod';
import { Inexact, ReviewState } from './inexact.ts';
import { operation } from './kernel.ts';
import { PaymentStatus } from './payments.ts';
import { MerchantBrief, ModeQuery, TrimmedBaht } from './payout-dashboard.ts';
import { PayoutStatus } from './payouts.ts';
import { Copy, Instant, line, PageLimit, PathId, Uuid } from './scalars.ts';

const Words = z.object({ en: z.string(), th: z.string() }).meta({ id: 'WordsInBoth' });
const Person = z.object({ id: Uuid, name: z.string(), email: z.string() }).meta({ id: 'ReviewPerson' });
const NamedPayment = z.object({ id: Uuid, orderId: z.string().nullable(), status: PaymentStatus, amount: TrimmedBaht, merchant: MerchantBrief }).meta({ id: 'ReviewPayment' });

const creditFields = {
  id: Uuid, mode: z.enum(['live', 'test']), inexact: Inexact, words: Words.meta({ description: 'How it is not exact, as a person would say it' }),
  reason: z.string().nullable().meta({ description: 'Why the machine left it to a person; null where it accepted it' }),
  state: ReviewState, stateReason: z.string().nullable(),
  amount: TrimmedBaht, left: TrimmedBaht.meta({ description: 'What of it belongs to nobody yet' }),
  isHeld: z.boolean().meta({ description: 'It arrived on the platform’s own account, so what is left is in suspense' }),
  payment: z.union([NamedPayment, z.null()]).meta({ description: 'The payment it named' }),
  payer: z.object({ name: z.string().nullable(), account: z.string().nullable(), bankCode: z.string().nullable() }).meta({ id: 'CreditPayer' }),
  references: z.array(z.string()), bankReference: z.string(), source: z.string(),
  account: z.object({ id: Uuid, name: z.string(), accountNumber: z.string() }).meta({ id: 'CreditAccount' }),
  paidAt: Instant, receivedAt: Instant, assignedTo: z.union([Person, z.null()]),
  needsSecondPerson: z.boolean().meta({ description: 'Above the configured amount a second person must confirm whatever moves the money' }),
  proposalId: Uuid.nullable().meta({ description: 'The act that waits for a second person' }), copy: Copy,
};
export const ReviewCredit = z.object(creditFields).meta({ id: 'ReviewCredit', description: 'Money that came and was not exact.' });

const Reason = z.object({ what: z.string(), en: z.string(), th: z.string() }).meta({ id: 'MatchReason' });
const Suggestion = z.object({
  payment: NamedPayment, rule: z.string().nullable().meta({ description: 'The strongest rule that speaks for it' }), ruleWords: z.union([Words, z.null()]),
  score: z.number().meta({ description: 'Evidence in decimal digits: at 4, one stranger in 10,000 would look the same' }),
  agrees: z.array(Reason), differs: z.array(Reason), canPay: z.boolean(),
}).meta({ id: 'ReviewSuggestion' });
const Share = z.object({ payment: NamedPayment, amount: TrimmedBaht, at: Instant }).meta({ id: 'CreditShare' });
const Return = z.object({
  id: Uuid, payoutId: Uuid, amount: TrimmedBaht, status: z.enum(['PENDING', 'SUCCESS', 'FAILED', 'REVERSED']), statusReason: z.string().nullable(), payoutStatus: PayoutStatus,
  bankName: z.string(), accountNumber: z.string(), accountName: z.string(), at: Instant, completedAt: Instant.nullable(),
}).meta({ id: 'CreditReturn' });
const Step = z.object({ at: Instant, by: z.string(), action: z.string(), details: z.record(z.string(), z.unknown()) }).meta({ id: 'ReviewStep' });
export const Proposal = z.object({
  id: Uuid, act: z.enum(['accept', 'split', 'return', 'confirm', 'payFeeStatement']), creditId: Uuid.nullable(), paymentId: Uuid.nullable(), amount: TrimmedBaht,
  input: z.record(z.string(), z.unknown()).meta({ description: 'What was asked for, the reason included' }),
  state: z.enum(['PENDING', 'CONFIRMED', 'DECLINED']), proposedBy: Person, proposedAt: Instant, decidedBy: z.union([Person, z.null()]), decidedReason: z.string().nullable(), decidedAt: Instant.nullable(),
}).meta({ id: 'ReviewProposal' });

const operatorPerson = { id: '019aa3f0-5555-7c11-9d6e-3f2b8a6c4d21', name: 'Operator', email: 'operator@paygate.example.com' } as const;
export const creditId = '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21';
const paymentExample = { id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-10001', status: 'PENDING', amount: '100', merchant: { businessName: 'Demo Store', username: 'merchant_demo' } } as const;
export const creditExample = {
  id: creditId, mode: 'live', inexact: 'UNDERPAID', words: { en: 'Less arrived than the payment asks for.', th: 'เงินเข้าน้อยกว่าที่เรียกเก็บ' }, reason: 'AMOUNT_DIFFERS', state: 'OPEN', stateReason: null,
  amount: '99.5', left: '99.5', isHeld: true, payment: paymentExample, payer: { name: 'นาย ทองดี ใจงาม', account: '1673585481', bankCode: '030' }, references: ['PG2K9V0Q1M7ZC3X4T5'],
  bankReference: '202603050802100001', source: 'feed:scb', account: { id: '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21', name: 'SCB Main', accountNumber: '1234567890' },
  paidAt: '2026-03-05T08:02:10.000Z', receivedAt: '2026-03-05T08:02:12.000Z', assignedTo: null, needsSecondPerson: false, proposalId: null, copy: { amount: '99.50' },
} as const;
export const proposalExample = {
  id: '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21', act: 'return', creditId, paymentId: null, amount: '25000', input: { reason: 'Paid twice' }, state: 'PENDING', proposedBy: operatorPerson,
  proposedAt: '2026-03-05T09:00:00.000Z', decidedBy: null, decidedReason: null, decidedAt: null,
} as const;
const suggestionExample = {
  payment: paymentExample, rule: 'REFERENCE', ruleWords: { en: "The payment's own reference came back with the transfer.", th: 'เลขอ้างอิงของรายการกลับมาพร้อมเงินโอน' }, score: 13,
  agrees: [{ what: 'reference', en: 'The reference is this payment’s.', th: 'เลขอ้างอิงเป็นของรายการนี้' }],
  differs: [{ what: 'amount', en: 'Amount in satang: 9950 came, 10000 was asked.', th: 'ยอดเงิน (สตางค์): เข้ามา 9950 แต่เรียกเก็บ 10000' }], canPay: true,
} as const;

const reading = { surface: 'dashboard', auth: 'session', roles: ['admin', 'payout_operator'], tag: 'Admin', method: 'GET', rate: 'read' } as const;
const Amount = z.string().regex(/^\d{1,8}(\.\d{1,2})?$/).optional();

export const reviewOperations = {
  list: operation({
    ...reading, id: 'reviews.list', path: '/api/admin/credits',
    summary: { en: 'List money that waits for a person, oldest first', th: 'ดูเงินเข้าที่รอเจ้าหน้าที่ตรวจสอบ' },
    description: {
      en: 'OPEN ones unless `state` says otherwise (`all` for every state). Send each `nextCursor` as `cursor`; the cost does not grow with depth.',
      th: 'แสดงรายการ OPEN หากไม่ระบุ `state` (`all` คือทุกสถานะ) ส่ง `nextCursor` กลับมาเป็น `cursor` เพื่อดูหน้าถัดไป',
    },
    query: z.strictObject({
      state: line(20, 0).optional(), inexact: line(30, 0).optional().meta({ description: 'How it is not exact, such as OVERPAID' }), reason: line(30, 0).optional().meta({ description: 'Why it waits, such as SEVERAL_PAYMENTS' }),
      mode: ModeQuery, olderThanHours: z.string().regex(/^\d{1,5}$/).optional(), minAmount: Amount, maxAmount: Amount,
      q: line(100, 0).optional().meta({ description: 'Start of a bank reference, a reference, part of the payer’s name or account, an orderId or an id' }),
      assignedTo: line(40, 0).optional().meta({ description: '`me`, `nobody` or a member’s id' }), cursor: z.string().max(64).optional(), limit: PageLimit(50),
    }),
    ok: { status: 200, schema: z.object({ credits: z.array(ReviewCredit), nextCursor: z.string().nullable() }).meta({ id: 'ReviewCreditList' }) }, errors: [],
    examples: [{ name: 'The oldest', query: { state: 'open' }, answer: { credits: [creditExample], nextCursor: null } }],
  }),
  get: operation({
    ...reading, id: 'reviews.get', path: '/api/admin/credits/{id}', params: z.object({ id: PathId }),
    summary: { en: 'Get a credit with suggestions and who did what', th: 'ดูเงินเข้าพร้อมรายการที่อาจตรงและประวัติ' },
    description: {
      en: 'Suggestions are looked up now, best first, at most 8: what agrees and what differs, in words.', th: 'รายการที่อาจตรงค้นหาใหม่ทุกครั้ง เรียงจากตรงที่สุด ไม่เกิน 8 รายการ พร้อมคำอธิบายสิ่งที่ตรงและไม่ตรง',
    },
    ok: {
      status: 200,
      schema: z.object({ credit: ReviewCredit.extend({ suggestions: z.array(Suggestion), shares: z.array(Share), returns: z.array(Return), proposal: z.union([Proposal, z.null()]), history: z.array(Step) }).meta({ id: 'ReviewCreditDetail' }) }).meta({ id: 'ReviewCreditAnswer' }),
    },
    errors: ['CREDIT_NOT_FOUND'],
    examples: [{ name: 'Fifty satang short', params: { id: creditId }, answer: { credit: { ...creditExample, suggestions: [suggestionExample], shares: [], returns: [], proposal: null, history: [] } } }],
  }),
  proposals: operation({
    ...reading, id: 'reviews.proposals', path: '/api/admin/credits/proposals',
    summary: { en: 'List what waits for a second person, oldest first', th: 'ดูข้อเสนอที่รอผู้อนุมัติคนที่สอง' },
    description: { en: 'At most 100.', th: 'ไม่เกิน 100 รายการ' },
    ok: { status: 200, schema: z.object({ proposals: z.array(Proposal) }).meta({ id: 'ReviewProposalList' }) }, errors: [],
    examples: [{ name: 'One return', answer: { proposals: [proposalExample] } }],
  }),
};
