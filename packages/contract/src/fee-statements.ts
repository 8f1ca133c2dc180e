import * as z from 'zod';
import { operation } from './kernel.ts';
import { MerchantBrief, ModeQuery, StatusQuery, TrimmedBaht } from './payout-dashboard.ts';
import { Outcome, second, taking } from './review-acts.ts';
import { Proposal } from './reviews.ts';
import { Copy, Instant, line, PageLimit, PageNumber, Pagination, PathId, Uuid } from './scalars.ts';

export const FeeStatementStatus = z.enum(['OPEN', 'PAID', 'VOID']);
export type FeeStatementStatus = z.output<typeof FeeStatementStatus>;
/** Lines of one file; a longer statement comes in parts. */
export const STATEMENT_FILE_LINES_MAX = 50_000;

const fields = {
  id: Uuid, number: z.string(), month: z.string().meta({ description: 'YYYY-MM, a month in Bangkok' }), mode: z.enum(['live', 'test']), lineCount: z.int(), gross: TrimmedBaht, fees: TrimmedBaht,
  vat: z.union([z.object({ percent: z.number(), amount: TrimmedBaht }), z.null()]).meta({ description: 'Null where the platform charges none' }),
  total: TrimmedBaht, dueDate: z.iso.date(), status: FeeStatementStatus, reference: z.string().nullable(), statusReason: z.string().nullable(), closedAt: Instant.nullable(), createdAt: Instant, copy: Copy,
};
const Statement = z.object(fields).meta({ id: 'FeeStatement', description: 'The fees a merchant owes for a month of payments that went to its own accounts.' });
const AdminStatement = z.object({ ...fields, merchantId: Uuid, merchant: MerchantBrief }).meta({ id: 'AdminFeeStatement' });
const Line = z.object({ paymentId: Uuid, orderId: z.string().nullable(), amount: TrimmedBaht, fee: TrimmedBaht, paidAt: Instant }).meta({ id: 'FeeStatementLine' });

const id = '019aa3f0-6669-7c11-9d6e-3f2b8a6c4d21';
const merchantId = '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21';
const open = {
  id, number: 'FS-202602-3F2B8A6C4D21', month: '2026-02', mode: 'live', lineCount: 2, gross: '1300.87', fees: '26.02', vat: { percent: 7, amount: '1.82' }, total: '27.84', dueDate: '2026-03-16',
  status: 'OPEN', reference: null, statusReason: null, closedAt: null, createdAt: '2026-02-28T17:10:00.000Z', copy: { amount: '27.84' },
} as const;
const brief = { merchantId, merchant: { businessName: 'Demo Store', username: 'merchant_demo' } } as const;
const lines = [{ paymentId: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-10001', amount: '100.37', fee: '2.01', paidAt: '2026-02-05T08:02:10.000Z' }];
const pagination = { page: 1, limit: 20, total: 1, totalPages: 1 } as const;

const members = { surface: 'dashboard', auth: 'session', roles: ['owner', 'staff', 'viewer'], rate: 'read', method: 'GET', tag: 'Dashboard' } as const;
const admins = { ...members, roles: ['admin'], tag: 'Admin' } as const;
const closing = { ...admins, method: 'POST', rate: 'write', errors: ['FEE_STATEMENT_NOT_FOUND', 'FEE_STATEMENT_CLOSED'] } as const;
const ById = z.object({ id: PathId });
const Paged = z.strictObject({ page: PageNumber, limit: PageLimit(20), status: StatusQuery, mode: ModeQuery });
const WithLines = z.object({ statement: Statement, lines: z.array(Line), pagination: Pagination }).meta({ id: 'FeeStatementDetail' });
const Reference = line(64);
/** What a proposal keeps of a statement that a credit is to pay. */
export const FeeStatementByCredit = z.object({ statementId: Uuid, reference: Reference });
const Paid = z.object({ success: z.literal(true), outcome: Outcome, statement: AdminStatement, proposal: z.union([Proposal, z.null()]) }).meta({ id: 'FeeStatementPaidAnswer' });
const Done = z.object({ success: z.literal(true), statement: AdminStatement }).meta({ id: 'FeeStatementAnswer' });

export const feeStatementOperations = {
  list: operation({
    ...members, id: 'feeStatements.list', path: '/api/fee-statements', summary: { en: 'List monthly fee statements, newest first', th: 'ดูใบแจ้งค่าธรรมเนียมรายเดือน' },
    query: Paged, ok: { status: 200, schema: z.object({ statements: z.array(Statement), pagination: Pagination }).meta({ id: 'FeeStatementList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { statements: [open], pagination } }],
  }),
  get: operation({
    ...members, id: 'feeStatements.get', path: '/api/fee-statements/{id}', summary: { en: 'Get a fee statement with its lines', th: 'ดูใบแจ้งค่าธรรมเนียมพร้อมรายการ' },
    params: ById, query: z.strictObject({ page: PageNumber, limit: PageLimit(100) }), ok: { status: 200, schema: WithLines }, errors: ['FEE_STATEMENT_NOT_FOUND'],
    examples: [{ name: 'February', params: { id }, answer: { statement: open, lines, pagination: { ...pagination, limit: 100 } } }],
  }),
  file: operation({
    ...members, id: 'feeStatements.file', path: '/api/fee-statements/{id}/file', summary: { en: 'Get the lines of a fee statement as CSV', th: 'ดาวน์โหลดรายการของใบแจ้งเป็น CSV' },
    description: { en: `At most ${STATEMENT_FILE_LINES_MAX} lines a part; ask for each part in turn.`, th: `ไม่เกิน ${STATEMENT_FILE_LINES_MAX} บรรทัดต่อส่วน ขอทีละส่วน` },
    params: ById, query: z.strictObject({ part: PageNumber }),
    ok: { status: 200, schema: z.object({ file: z.object({ name: z.string(), contentType: z.string(), base64: z.base64() }), part: z.int(), parts: z.int() }).meta({ id: 'FeeStatementFile' }) }, errors: ['FEE_STATEMENT_NOT_FOUND'],
    examples: [{ name: 'The whole', params: { id }, answer: { file: { name: 'FS-202602-3F2B8A6C4D21.csv', contentType: 'text/csv; charset=utf-8', base64: '77u/cGF5bWVudElk' }, part: 1, parts: 1 } }],
  }),
};

export const adminFeeStatementOperations = {
  list: operation({
    ...admins, id: 'adminFeeStatements.list', path: '/api/admin/fee-statements', summary: { en: 'List the fee statements of all merchants', th: 'ดูใบแจ้งค่าธรรมเนียมทั้งระบบ' },
    query: Paged.extend({ merchantId: Uuid.optional() }), ok: { status: 200, schema: z.object({ statements: z.array(AdminStatement), pagination: Pagination }).meta({ id: 'AdminFeeStatementList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { statements: [{ ...open, ...brief }], pagination } }],
  }),
  pay: operation({
    ...closing, id: 'adminFeeStatements.pay', path: '/api/admin/fee-statements/{id}/pay', summary: { en: 'Say that a fee statement was paid', th: 'บันทึกว่าชำระใบแจ้งค่าธรรมเนียมแล้ว' },
    description: {
      en: `Clears what the merchant owes. If the transfer waits in the review queue, name it with \`creditId\`, so that it is not in the books twice; else \`receivingAccountId\` says where it came in. Naming a transfer is an act on that credit. ${second.en}`,
      th: `ล้างยอดค้างของร้าน หากเงินโอนรออยู่ในคิวตรวจสอบให้ระบุ \`creditId\` เพื่อไม่ให้ลงบัญชีซ้ำ มิฉะนั้น \`receivingAccountId\` บอกบัญชีที่รับเงิน การระบุเงินโอนถือเป็นการดำเนินการกับเงินโอนนั้น ${second.th}`,
    },
    params: ById, body: z.strictObject({ reference: Reference, receivingAccountId: Uuid.nullish().meta({ description: 'An account of the platform; its default bank account unless said otherwise' }), creditId: Uuid.nullish() }).meta({ id: 'PayFeeStatementRequest' }),
    ok: { status: 200, schema: Paid }, errors: [...closing.errors, 'NO_PAYING_ACCOUNT', 'BANK_ACCOUNT_NOT_FOUND', ...taking],
    examples: [{ name: 'By transfer', params: { id }, body: { reference: 'SCB202603050001' }, answer: { success: true, outcome: 'DONE', statement: { ...open, ...brief, status: 'PAID', reference: 'SCB202603050001', closedAt: '2026-03-05T09:00:00.000Z' }, proposal: null } }],
  }),
  void: operation({
    ...closing, id: 'adminFeeStatements.void', path: '/api/admin/fee-statements/{id}/void', summary: { en: 'Waive a fee statement', th: 'ยกเลิกใบแจ้งค่าธรรมเนียม' },
    description: { en: 'The merchant owes nothing for it any more: its fees leave the revenue again.', th: 'ร้านไม่ต้องชำระยอดนี้อีก ค่าธรรมเนียมถูกตัดออกจากรายได้' },
    params: ById, body: z.strictObject({ reason: line(500) }).meta({ id: 'VoidFeeStatementRequest' }), ok: { status: 200, schema: Done },
    examples: [{ name: 'Waived', params: { id }, body: { reason: 'First month free' }, answer: { success: true, statement: { ...open, ...brief, status: 'VOID', statusReason: 'First month free', closedAt: '2026-03-05T09:00:00.000Z' } } }],
  }),
};
