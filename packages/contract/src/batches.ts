import * as z from 'zod';
import { operation } from './kernel.ts';
import { AdminPayout, ModeQuery, StatusQuery, TrimmedBaht } from './payout-dashboard.ts';
import { Copy, Instant, PageLimit, PageNumber, Pagination, PathId, Uuid } from './scalars.ts';

export const BatchStatus = z.enum(['DRAFT', 'LOCKED', 'EXPORTED', 'COMPLETED', 'CANCELLED']);
export type BatchStatus = z.output<typeof BatchStatus>;
interface Move { readonly from: readonly BatchStatus[]; readonly to: BatchStatus }
/** A checked batch has no way back: its file may be with the bank, and nobody could prove that it is not. */
export const batchMoves = {
  check: { from: ['DRAFT'], to: 'LOCKED' },
  cancel: { from: ['DRAFT'], to: 'CANCELLED' },
  export: { from: ['LOCKED'], to: 'EXPORTED' },
  complete: { from: ['EXPORTED'], to: 'COMPLETED' },
} as const satisfies Record<string, Move>;
/** From which statuses its file can be had, and a result be read. */
export const batchFileStatuses: readonly BatchStatus[] = ['LOCKED', 'EXPORTED', 'COMPLETED'];
export const batchResultStatuses: readonly BatchStatus[] = ['EXPORTED', 'COMPLETED'];

/** Bounds the file, the time one batch is locked for, and the answer that lists it. */
export const BATCH_PAYOUTS_MAX = 1_000;
/** A pain.002 says about 1 kB of each transfer; four of them a row, and base64, still fit. */
export const BATCH_RESULT_BYTES_MAX = 6_000_000;
export const BatchFormat = z.enum(['pain.001.001.03', 'pain.001.001.09', 'csv', 'ktb']);
export type BatchFormat = z.output<typeof BatchFormat>;

const Person = z.object({ id: Uuid, name: z.string(), email: z.string() }).meta({ id: 'BatchPerson' });
const Payer = z.object({ name: z.string(), accountNumber: z.string(), bankCode: z.string(), bankName: z.string() }).meta({ id: 'BatchPayer' });
const fields = {
  id: Uuid, reference: z.string(), mode: z.enum(['live', 'test']), status: BatchStatus, payoutCount: z.int(),
  amount: TrimmedBaht.meta({ description: 'What leaves the paying account, as trimmed text' }), fee: TrimmedBaht, payer: Payer,
  executionDate: z.string().nullable().meta({ description: 'The day in Bangkok on which it was checked, yyyy-mm-dd' }),
  createdBy: Person, checkedBy: z.union([Person, z.null()]),
  needsOtherChecker: z.boolean().meta({ description: 'Above the configured amount whoever made it may not check it' }),
  createdAt: Instant, lockedAt: Instant.nullable(), exportedAt: Instant.nullable(), completedAt: Instant.nullable(), cancelledAt: Instant.nullable(), copy: Copy,
};
const Batch = z.object(fields).meta({ id: 'PayoutBatch' });
const BatchPayout = AdminPayout.extend({ bankReference: z.string().nullable(), bankSaid: z.string().nullable() }).meta({ id: 'BatchPayout' });
const Step = z.object({ at: Instant, by: z.string(), action: z.string(), details: z.record(z.string(), z.unknown()) }).meta({ id: 'BatchStep' });
const BatchAnswer = z.object({ success: z.literal(true), batch: Batch }).meta({ id: 'PayoutBatchAnswer' });
const RowError = z.object({ row: z.int().nullable(), bankReference: z.string().nullable(), code: z.string(), en: z.string(), th: z.string() }).meta({ id: 'BatchRowError' });

const maker = { id: '019aa3f0-5555-7c11-9d6e-3f2b8a6c4d21', name: 'Maker', email: 'maker@paygate.example.com' } as const;
const checker = { id: '019aa3f0-5556-7c11-9d6e-3f2b8a6c4d21', name: 'Checker', email: 'checker@paygate.example.com' } as const;
const draft = {
  id: '019aa3f0-8888-7c11-9d6e-3f2b8a6c4d21', reference: 'BATCH-20260309-000042', mode: 'live', status: 'DRAFT', payoutCount: 25, amount: '2500', fee: '0',
  payer: { name: 'PayGate Co., Ltd.', accountNumber: '1234567890', bankCode: '014', bankName: 'ธนาคารไทยพาณิชย์' }, executionDate: null, createdBy: maker, checkedBy: null,
  needsOtherChecker: false, createdAt: '2026-03-09T10:00:00.000Z', lockedAt: null, exportedAt: null, completedAt: null, cancelledAt: null, copy: { amount: '2500.00' },
} as const;
const locked = { ...draft, status: 'LOCKED', executionDate: '2026-03-09', checkedBy: checker, lockedAt: '2026-03-09T10:05:00.000Z' } as const;
const completed = { ...locked, status: 'COMPLETED', exportedAt: '2026-03-09T10:06:00.000Z', completedAt: '2026-03-09T11:00:00.000Z' } as const;
const payoutExample = {
  id: '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21', merchantId: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', merchantRef: 'M01-WD240001', amount: '100', fee: '0', netAmount: '100',
  bankCode: '014', bankName: 'ธนาคารไทยพาณิชย์', accountNumber: '4190621964', accountName: 'เจษฎา', status: 'PROCESSING', statusReason: null, externalRef: null, mode: 'live',
  createdAt: '2026-03-09T10:00:00.000Z', processedAt: null, copy: { amount: '100.00', account_number: '4190621964' }, purpose: 'PAYOUT',
  merchant: { businessName: 'Demo Store', username: 'merchant_demo' }, batch: { id: draft.id, reference: draft.reference, status: 'LOCKED' },
  bankReference: 'PO2K9V0Q1M7ZC3X4T5', bankSaid: null,
} as const;

const id = { params: z.object({ id: PathId }) } as const;
const called = { id: draft.id } as const;
const own = { surface: 'dashboard', auth: 'session', roles: ['admin', 'payout_operator'], tag: 'Admin' } as const;
const reading = { ...own, method: 'GET', rate: 'read' } as const;
const writing = { ...own, method: 'POST', rate: 'write' } as const;

export const batchOperations = {
  create: operation({
    ...writing, id: 'batches.create', path: '/api/admin/payouts/batches',
    summary: { en: 'Collect queued payouts into a batch', th: 'รวบรวมรายการรอคิวเป็นชุดโอน' },
    description: {
      en: 'Takes the oldest queued payouts of a mode, or exactly those named. A payout is in one batch at most; while in it, it can be neither cancelled nor sent another way.',
      th: 'เลือกรายการรอคิวที่เก่าที่สุดของโหมด หรือเฉพาะรายการที่ระบุ รายการหนึ่งอยู่ได้เพียงชุดเดียว ระหว่างอยู่ในชุดจะยกเลิกหรือส่งทางอื่นไม่ได้',
    },
    body: z.strictObject({
      mode: z.enum(['live', 'test']), limit: z.int().min(1).max(BATCH_PAYOUTS_MAX).nullish(), payoutIds: z.array(z.uuid()).min(1).max(BATCH_PAYOUTS_MAX).nullish(),
      payingAccountId: z.uuid().nullish().meta({ description: 'Else the default account that pays out' }),
    }).meta({ id: 'CreateBatchRequest' }),
    ok: { status: 201, schema: BatchAnswer }, errors: ['NO_PAYOUTS_TO_COLLECT', 'PAYOUTS_NOT_COLLECTABLE', 'NO_PAYING_ACCOUNT'],
    examples: [{ name: 'The oldest 25', body: { mode: 'live', limit: 25 }, answer: { success: true, batch: draft } }],
  }),
  check: operation({
    ...writing, ...id, id: 'batches.check', path: '/api/admin/payouts/batches/{id}/check',
    summary: { en: 'Check a batch, so that its file can be had', th: 'ตรวจและล็อกชุดโอน' },
    description: { en: 'From here on its payouts are PROCESSING and there is no way back. Above the configured amount another person than the maker must do it.', th: 'หลังตรวจ รายการเป็น PROCESSING และย้อนกลับไม่ได้ หากยอดเกินที่กำหนด ผู้ตรวจต้องไม่ใช่ผู้สร้าง' },
    ok: { status: 200, schema: BatchAnswer }, errors: ['BATCH_NOT_FOUND', 'BATCH_STATUS_CONFLICT', 'BATCH_CHECKER_MUST_DIFFER', 'BATCH_FILE_NOT_POSSIBLE', 'SENDING_STOPPED'],
    examples: [{ name: 'Checked', params: called, answer: { success: true, batch: locked } }],
  }),
  file: operation({
    ...reading, ...id, id: 'batches.file', path: '/api/admin/payouts/batches/{id}/file',
    summary: { en: 'Get the batch as a file for the bank', th: 'ดาวน์โหลดไฟล์โอนเงินสำหรับธนาคาร' },
    description: { en: 'The same format again is the same bytes again. KTB takes its own accounts and other banks’ in two files.', th: 'รูปแบบเดิมให้ไบต์เดิมทุกครั้ง กรุงไทยแยกไฟล์บัญชีในธนาคารกับต่างธนาคาร' },
    query: z.strictObject({ format: BatchFormat }),
    ok: { status: 200, schema: z.object({ files: z.array(z.object({ name: z.string(), contentType: z.string(), base64: z.base64() })) }).meta({ id: 'BatchFiles' }) },
    errors: ['BATCH_NOT_FOUND', 'BATCH_STATUS_CONFLICT', 'BATCH_FILE_NOT_POSSIBLE', 'SENDING_STOPPED'],
    examples: [{ name: 'CSV', params: called, query: { format: 'csv' }, answer: { files: [{ name: 'BATCH-20260309-000042.csv', contentType: 'text/csv; charset=utf-8', base64: '77u/YmF0Y2hfcmVmZXJlbmNl' }] } }],
  }),
  result: operation({
    ...writing, ...id, id: 'batches.result', path: '/api/admin/payouts/batches/{id}/result', bodyBytesMax: BATCH_RESULT_BYTES_MAX,
    summary: { en: 'Import the bank’s result', th: 'นำเข้าผลการโอนจากธนาคาร' },
    description: { en: 'A pain.002 message or a result CSV, as text or base64. Rows in doubt are named and left out; importing again changes nothing. What the bank rejects as a duplicate (DUPL, AM05, DU01–DU05) stays PROCESSING: its first sending may have paid.', th: 'ไฟล์ pain.002 หรือ CSV ผลลัพธ์ เป็นข้อความหรือ base64 แถวที่มีปัญหาจะถูกระบุและข้าม นำเข้าซ้ำไม่เปลี่ยนแปลง รายการที่ธนาคารปฏิเสธว่าซ้ำ (DUPL, AM05, DU01–DU05) ยังเป็น PROCESSING เพราะการส่งครั้งแรกอาจโอนสำเร็จแล้ว' },
    body: z.strictObject({ content: z.string().min(1).nullish(), contentBase64: z.base64().min(1).nullish() }).refine(({ content, contentBase64 }) => !content !== !contentBase64, { path: ['content'], error: 'oneOfContent' }).meta({ id: 'BatchResultRequest' }),
    ok: {
      status: 200,
      schema: z.object({
        success: z.literal(true), batch: Batch,
        result: z.object({ format: z.enum(['pain.002', 'csv']), succeeded: z.int(), failed: z.int(), processing: z.int(), unchanged: z.int(), rowErrors: z.array(RowError) }),
      }).meta({ id: 'BatchResultAnswer' }),
    },
    errors: ['BATCH_NOT_FOUND', 'BATCH_STATUS_CONFLICT', 'BATCH_RESULT_REFUSED'],
    examples: [{
      name: 'All paid', params: called, body: { content: 'bank_reference,status,external_ref,reason,paid_at\nPO2K9V0Q1M7ZC3X4T5,SUCCESS,SCB202603090001,,\n' },
      answer: { success: true, batch: completed, result: { format: 'csv', succeeded: 25, failed: 0, processing: 0, unchanged: 0, rowErrors: [] } },
    }],
  }),
  cancel: operation({
    ...writing, ...id, id: 'batches.cancel', path: '/api/admin/payouts/batches/{id}/cancel',
    summary: { en: 'Cancel a batch that is not checked', th: 'ยกเลิกชุดที่ยังไม่ตรวจ' },
    description: { en: 'Its payouts, still queued, can be collected again.', th: 'รายการในชุดยังรอคิวและรวบรวมใหม่ได้' },
    ok: { status: 200, schema: BatchAnswer }, errors: ['BATCH_NOT_FOUND', 'BATCH_STATUS_CONFLICT'],
    examples: [{ name: 'Cancelled', params: called, answer: { success: true, batch: { ...draft, status: 'CANCELLED', cancelledAt: '2026-03-09T10:02:00.000Z' } } }],
  }),
  list: operation({
    ...reading, id: 'batches.list', path: '/api/admin/payouts/batches',
    summary: { en: 'List batches, newest first', th: 'ดูชุดโอนเงิน' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(20), status: StatusQuery, mode: ModeQuery }),
    ok: { status: 200, schema: z.object({ batches: z.array(Batch), pagination: Pagination, filters: z.object({ status: z.string() }) }).meta({ id: 'PayoutBatchList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { batches: [draft], pagination: { page: 1, limit: 20, total: 1, totalPages: 1 }, filters: { status: 'ALL' } } }],
  }),
  get: operation({
    ...reading, ...id, id: 'batches.get', path: '/api/admin/payouts/batches/{id}',
    summary: { en: 'Get a batch with its payouts and who did what', th: 'ดูชุดโอนเงินพร้อมรายการและประวัติ' },
    ok: { status: 200, schema: z.object({ batch: Batch.extend({ payouts: z.array(BatchPayout), history: z.array(Step) }).meta({ id: 'PayoutBatchDetail' }) }).meta({ id: 'PayoutBatchDetailAnswer' }) },
    errors: ['BATCH_NOT_FOUND'],
    examples: [{
      name: 'Checked', params: called,
      answer: { batch: { ...locked, payouts: [payoutExample], history: [{ at: '2026-03-09T10:05:00.000Z', by: 'Checker', action: 'batch.check', details: { amountSatang: 250_000 } }] } },
    }],
  }),
};
