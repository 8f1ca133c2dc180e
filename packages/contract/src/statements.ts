import * as z from 'zod';
import { operation } from './kernel.ts';
import { ModeQuery, StatusQuery, TrimmedBaht } from './payout-dashboard.ts';
import { Instant, line, PageLimit, PageNumber, Pagination, PathId, Uuid } from './scalars.ts';

/** Bounds of one file. A day of 100,000 lines in the longest format is sent in several files, as banks send it. */
export const STATEMENT_BYTES_MAX = 20_000_000;
export const STATEMENT_LINES_MAX = 100_000;
/** The file as base64, and the JSON around it. */
const BODY_BYTES_MAX = 27_000_000;

export const StatementFormat = z.enum(['camt.053', 'camt.054', 'mt940', 'csv']);
export type StatementFormat = z.output<typeof StatementFormat>;
export const StatementStatus = z.enum(['QUEUED', 'WORKING', 'COMPLETED', 'FAILED']);
export type StatementStatus = z.output<typeof StatementStatus>;
/**
 * PENDING: a credit that is not worked on yet. DUPLICATE: a credit we had already. RECORDED: a debit, or not booked yet. REVIEW: a person must look,
 * nothing was credited. REJECTED: could not be read.
 */
export const StatementLineStatus = z.enum(['PENDING', 'CREDITED', 'DUPLICATE', 'RECORDED', 'REVIEW', 'REJECTED']);
export type StatementLineStatus = z.output<typeof StatementLineStatus>;

/** How a day is written; four-digit years from 2400 on and two-digit years from 50 on are Buddhist, `mmm` is a month's short name, Thai or English. */
export const StatementDayFormat = z.enum(['dd/mm/yyyy', 'dd-mm-yyyy', 'dd.mm.yyyy', 'dd/mm/yy', 'dd-mm-yy', 'dd.mm.yy', 'dd mmm yyyy', 'dd mmm yy', 'mm/dd/yyyy', 'yyyy-mm-dd', 'yyyy/mm/dd', 'yyyymmdd']);
export type StatementDayFormat = z.output<typeof StatementDayFormat>;
const Names = z.array(line(60)).min(1).max(10);
const columns = {
  date: Names, time: Names.nullish(), deposit: Names.nullish(), withdrawal: Names.nullish(), amount: Names.nullish(), direction: Names.nullish(), balance: Names.nullish(),
  balanceSign: Names.nullish(), account: Names.nullish(), reference: Names.nullish(), description: Names.nullish(), payerName: Names.nullish(), payerAccount: Names.nullish(),
  payerBank: Names.nullish(), ref1: Names.nullish(), ref2: Names.nullish(),
};
/** Which column of a bank's CSV holds what. A column is named by every header it may have, in any case. */
export const StatementMapping = z
  .strictObject({
    name: line(60), dayFormats: z.array(StatementDayFormat).min(1).max(6), columns: z.strictObject(columns),
    creditWords: Names.nullish().meta({ description: 'What the direction column says of money in (default C, CR, CREDIT, +)' }),
  })
  .refine((mapping) => !mapping.columns.deposit !== !mapping.columns.amount, { path: ['columns'], error: 'oneAmount' })
  .meta({ id: 'StatementMapping', description: 'Either a deposit column (and a withdrawal column), or one amount column, signed or with a direction column' });
export type StatementMapping = z.output<typeof StatementMapping>;

const Person = z.object({ id: Uuid, name: z.string(), email: z.string() }).meta({ id: 'StatementPerson' });
const Counts = z.object({
  total: z.int(), done: z.int(), credited: z.int(), duplicate: z.int(), recorded: z.int(), review: z.int(), rejected: z.int(),
}).meta({ id: 'StatementCounts', description: 'done counts up to total while the import runs' });
const Import = z.object({
  id: Uuid, receivingAccountId: Uuid, accountNumber: z.string(), mode: z.enum(['live', 'test']), format: StatementFormat, fileName: z.string().nullable(), status: StatementStatus,
  firstDay: z.string().nullable().meta({ description: 'yyyy-mm-dd in Bangkok' }), lastDay: z.string().nullable(),
  openingBalance: TrimmedBaht.nullable().meta({ description: 'Null where the file tells none; then nothing could be checked against it' }), closingBalance: TrimmedBaht.nullable(),
  lines: Counts, creditedAmount: TrimmedBaht, failure: z.string().nullable(), createdBy: Person, createdAt: Instant, completedAt: Instant.nullable(),
}).meta({ id: 'StatementImport' });
const Problem = z.object({ code: z.string(), field: z.string().nullable(), en: z.string(), th: z.string() }).meta({ id: 'StatementProblem' });
const LineProposal = z.object({ by: Person, at: Instant, reason: z.string() }).meta({ id: 'StatementLineProposal', description: 'Who said that it is new money, above the amount that needs a second person' });
const Line = z.object({
  seq: z.int().meta({ description: 'Place among the lines of the file, from 1: names the line' }), row: z.int().meta({ description: 'Line of the file on which it begins' }), status: StatementLineStatus, direction: z.enum(['CREDIT', 'DEBIT']).nullable(), isReversal: z.boolean(), amount: TrimmedBaht.nullable(),
  bookedOn: z.string().nullable(), paidAt: Instant.nullable(), bankReference: z.string().nullable(), payerName: z.string().nullable(), payerAccount: z.string().nullable(),
  payerBankCode: z.string().nullable(), ref1: z.string().nullable(), ref2: z.string().nullable(), description: z.string().nullable(), creditId: Uuid.nullable(), problem: z.union([Problem, z.null()]), proposal: z.union([LineProposal, z.null()]),
}).meta({ id: 'StatementLine' });
const Profile = z.object({ receivingAccountId: Uuid, mapping: z.union([StatementMapping, z.null()]), updatedAt: Instant.nullable() }).meta({ id: 'StatementProfile' });

const maker = { id: '019aa3f0-5555-7c11-9d6e-3f2b8a6c4d21', name: 'Operator', email: 'operator@paygate.example.com' } as const;
const receivingAccountId = '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21';
const queued = {
  id: '019aa3f0-aaaa-7c11-9d6e-3f2b8a6c4d21', receivingAccountId, accountNumber: '1234567890', mode: 'live', format: 'camt.053', fileName: 'statement-2026-03-05.xml', status: 'QUEUED',
  firstDay: '2026-03-05', lastDay: '2026-03-05', openingBalance: '10000', closingBalance: '10100.37',
  lines: { total: 1, done: 0, credited: 0, duplicate: 0, recorded: 0, review: 0, rejected: 0 }, creditedAmount: '0', failure: null, createdBy: maker, createdAt: '2026-03-06T01:00:00.000Z', completedAt: null,
} as const;
const completed = { ...queued, status: 'COMPLETED', lines: { ...queued.lines, done: 1, credited: 1 }, creditedAmount: '100.37', completedAt: '2026-03-06T01:00:01.000Z' } as const;
const lineExample = {
  seq: 1, row: 14, status: 'CREDITED', direction: 'CREDIT', isReversal: false, amount: '100.37', bookedOn: '2026-03-05', paidAt: '2026-03-05T08:02:10.000Z', bankReference: '202603050802100001',
  payerName: 'นาย ทองดี ใจงาม', payerAccount: 'xxx-x-x3585-x', payerBankCode: '030', ref1: null, ref2: null, description: null, creditId: '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21', problem: null, proposal: null,
} as const;
const mappingExample = {
  name: 'Our branch in Chiang Mai', dayFormats: ['dd/mm/yyyy'],
  columns: { date: ['Date', 'วันที่'], time: ['Time', 'เวลา'], deposit: ['Deposit', 'เงินเข้า'], withdrawal: ['Withdrawal', 'เงินออก'], balance: ['Balance', 'คงเหลือ'], description: ['Details', 'รายละเอียด'] },
} as const;
const profileExample = { receivingAccountId, mapping: mappingExample, updatedAt: '2026-03-06T01:00:00.000Z' } as const;

const own = { surface: 'dashboard', auth: 'session', roles: ['admin', 'payout_operator'], tag: 'Admin' } as const;
const reading = { ...own, method: 'GET', rate: 'read' } as const;
const writing = { ...own, method: 'POST', rate: 'write' } as const;
const ofImport = { params: z.object({ id: PathId }) } as const;
const ofAccount = { params: z.object({ receivingAccountId: PathId }) } as const;
// Millions of groups of four would exhaust the stack of the usual pattern; a length and a search for a stranger do not.
const Base64 = z.string().min(1).refine((text) => text.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(text) && !/=[^=]|={3}/.test(text), { error: 'base64' });

export const statementOperations = {
  import: operation({
    ...writing, id: 'statements.import', path: '/api/admin/statements', bodyBytesMax: BODY_BYTES_MAX,
    summary: { en: 'Import a bank statement', th: 'นำเข้ารายการเดินบัญชีธนาคาร' },
    description: {
      en: 'camt.053, camt.054, MT940 or CSV, as text or base64, at most 20 MB and 100,000 lines. The whole file is read and its balances are checked before anything is stored; then its credits are worked through in the background. The same file again answers the first import with `duplicate: true`; lines that we had already, from whatever source, change nothing.',
      th: 'ไฟล์ camt.053, camt.054, MT940 หรือ CSV เป็นข้อความหรือ base64 ไม่เกิน 20 MB และ 100,000 บรรทัด ระบบอ่านทั้งไฟล์และตรวจยอดก่อนบันทึก แล้วทยอยทำรายการเบื้องหลัง ส่งไฟล์เดิมซ้ำจะได้การนำเข้าครั้งแรกพร้อม `duplicate: true` รายการที่มีอยู่แล้วไม่ถูกบันทึกซ้ำ',
    },
    body: z.strictObject({
      receivingAccountId: z.uuid(), format: StatementFormat.nullish().meta({ description: 'Found out from the file when absent' }), fileName: line(200).nullish(),
      content: z.string().min(1).nullish(), contentBase64: Base64.nullish(),
    }).refine(({ content, contentBase64 }) => !content !== !contentBase64, { path: ['content'], error: 'oneOfContent' }).meta({ id: 'ImportStatementRequest' }),
    ok: { status: 201, schema: z.object({ success: z.literal(true), duplicate: z.boolean(), import: Import }).meta({ id: 'ImportStatementAnswer' }) },
    errors: ['BANK_ACCOUNT_NOT_FOUND', 'STATEMENT_REFUSED'],
    examples: [{
      name: 'MT940 as text',
      body: { receivingAccountId, fileName: 'statement-2026-03-05.sta', content: ':20:S20260305\r\n:25:1234567890\r\n:28C:64/1\r\n:60F:C260304THB10000,\r\n:61:2603050305C100,37NTRFNONREF//202603050802100001\r\n:62F:C260305THB10100,37\r\n' },
      answer: { success: true, duplicate: false, import: { ...queued, format: 'mt940', fileName: 'statement-2026-03-05.sta' } },
    }],
  }),
  list: operation({
    ...reading, id: 'statements.list', path: '/api/admin/statements',
    summary: { en: 'List statement imports, newest first', th: 'ดูการนำเข้ารายการเดินบัญชี' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(20), status: StatusQuery, mode: ModeQuery, receivingAccountId: z.uuid().optional() }),
    ok: { status: 200, schema: z.object({ imports: z.array(Import), pagination: Pagination, filters: z.object({ status: z.string() }) }).meta({ id: 'StatementImportList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { imports: [completed], pagination: { page: 1, limit: 20, total: 1, totalPages: 1 }, filters: { status: 'ALL' } } }],
  }),
  get: operation({
    ...reading, ...ofImport, id: 'statements.get', path: '/api/admin/statements/{id}',
    summary: { en: 'Get an import: how far it is, and its lines', th: 'ดูความคืบหน้าและรายการของการนำเข้า' },
    description: { en: 'Lines in the order of the file: those with a problem unless `lines` names a status or `all`.', th: 'เรียงตามไฟล์ แสดงเฉพาะรายการที่มีปัญหา เว้นแต่ระบุสถานะหรือ `all` ใน `lines`' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(50), lines: z.enum(['problems', 'all', ...StatementLineStatus.options]).default('problems') }),
    ok: { status: 200, schema: z.object({ import: Import, lines: z.array(Line), pagination: Pagination }).meta({ id: 'StatementImportDetail' }) }, errors: ['STATEMENT_NOT_FOUND'],
    examples: [{ name: 'Every line', params: { id: queued.id }, query: { lines: 'all' }, answer: { import: completed, lines: [lineExample], pagination: { page: 1, limit: 50, total: 1, totalPages: 1 } } }],
  }),
  retry: operation({
    ...writing, ...ofImport, id: 'statements.retry', path: '/api/admin/statements/{id}/retry',
    summary: { en: 'Go on with an import that stopped', th: 'ทำการนำเข้าที่หยุดต่อ' },
    description: { en: 'It goes on where it stopped; nothing is credited twice. Importing that stops by itself is also taken up again by itself.', th: 'ทำต่อจากจุดที่หยุด ไม่มีรายการใดถูกบันทึกซ้ำ โดยปกติระบบจะทำต่อเองอยู่แล้ว' },
    ok: { status: 200, schema: z.object({ success: z.literal(true), import: Import }).meta({ id: 'StatementImportAnswer' }) }, errors: ['STATEMENT_NOT_FOUND', 'STATEMENT_COMPLETED'],
    examples: [{ name: 'Goes on', params: { id: queued.id }, answer: { success: true, import: queued } }],
  }),
  decideLine: operation({
    ...writing, params: z.object({ id: PathId, seq: PathId }), id: 'statements.decideLine', path: '/api/admin/statements/{id}/lines/{seq}/decide',
    summary: { en: 'Decide a line that was left to a person', th: 'ตัดสินรายการที่ต้องตรวจสอบ' },
    description: {
      en: '`credit`: it is new money; it becomes a bank credit and is matched as any other. Above the configured amount the first `credit` is a proposal (`outcome` is PROPOSED), and the same by another person does it. `dismiss`: it is known already, or was taken back; nothing moves. All are audited with the reason.',
      th: '`credit` คือเป็นเงินเข้าใหม่ จะถูกบันทึกและจับคู่ตามปกติ หากยอดเกินที่กำหนด คนแรกเป็นผู้เสนอ (`outcome` เป็น PROPOSED) และต้องให้อีกคนยืนยันด้วยคำสั่งเดียวกัน `dismiss` คือมีอยู่แล้วหรือถูกดึงคืน จะไม่มียอดใดเปลี่ยน ทุกแบบบันทึกเหตุผลไว้ตรวจสอบ',
    },
    body: z.strictObject({ decision: z.enum(['credit', 'dismiss']), reason: line(500) }).meta({ id: 'DecideStatementLineRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), outcome: z.enum(['DONE', 'PROPOSED']), line: Line }).meta({ id: 'StatementLineAnswer' }) },
    errors: ['STATEMENT_NOT_FOUND', 'STATEMENT_LINE_NOT_OPEN', 'STATEMENT_LINE_NO_CREDIT', 'SECOND_PERSON_MUST_DIFFER'],
    examples: [{ name: 'New money', params: { id: queued.id, seq: '1' }, body: { decision: 'credit', reason: 'The bank confirmed two transfers of this amount' }, answer: { success: true, outcome: 'DONE', line: lineExample } }],
  }),
  profile: operation({
    ...reading, ...ofAccount, id: 'statements.profile', path: '/api/admin/statements/accounts/{receivingAccountId}',
    summary: { en: 'How statements of a receiving account are read', th: 'ดูวิธีอ่านรายการเดินบัญชีของบัญชีรับเงิน' },
    ok: { status: 200, schema: z.object({ profile: Profile }).meta({ id: 'StatementProfileAnswer' }) }, errors: ['BANK_ACCOUNT_NOT_FOUND'],
    examples: [{ name: 'With a mapping of its own', params: { receivingAccountId }, answer: { profile: profileExample } }],
  }),
  setProfile: operation({
    ...writing, ...ofAccount, id: 'statements.setProfile', path: '/api/admin/statements/accounts/{receivingAccountId}',
    summary: { en: 'Set how statements of a receiving account are read', th: 'กำหนดวิธีอ่านรายการเดินบัญชีของบัญชีรับเงิน' },
    description: {
      en: 'A column mapping for its CSV files, tried before those of KBank and SCB that we know. Null takes it away.',
      th: 'กำหนดคอลัมน์ของไฟล์ CSV ซึ่งจะถูกใช้ก่อนรูปแบบกสิกรไทยและไทยพาณิชย์ที่ระบบรู้จัก ส่ง null เพื่อยกเลิก',
    },
    body: z.strictObject({ mapping: StatementMapping.nullable() }).meta({ id: 'StatementProfileRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), profile: Profile }).meta({ id: 'SetStatementProfileAnswer' }) }, errors: ['BANK_ACCOUNT_NOT_FOUND'],
    examples: [{ name: 'Own columns', params: { receivingAccountId }, body: { mapping: mappingExample }, answer: { success: true, profile: profileExample } }],
  }),
};
