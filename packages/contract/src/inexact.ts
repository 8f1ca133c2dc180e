import * as z from 'zod';
import { operation } from './kernel.ts';
import { Baht, BahtOut, Instant, PathId, Uuid } from './scalars.ts';

/** How money that came was not exact. UNKNOWN: nobody can say yet what it was for. */
export const Inexact = z.enum(['UNDERPAID', 'OVERPAID', 'DUPLICATE_PAYMENT', 'PAID_AFTER_CANCEL', 'PAID_AFTER_GRACE', 'LATE', 'UNKNOWN']);
export type Inexact = z.output<typeof Inexact>;

export const ReviewState = z.enum(['OPEN', 'ACCEPTED', 'RETURNING', 'RETURNED', 'IGNORED']);
export type ReviewState = z.output<typeof ReviewState>;
interface Move { readonly from: readonly ReviewState[]; readonly to: ReviewState }
/** What may become of what is left of a credit. Core enforces it; the dashboard greys out buttons with it. */
export const reviewMoves = {
  accept: { from: ['OPEN'], to: 'ACCEPTED' },
  split: { from: ['OPEN'], to: 'ACCEPTED' },
  return: { from: ['OPEN'], to: 'RETURNING' },
  payFeeStatement: { from: ['OPEN'], to: 'ACCEPTED' },
  ignore: { from: ['OPEN'], to: 'IGNORED' },
  reopen: { from: ['IGNORED'], to: 'OPEN' },
} as const satisfies Record<string, Move>;

const PaymentCredit = z
  .object({
    object: z.literal('payment_credit'), id: Uuid,
    inexact: Inexact.nullable().meta({ description: 'How it was not exact; null for a transfer of exactly the amount asked for' }),
    state: z.enum(['APPLIED', 'IN_REVIEW', 'RETURNING', 'RETURNED', 'KEPT', 'APPLIED_ELSEWHERE']).meta({
      description: 'APPLIED: nothing of it is left. IN_REVIEW, RETURNING, RETURNED: what becomes of the rest. KEPT: a person decided to leave the rest where it is. APPLIED_ELSEWHERE: it paid other payments',
    }),
    receivedAmount: BahtOut.meta({ description: 'What arrived; of a transfer for several payments, the part given to this one' }),
    appliedAmount: BahtOut.meta({ description: 'What of it paid this payment' }),
    heldAmount: BahtOut.meta({ description: 'What of it waits for a decision' }),
    returnedAmount: BahtOut.meta({ description: 'What of it has reached the sender again' }),
    receivedAt: Instant,
  })
  .meta({ id: 'PaymentCredit', description: 'One transfer that came for a payment, and what became of it.' });
export type PaymentCredit = z.input<typeof PaymentCredit>;

const LatePolicy = z.enum(['accept', 'review']);
const UnderPolicy = z.enum(['review', 'accept_within']);
const OverPolicy = z.enum(['review', 'accept_keep_excess']);
const words = {
  late: 'Money within the grace after expiry, where it is certain whose it is: accept pays it late, review asks a person',
  under: 'Less than asked, with the payment’s own reference: accept_within pays it when no more than underTolerance is missing, and the payment’s amount, fee and netAmount are then of what arrived',
  underTolerance: 'How many baht may be missing', over: 'More than asked, with the payment’s own reference: accept_keep_excess pays the payment and holds the excess for its sender',
} as const;
const Policy = z.object({
  late: LatePolicy.meta({ description: words.late }), under: UnderPolicy.meta({ description: words.under }),
  underTolerance: BahtOut.meta({ description: words.underTolerance }), over: OverPolicy.meta({ description: words.over }),
  own: z.object({ late: LatePolicy.nullable(), under: UnderPolicy.nullable(), underTolerance: BahtOut.nullable(), over: OverPolicy.nullable() }).meta({ id: 'OwnInexactPolicy', description: 'What the shop chose itself; null where the platform’s default holds' }),
}).meta({ id: 'InexactPolicy', description: 'What is done with money that is not exact. A second transfer for a paid payment, and money for a cancelled one, always wait for a person.' });

const transactionId = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';
const credit = {
  object: 'payment_credit', id: '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21', inexact: 'OVERPAID', state: 'IN_REVIEW', receivedAmount: 120, appliedAmount: 100, heldAmount: 20, returnedAmount: 0,
  receivedAt: '2026-03-05T08:02:10.000Z',
} as const;
const policy = {
  late: 'accept', under: 'accept_within', underTolerance: 1, over: 'accept_keep_excess', own: { late: null, under: 'accept_within', underTolerance: 1, over: null },
} as const;
const forOwner = { surface: 'dashboard', auth: 'session', roles: ['owner'], tag: 'Dashboard', path: '/api/payment/inexact-policy', errors: [] } as const;

export const inexactOperations = {
  credits: operation({
    id: 'inexact.credits', method: 'GET', path: '/api/v1/payment/{id}/credits', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Payments',
    summary: { en: 'List the transfers that came for a payment', th: 'ดูเงินที่โอนเข้ามาสำหรับรายการชำระ' },
    description: {
      en: 'Oldest first, at most 100: what paid it, and what came beside it: too little, too much, twice, or after the end.',
      th: 'เรียงจากเก่าสุด ไม่เกิน 100 รายการ: เงินที่ใช้ชำระรายการนี้ และเงินที่เข้ามาไม่ตรง เช่น ขาด เกิน ซ้ำ หรือเข้ามาหลังรายการสิ้นสุดแล้ว',
    },
    params: z.object({ id: PathId }),
    ok: { status: 200, schema: z.object({ object: z.literal('list'), transactionId: Uuid, credits: z.array(PaymentCredit) }).meta({ id: 'PaymentCreditList' }) },
    errors: ['TRANSACTION_NOT_FOUND'], failureText: 'Failed to get payment',
    examples: [{ name: 'Twenty baht too much', params: { id: transactionId }, answer: { object: 'list', transactionId, credits: [credit] } }],
  }),
  policy: operation({
    ...forOwner, id: 'inexact.policy', method: 'GET', rate: 'read',
    summary: { en: 'What is done with money that is not exact', th: 'ดูกติกาเมื่อยอดเงินที่เข้ามาไม่ตรง' },
    ok: { status: 200, schema: Policy }, examples: [{ name: 'One baht may be missing', answer: policy }],
  }),
  setPolicy: operation({
    ...forOwner, id: 'inexact.setPolicy', method: 'POST', rate: 'write',
    summary: { en: 'Say what is done with money that is not exact', th: 'ตั้งกติกาเมื่อยอดเงินที่เข้ามาไม่ตรง' },
    description: { en: 'Holds for money that arrives from now on. null gives a choice back to the platform’s default.', th: 'มีผลกับเงินที่เข้ามาหลังจากนี้ ส่ง null เพื่อกลับไปใช้ค่าเริ่มต้นของระบบ' },
    body: z.strictObject({ late: z.union([LatePolicy, z.null()]), under: z.union([UnderPolicy, z.null()]), underTolerance: z.union([Baht, z.null()]), over: z.union([OverPolicy, z.null()]) }).meta({ id: 'SetInexactPolicyRequest' }),
    ok: { status: 200, schema: Policy }, examples: [{ name: 'One baht may be missing', body: policy.own, answer: policy }],
  }),
};
