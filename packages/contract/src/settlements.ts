import * as z from 'zod';
import { operation } from './kernel.ts';
import { CopyPayout, PayoutDestination } from './payouts.ts';
import { Baht, Instant, line, PageLimit, PageNumber, Pagination, PathId, Uuid } from './scalars.ts';

export const SettlementStatus = z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED']);
export type SettlementStatus = z.output<typeof SettlementStatus>;
interface Move { readonly from: readonly SettlementStatus[]; readonly to: SettlementStatus }
/** Decisions F6. Only completing takes the money out; failing and cancelling give it back. */
export const settlementMoves = {
  start: { from: ['PENDING'], to: 'PROCESSING' },
  complete: { from: ['PROCESSING'], to: 'COMPLETED' },
  fail: { from: ['PROCESSING'], to: 'FAILED' },
  cancel: { from: ['PENDING'], to: 'CANCELLED' },
} as const satisfies Record<string, Move>;

export const SETTLEMENTS_PER_BATCH_MAX = 100;

/** The dashboard's REST answers amounts as trimmed strings ("1200.5"), as the documents show them. */
const Trimmed = z.string().meta({ description: 'Baht as trimmed text', examples: ['1200.5'] });
const Mode = z.enum(['live', 'test']);
const Settlement = z
  .object({
    id: Uuid, merchantId: Uuid, amount: Trimmed, fee: Trimmed, netAmount: Trimmed.meta({ description: 'What arrives: the fee comes out of the amount' }),
    bankAccount: z.string(), bankCode: z.string(), bankName: z.string(), accountName: z.string(), status: SettlementStatus, mode: Mode, source: z.enum(['REQUEST', 'SCHEDULE']),
    reference: z.string().nullable(), note: z.string().nullable(), processedAt: Instant.nullable(), createdAt: Instant, copy: CopyPayout,
  })
  .meta({ id: 'Settlement', description: 'Money from the merchant’s balance to the merchant’s own bank account.' });
const AdminSettlement = Settlement.extend({
  merchant: z.object({ id: Uuid, businessName: z.string(), username: z.string(), balance: Trimmed }),
}).meta({ id: 'AdminSettlement' });
const Part = z.object({ count: z.int(), amount: Trimmed, copy: z.object({ amount: z.string() }) }).meta({ id: 'SettlementSummaryPart' });
const Summary = z.object({ total: Part, pending: Part, processing: Part, completed: Part, failed: Part, cancelled: Part }).meta({ id: 'SettlementSummary' });
const Account = z
  .object({ bankCode: z.string(), bankName: z.string(), accountNumber: z.string(), accountName: z.string(), updatedAt: Instant, copy: z.object({ account_number: z.string() }) })
  .meta({ id: 'SettlementAccount' });
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).meta({ description: 'Bangkok time, HH:MM', examples: ['09:00'] });
const Schedule = z
  .object({ isActive: z.boolean(), atTime: Time, minAmount: Trimmed, mode: Mode, updatedAt: Instant })
  .meta({ id: 'SettlementSchedule', description: 'Once a Bangkok day, everything available where it reaches the minimum.' });

const id = '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21';
const merchantId = '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21';
const pending = {
  id, merchantId, amount: '1200.5', fee: '12.01', netAmount: '1188.49', bankAccount: '1234567890', bankCode: '014', bankName: 'ธนาคารไทยพาณิชย์', accountName: 'Demo Store',
  status: 'PENDING', mode: 'live', source: 'REQUEST', reference: null, note: null, processedAt: null, createdAt: '2026-03-09T10:05:00.000Z', copy: { amount: '1200.50', account_number: '1234567890' },
} as const;
const adminPending = { ...pending, merchant: { id: merchantId, businessName: 'Demo Store', username: 'merchant_demo', balance: '9500' } } as const;
const evidence = { reference: 'RID-202603050001', note: 'Batch #B20260305-001' } as const;
const part = (count: number, amount: string, copy: string) => ({ count, amount, copy: { amount: copy } });
const none = part(0, '0', '0.00');
const summary = { total: part(1, '1200.5', '1200.50'), pending: part(1, '1200.5', '1200.50'), processing: none, completed: none, failed: none, cancelled: none };
const accountExample = {
  bankCode: '014', bankName: 'ธนาคารไทยพาณิชย์', accountNumber: '1234567890', accountName: 'Demo Store', updatedAt: '2026-03-01T10:00:00.000Z', copy: { account_number: '1234567890' },
} as const;
const scheduleExample = { isActive: true, atTime: '09:00', minAmount: '1000', mode: 'live', updatedAt: '2026-03-01T10:00:00.000Z' } as const;
const pagination = { page: 1, limit: 20, total: 1, totalPages: 1 } as const;

const merchants = { surface: 'dashboard', auth: 'session', roles: ['owner', 'staff', 'viewer'], rate: 'read', tag: 'Dashboard' } as const;
const asks = { ...merchants, roles: ['owner', 'staff'], rate: 'write', method: 'POST' } as const;
const owners = { ...merchants, roles: ['owner'] } as const;
const admins = { surface: 'dashboard', auth: 'session', roles: ['admin'], rate: 'read', tag: 'Admin' } as const;
const moves = { ...admins, method: 'POST', rate: 'write', errors: ['SETTLEMENT_NOT_FOUND', 'SETTLEMENT_NOT_MOVABLE'] } as const;
const ById = z.object({ id: PathId });
const mode = Mode.optional().meta({ description: 'Both modes unless said otherwise' });
const status = line(20, 0).optional().meta({ description: 'One status, any case; `all` or none for every status' });
const Done = z.object({ success: z.literal(true), settlement: Settlement }).meta({ id: 'SettlementAnswer' });
const Evidence = { reference: line(64), note: line(500).nullish(), payingAccountId: Uuid.nullish().meta({ description: 'The account it left from; the default paying account unless said otherwise' }) };

export const settlementOperations = {
  list: operation({
    ...merchants, id: 'settlements.list', method: 'GET', path: '/api/settlement', summary: { en: 'List settlements, newest first', th: 'ดูรายการขอถอนเครดิต' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(20), status, mode }),
    ok: { status: 200, schema: z.object({ settlements: z.array(Settlement), pagination: Pagination, filters: z.object({ status: z.string() }) }).meta({ id: 'SettlementList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { settlements: [pending], pagination, filters: { status: 'all' } } }],
  }),
  summary: operation({
    ...merchants, id: 'settlements.summary', method: 'GET', path: '/api/settlement/summary', summary: { en: 'Settlements by status', th: 'สรุปรายการขอถอนเครดิต' },
    query: z.strictObject({ mode }), ok: { status: 200, schema: Summary }, errors: [], examples: [{ name: 'One is waiting', answer: summary }],
  }),
  create: operation({
    ...asks, id: 'settlements.create', path: '/api/settlement', summary: { en: 'Ask for a settlement', th: 'ขอถอนเครดิตเข้าบัญชีร้าน' },
    description: { en: 'Holds the amount at once; the fee comes out of it.', th: 'กันยอดทันที ค่าธรรมเนียมหักจากยอดที่ขอ' },
    body: z.strictObject({ amount: Baht, note: line(500).nullish(), mode: Mode.nullish().meta({ description: 'live unless said otherwise' }) }).meta({ id: 'CreateSettlementRequest' }),
    ok: { status: 201, schema: Done }, errors: ['INVALID_AMOUNT', 'SETTLEMENT_BELOW_MINIMUM', 'SETTLEMENT_ACCOUNT_REQUIRED', 'SETTLEMENT_NOT_AVAILABLE', 'INSUFFICIENT_BALANCE', 'MERCHANT_NOT_ACTIVE'],
    invalidFields: { amount: 'INVALID_AMOUNT' },
    examples: [{ name: 'Of 1,200.50 baht', body: { amount: 1200.5 }, answer: { success: true, settlement: pending } }],
  }),
  cancel: operation({
    ...asks, id: 'settlements.cancel', path: '/api/settlement/{id}/cancel', summary: { en: 'Cancel a settlement nobody has begun', th: 'ยกเลิกคำขอถอนเครดิตที่ยังไม่เริ่มดำเนินการ' },
    params: ById, ok: { status: 200, schema: Done }, errors: ['SETTLEMENT_NOT_FOUND', 'SETTLEMENT_NOT_MOVABLE'],
    examples: [{ name: 'Cancelled', params: { id }, answer: { success: true, settlement: { ...pending, status: 'CANCELLED', processedAt: '2026-03-09T10:06:00.000Z' } } }],
  }),
  account: operation({
    ...owners, id: 'settlements.account', method: 'GET', path: '/api/settlement/account', summary: { en: 'Where settlements go', th: 'บัญชีรับเงินถอนเครดิตของร้าน' },
    ok: { status: 200, schema: z.object({ account: z.union([Account, z.null()]) }).meta({ id: 'SettlementAccountAnswer' }) }, errors: [],
    examples: [{ name: 'At SCB', answer: { account: accountExample } }],
  }),
  setAccount: operation({
    ...owners, id: 'settlements.setAccount', method: 'POST', rate: 'write', path: '/api/settlement/account', summary: { en: 'Say where settlements go', th: 'ตั้งบัญชีรับเงินถอนเครดิตของร้าน' },
    body: PayoutDestination.strict().meta({ id: 'SetSettlementAccountRequest' }), invalidCode: 'VALIDATION_ERROR',
    ok: { status: 200, schema: z.object({ success: z.literal(true), account: Account }).meta({ id: 'SetSettlementAccountAnswer' }) }, errors: ['VALIDATION_ERROR'],
    examples: [{ name: 'At SCB', body: { bankCode: 'SCB', accountNumber: '1234567890', accountName: 'Demo Store' }, answer: { success: true, account: accountExample } }],
  }),
  schedule: operation({
    ...owners, id: 'settlements.schedule', method: 'GET', path: '/api/settlement/schedule', summary: { en: 'The daily settlement', th: 'รอบถอนเครดิตอัตโนมัติ' },
    query: z.strictObject({ mode: Mode.optional().meta({ description: 'live unless said otherwise' }) }), ok: { status: 200, schema: z.object({ schedule: z.union([Schedule, z.null()]) }).meta({ id: 'SettlementScheduleAnswer' }) }, errors: [],
    examples: [{ name: 'At nine', answer: { schedule: scheduleExample } }],
  }),
  setSchedule: operation({
    ...owners, id: 'settlements.setSchedule', method: 'POST', rate: 'write', path: '/api/settlement/schedule', summary: { en: 'Settle daily, or stop', th: 'ตั้งหรือปิดรอบถอนเครดิตอัตโนมัติ' },
    description: { en: 'Runs once a Bangkok day; a time that has passed today begins tomorrow.', th: 'ทำงานวันละครั้งตามเวลาไทย หากเวลาผ่านไปแล้วจะเริ่มพรุ่งนี้' },
    body: z.strictObject({ isActive: z.boolean(), atTime: Time, minAmount: Baht, mode: Mode.nullish() }).meta({ id: 'SetSettlementScheduleRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), schedule: Schedule }).meta({ id: 'SetSettlementScheduleAnswer' }) }, errors: ['SETTLEMENT_ACCOUNT_REQUIRED', 'SETTLEMENT_NOT_AVAILABLE'],
    examples: [{ name: 'At nine', body: { isActive: true, atTime: '09:00', minAmount: 1000 }, answer: { success: true, schedule: scheduleExample } }],
  }),
  adminList: operation({
    ...admins, id: 'settlements.adminList', method: 'GET', path: '/api/admin/settlements', summary: { en: 'List the settlements of all merchants', th: 'ดูรายการ settlement ทั้งระบบ' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(20), status, q: line(100, 0).optional().meta({ description: 'A settlement’s id, a merchant’s username, an account number or a reference' }), mode }),
    ok: {
      status: 200,
      schema: z.object({ settlements: z.array(AdminSettlement), pagination: Pagination, filters: z.object({ status: z.string(), q: z.string() }) }).meta({ id: 'AdminSettlementList' }),
    },
    errors: [], examples: [{ name: 'First page', query: { page: '1' }, answer: { settlements: [adminPending], pagination, filters: { status: 'ALL', q: '' } } }],
  }),
  adminSummary: operation({
    ...admins, id: 'settlements.adminSummary', method: 'GET', path: '/api/admin/settlements/summary', summary: { en: 'Settlements of all merchants by status', th: 'สรุป settlement ทั้งระบบ' },
    query: z.strictObject({ mode }), ok: { status: 200, schema: Summary }, errors: [], examples: [{ name: 'One is waiting', answer: summary }],
  }),
  start: operation({
    ...moves, id: 'settlements.start', path: '/api/admin/settlements/{id}/process', summary: { en: 'Begin a settlement', th: 'เริ่มดำเนินการ settlement' },
    description: { en: 'From now on the merchant cannot cancel it.', th: 'หลังจากนี้ร้านค้ายกเลิกไม่ได้' },
    params: ById, ok: { status: 200, schema: Done }, errors: [...moves.errors, 'SENDING_STOPPED'], examples: [{ name: 'Begun', params: { id }, answer: { success: true, settlement: { ...pending, status: 'PROCESSING' } } }],
  }),
  complete: operation({
    ...moves, id: 'settlements.complete', path: '/api/admin/settlements/{id}/complete', summary: { en: 'Say that a settlement was paid', th: 'บันทึกว่าโอน settlement แล้ว' },
    params: ById, body: z.strictObject(Evidence).meta({ id: 'CompleteSettlementRequest' }), ok: { status: 200, schema: Done }, errors: [...moves.errors, 'NO_PAYING_ACCOUNT'],
    examples: [{ name: 'Paid', params: { id }, body: evidence, answer: { success: true, settlement: { ...pending, ...evidence, status: 'COMPLETED', processedAt: '2026-03-09T11:15:20.000Z' } } }],
  }),
  fail: operation({
    ...moves, id: 'settlements.fail', path: '/api/admin/settlements/{id}/fail', summary: { en: 'Give up a settlement', th: 'ทำรายการ settlement ไม่สำเร็จ' },
    description: { en: 'The held amount goes back to the merchant.', th: 'คืนยอดที่กันไว้ให้ร้านค้า' },
    params: ById, body: z.strictObject({ note: line(500) }).meta({ id: 'FailSettlementRequest' }), ok: { status: 200, schema: Done },
    examples: [{ name: 'Wrong account', params: { id }, body: { note: 'Account closed' }, answer: { success: true, settlement: { ...pending, status: 'FAILED', note: 'Account closed', processedAt: '2026-03-09T11:15:20.000Z' } } }],
  }),
  completeBatch: operation({
    ...moves, id: 'settlements.completeBatch', path: '/api/admin/settlements/complete', summary: { en: 'Say that several settlements were paid together', th: 'บันทึกว่าโอน settlement หลายรายการแล้ว' },
    description: { en: 'All or none; one reference and note for all. Those not begun yet are begun, unless sending is stopped.', th: 'สำเร็จทั้งหมดหรือไม่เลย ใช้เลขอ้างอิงและหมายเหตุเดียวกัน รายการที่ยังไม่เริ่มจะเริ่มให้ เว้นแต่ระบบหยุดส่งเงินอยู่' },
    body: z.strictObject({ ids: z.array(Uuid).min(1).max(SETTLEMENTS_PER_BATCH_MAX), ...Evidence }).meta({ id: 'CompleteSettlementsRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), settlements: z.array(Settlement) }).meta({ id: 'CompleteSettlementsAnswer' }) }, errors: [...moves.errors, 'NO_PAYING_ACCOUNT', 'SENDING_STOPPED'],
    examples: [{
      name: 'A batch of one', body: { ids: [id], ...evidence },
      answer: { success: true, settlements: [{ ...pending, ...evidence, status: 'COMPLETED', processedAt: '2026-03-09T11:15:20.000Z' }] },
    }],
  }),
};
