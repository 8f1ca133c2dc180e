import * as z from 'zod';
import { operation } from './kernel.ts';
import { CopyPayout, Destination, Payout, payoutExample, PayoutDestination } from './payouts.ts';
import { Baht, BahtAsked, BahtOut, Instant, line, optionalMetadata, PageLimit, PageNumber, Pagination, Uuid } from './scalars.ts';

export const WithdrawalStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED']);
export type WithdrawalStatus = z.output<typeof WithdrawalStatus>;
interface Move { readonly from: readonly WithdrawalStatus[]; readonly to: WithdrawalStatus }
/** Decisions F5: a request is decided once. */
export const withdrawalMoves = {
  approve: { from: ['PENDING'], to: 'APPROVED' },
  reject: { from: ['PENDING'], to: 'REJECTED' },
} as const satisfies Record<string, Move>;

const WithdrawalRequest = z
  .object({
    object: z.literal('withdrawal_request'),
    id: Uuid,
    merchant_id: Uuid,
    request_ref: z.string().nullable().meta({ description: 'Your own reference' }),
    amount: BahtOut,
    fee: BahtOut,
    net_amount: BahtOut.meta({ description: 'What the member receives' }),
    currency: z.literal('THB'),
    destination: Destination,
    member_id: z.string().nullable(),
    member_name: z.string().nullable(),
    status: WithdrawalStatus,
    status_reason: z.string().nullable(),
    payout_id: z.union([Uuid, z.null()]),
    created_at: Instant,
    decided_at: Instant.nullable(),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    copy: CopyPayout,
  })
  .meta({ id: 'WithdrawalRequest', description: 'A member of the merchant asks for money; approving it makes a payout.' });
export type WithdrawalRequest = z.input<typeof WithdrawalRequest>;

const WithdrawalRule = z
  .object({
    autoApproveMax: z.union([BahtOut, z.null()]).meta({ description: 'Requests up to this many baht are approved at once; null: none' }),
    autoApproveDaily: z.union([BahtOut, z.null()]).meta({ description: 'As long as those approved at once since midnight (Bangkok) stay within this; null: no limit' }),
  })
  .meta({ id: 'WithdrawalRule' });

const id = '019aa3f0-8888-7c11-9d6e-3f2b8a6c4d21';
const { merchant_id, destination, metadata, copy } = payoutExample;
const pending = {
  object: 'withdrawal_request', id, merchant_id, request_ref: 'WD-240001', amount: 100, fee: 0, net_amount: 100, currency: 'THB', destination,
  member_id: 'u_123', member_name: 'เจษฎา', status: 'PENDING', status_reason: null, payout_id: null, created_at: '2026-03-05T08:04:00.000Z', decided_at: null, metadata, copy,
} as const;
const decided = { decided_at: '2026-03-05T08:05:00.000Z' } as const;
const approved = { ...pending, ...decided, status: 'APPROVED', payout_id: payoutExample.id } as const;
const ruleExample = { autoApproveMax: 500, autoApproveDaily: 20_000 } as const;

const v1 = { surface: 'v1', tag: 'Payouts' } as const;
const moving = { ...v1, method: 'POST', auth: 'signed', scope: 'payout', rate: 'write', invalidCode: 'VALIDATION_ERROR' } as const;
// An id of ours or a reference of the merchant's own; anything else is answered as not found.
const ByRef = z.object({ requestRef: z.string().max(200) });
const answerOf = <S extends z.ZodRawShape>(name: string, more: S) =>
  z.object({ success: z.literal(true), object: z.literal('withdrawal_request'), request: WithdrawalRequest, ...more }).meta({ id: name });
const Answered = answerOf('WithdrawalRequestAnswer', {});
const forOwner = { surface: 'dashboard', auth: 'session', roles: ['owner'], tag: 'Dashboard', path: '/api/withdrawal/rule' } as const;

export const withdrawalOperations = {
  create: operation({
    ...moving, id: 'withdrawals.create', path: '/api/v1/withdrawal/request/create',
    summary: { en: 'Ask for a withdrawal on behalf of a member', th: 'สร้างคำขอถอนจากสมาชิก' },
    description: {
      en: 'The minimum and the balance are checked at once, but nothing is held until the request is approved.',
      th: 'ระบบเช็กยอดขั้นต่ำและยอดคงเหลือทันที แต่ยังไม่กันยอดจนกว่าจะอนุมัติ',
    },
    body: z.object({
      amount: BahtAsked, destination: PayoutDestination, memberId: line(100).nullish(), memberName: line(140).nullish(), requestRef: line(64).nullish(), metadata: optionalMetadata(),
    }).meta({ id: 'CreateWithdrawalRequest' }),
    ok: { status: 201, schema: Answered },
    errors: ['VALIDATION_ERROR', 'INSUFFICIENT_BALANCE', 'PAYOUT_LIMIT_EXCEEDED', 'DUPLICATE_PAYOUT_REQUEST', 'MERCHANT_NOT_ACTIVE'],
    examples: [{
      name: 'A member asks for 100 baht',
      body: { amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, memberId: 'u_123', memberName: 'เจษฎา', requestRef: 'WD-240001', metadata },
      answer: { success: true, object: 'withdrawal_request', request: pending },
    }],
  }),
  approve: operation({
    ...moving, id: 'withdrawals.approve', path: '/api/v1/withdrawal/request/{requestRef}/approve', isRepeatable: true,
    summary: { en: 'Approve a withdrawal request', th: 'อนุมัติคำขอถอน' },
    description: {
      en: 'Holds amount and fee and queues the payout, whose webhooks carry the idempotency key `withdrawal-request:<id>`. Approving again answers the same payout.',
      th: 'กันยอดและค่าธรรมเนียมแล้วเข้าคิวโอน webhook ของรายการมี idempotency key `withdrawal-request:<id>` อนุมัติซ้ำจะได้รายการเดิม',
    },
    params: ByRef,
    ok: { status: 200, schema: answerOf('ApproveWithdrawalAnswer', { payout: Payout }) },
    errors: ['WITHDRAWAL_REQUEST_NOT_FOUND', 'WITHDRAWAL_REQUEST_DECIDED', 'VALIDATION_ERROR', 'INSUFFICIENT_BALANCE', 'PAYOUT_LIMIT_EXCEEDED', 'DUPLICATE_PAYOUT_REQUEST', 'MERCHANT_NOT_ACTIVE'],
    examples: [{ name: 'Approved', params: { requestRef: id }, answer: { success: true, object: 'withdrawal_request', request: approved, payout: { ...payoutExample, merchant_ref: 'AUTO-1K2M3N4P5Q6R7' } } }],
  }),
  reject: operation({
    ...moving, id: 'withdrawals.reject', path: '/api/v1/withdrawal/request/{requestRef}/reject', isRepeatable: true,
    summary: { en: 'Reject a withdrawal request', th: 'ปฏิเสธคำขอถอน' },
    params: ByRef, body: z.object({ reason: line(200).nullish() }).meta({ id: 'RejectWithdrawalRequest' }),
    ok: { status: 200, schema: Answered },
    errors: ['WITHDRAWAL_REQUEST_NOT_FOUND', 'WITHDRAWAL_REQUEST_DECIDED'],
    examples: [{
      name: 'Rejected', params: { requestRef: 'WD-240001' }, body: { reason: 'Turnover not reached' },
      answer: { success: true, object: 'withdrawal_request', request: { ...pending, ...decided, status: 'REJECTED', status_reason: 'Turnover not reached' } },
    }],
  }),
  list: operation({
    ...v1, id: 'withdrawals.list', method: 'GET', path: '/api/v1/withdrawal/requests', auth: 'secretKey', scope: 'read', rate: 'read',
    summary: { en: 'List withdrawal requests, newest first', th: 'ดูคำขอถอนจากสมาชิกของร้านค้า' },
    query: z.object({ page: PageNumber, limit: PageLimit(20), status: line(20, 0).optional().meta({ description: 'One status, any case; `all` for every status' }) }),
    ok: { status: 200, schema: z.object({ object: z.literal('list'), requests: z.array(WithdrawalRequest), pagination: Pagination }).meta({ id: 'WithdrawalRequestList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1', status: 'pending' }, answer: { object: 'list', requests: [pending], pagination: { page: 1, limit: 20, total: 1, totalPages: 1 } } }],
  }),
  rule: operation({
    ...forOwner, id: 'withdrawals.rule', method: 'GET', rate: 'read', summary: { en: 'Which requests are approved at once', th: 'กติกาอนุมัติคำขอถอนอัตโนมัติ' },
    ok: { status: 200, schema: WithdrawalRule }, errors: [], examples: [{ name: 'Small ones', answer: ruleExample }],
  }),
  setRule: operation({
    ...forOwner, id: 'withdrawals.setRule', method: 'POST', rate: 'write', summary: { en: 'Say which requests are approved at once', th: 'ตั้งกติกาอนุมัติคำขอถอนอัตโนมัติ' },
    body: z.strictObject({ autoApproveMax: z.union([Baht, z.null()]), autoApproveDaily: z.union([Baht, z.null()]) }).meta({ id: 'SetWithdrawalRuleRequest' }),
    ok: { status: 200, schema: WithdrawalRule }, errors: [], examples: [{ name: 'Small ones', body: ruleExample, answer: ruleExample }],
  }),
};
