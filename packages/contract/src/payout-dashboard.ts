import * as z from 'zod';
import { operation } from './kernel.ts';
import { CopyPayout, PayoutStatus } from './payouts.ts';
import { Copy, Instant, line, PageLimit, PageNumber, Pagination, Uuid } from './scalars.ts';

/** The dashboard's REST answers amounts as trimmed strings, as the documents show them. */
export const TrimmedBaht = z.string().meta({ description: 'Baht as trimmed text', examples: ['1200.5'] });
export const ModeQuery = z.enum(['live', 'test']).optional().meta({ description: 'One mode; both together without it' });
export const StatusQuery = line(30, 0).optional().meta({ description: 'One status, any case; `all` for every status' });
export const MerchantBrief = z.object({ businessName: z.string(), username: z.string() }).meta({ id: 'MerchantNames' });

const payoutFields = {
  id: Uuid, merchantId: Uuid, merchantRef: z.string(), amount: TrimmedBaht, fee: TrimmedBaht, netAmount: TrimmedBaht, bankCode: z.string(), bankName: z.string(),
  accountNumber: z.string(), accountName: z.string(), status: PayoutStatus, statusReason: z.string().nullable(), externalRef: z.string().nullable(),
  mode: z.enum(['live', 'test']), createdAt: Instant, processedAt: Instant.nullable(), copy: CopyPayout,
};
export const DashboardPayout = z.object(payoutFields).meta({ id: 'DashboardPayout' });
const PayoutBatchBrief = z.object({ id: Uuid, reference: z.string(), status: z.string() }).meta({ id: 'PayoutBatchBrief' });
export const AdminPayout = z
  .object({ ...payoutFields, purpose: z.enum(['PAYOUT', 'REFUND', 'SETTLEMENT', 'RETURN']), merchant: MerchantBrief, batch: z.union([PayoutBatchBrief, z.null()]) })
  .meta({ id: 'AdminPayout' });

const Box = z.object({ count: z.int(), amount: TrimmedBaht, copy: Copy }).meta({ id: 'SummaryBox' });
const PayoutSummary = z.object({ queued: Box, inProgress: Box, success: Box, failed: Box, cancelled: Box, total: Box }).meta({ id: 'PayoutSummary' });

const payoutExample = {
  id: '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21', merchantId: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', merchantRef: 'M01-WD240001', amount: '100', fee: '0', netAmount: '100',
  bankCode: '014', bankName: 'ธนาคารไทยพาณิชย์', accountNumber: '4190621964', accountName: 'เจษฎา', status: 'QUEUED', statusReason: null, externalRef: null, mode: 'live',
  createdAt: '2026-03-09T10:00:00.000Z', processedAt: null, copy: { amount: '100.00', account_number: '4190621964' },
} as const;
const empty = { count: 0, amount: '0', copy: { amount: '0.00' } } as const;
const one = { count: 1, amount: '100', copy: { amount: '100.00' } } as const;
const summaryExample = { queued: one, inProgress: empty, success: empty, failed: empty, cancelled: empty, total: one } as const;
const page = { page: 1, total: 1, totalPages: 1 } as const;

const reading = { method: 'GET', surface: 'dashboard', auth: 'session', rate: 'read', errors: [] } as const;
const forMerchants = { ...reading, roles: ['owner', 'staff', 'viewer'], tag: 'Dashboard' } as const;
const forOperators = { ...reading, roles: ['admin', 'payout_operator'], tag: 'Admin' } as const;
const summed = {
  en: 'inProgress: with the bank, or its outcome not yet known. failed: refused, or returned after success.',
  th: 'inProgress: ธนาคารกำลังดำเนินการหรือยังไม่ทราบผล failed: ถูกปฏิเสธ หรือถูกคืนหลังสำเร็จ',
} as const;

export const merchantPayoutOperations = {
  list: operation({
    ...forMerchants, id: 'merchantPayouts.list', path: '/api/payout',
    summary: { en: 'List the merchant’s payouts, newest first', th: 'ดูรายการถอนของร้าน' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(20), status: StatusQuery, mode: ModeQuery }),
    ok: { status: 200, schema: z.object({ payouts: z.array(DashboardPayout), pagination: Pagination, filters: z.object({ status: z.string() }) }).meta({ id: 'DashboardPayoutList' }) },
    examples: [{ name: 'First page', query: { page: '1' }, answer: { payouts: [payoutExample], pagination: { ...page, limit: 20 }, filters: { status: 'all' } } }],
  }),
  summary: operation({
    ...forMerchants, id: 'merchantPayouts.summary', path: '/api/payout/summary',
    summary: { en: 'Count and sum the merchant’s payouts by status', th: 'สรุปรายการถอนของร้านตามสถานะ' }, description: summed,
    query: z.strictObject({ mode: ModeQuery }), ok: { status: 200, schema: PayoutSummary }, examples: [{ name: 'One queued', answer: summaryExample }],
  }),
};

export const adminPayoutOperations = {
  list: operation({
    ...forOperators, id: 'adminPayouts.list', path: '/api/admin/payouts',
    summary: { en: 'List everything that leaves, of all merchants', th: 'ดูรายการโอนออกทั้งระบบ' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(100), status: StatusQuery, mode: ModeQuery, q: line(100, 0).optional().meta({ description: 'A payout’s id, the start of a merchantRef, or a username' }) }),
    ok: { status: 200, schema: z.object({ payouts: z.array(AdminPayout), pagination: Pagination, filters: z.object({ status: z.string(), q: z.string() }) }).meta({ id: 'AdminPayoutList' }) },
    examples: [{
      name: 'First page', query: { page: '1' },
      answer: {
        payouts: [{ ...payoutExample, purpose: 'PAYOUT', merchant: { businessName: 'Demo Store', username: 'merchant_demo' }, batch: null }],
        pagination: { ...page, limit: 100 }, filters: { status: 'ALL', q: '' },
      },
    }],
  }),
  summary: operation({
    ...forOperators, id: 'adminPayouts.summary', path: '/api/admin/payouts/summary',
    summary: { en: 'Count and sum everything that leaves, by status', th: 'สรุปรายการโอนออกทั้งระบบตามสถานะ' }, description: summed,
    query: z.strictObject({ mode: ModeQuery }), ok: { status: 200, schema: z.object({ summary: PayoutSummary }).meta({ id: 'AdminPayoutSummary' }) },
    examples: [{ name: 'One queued', answer: { summary: summaryExample } }],
  }),
};
