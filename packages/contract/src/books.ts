import * as z from 'zod';
import { operation } from './kernel.ts';
import { Instant, line } from './scalars.ts';
import { TrimmedBaht } from './payout-dashboard.ts';

export const checkNames = ['STORED_IS_DERIVED', 'DEBITS_ARE_CREDITS', 'RESERVED_IS_OPEN', 'BANK_IS_CREDITS_LESS_TRANSFERS', 'SUSPENSE_IS_LEFT', 'PAID_IS_POSTED_ONCE', 'RECEIVABLE_IS_OWED', 'CARRIED_IS_DERIVED', 'AUDIT_CHAIN'] as const;
export type CheckName = (typeof checkNames)[number];

const Violation = z
  .object({
    check: z.enum(checkNames), subject: z.string().meta({ description: 'What does not agree: a merchant’s balance, an account, a ledger transaction, a payment, an audit row' }),
    mode: z.string().nullable(), expected: TrimmedBaht.nullable(), actual: TrimmedBaht.nullable(),
  })
  .meta({ id: 'BooksViolation' });
const Run = z
  .object({ scope: z.enum(['CHANGED', 'FULL']), at: Instant, durationMs: z.int(), violationCount: z.int(), violations: z.array(Violation).meta({ description: 'At most 100 of each check' }) })
  .meta({ id: 'BooksRun' });
const Status = z
  .object({ status: z.enum(['agree', 'disagree', 'unknown']), isSendingStopped: z.boolean(), latest: z.union([Run, z.null()]), latestFull: z.union([Run, z.null()]) })
  .meta({ id: 'BooksStatus' });

const clean = { scope: 'CHANGED', at: '2026-03-09T10:01:00.000Z', durationMs: 12, violationCount: 0, violations: [] } as const;
const full = { ...clean, scope: 'FULL', at: '2026-03-08T20:00:30.000Z', durationMs: 2_140 } as const;
const own = { surface: 'dashboard', auth: 'session', roles: ['admin'], tag: 'Admin' } as const;

export const bookOperations = {
  status: operation({
    ...own, method: 'GET', rate: 'read', id: 'books.status', path: '/api/admin/reconcile',
    summary: { en: 'Whether the books agree', th: 'ตรวจว่าบัญชีตรงกัน' },
    description: {
      en: 'Compared every minute for what changed, every night in full. A violation stops all sending until an admin resumes it. `unknown` when no comparison has ended for 15 minutes.',
      th: 'ตรวจส่วนที่เปลี่ยนทุกนาที และตรวจทั้งหมดทุกคืน หากไม่ตรงกันระบบหยุดโอนออกจนกว่าผู้ดูแลจะเปิดใหม่ สถานะเป็น `unknown` เมื่อไม่มีการตรวจที่เสร็จสิ้นเกิน 15 นาที',
    },
    ok: { status: 200, schema: Status }, errors: [],
    examples: [{ name: 'They agree', answer: { status: 'agree', isSendingStopped: false, latest: clean, latestFull: full } }],
  }),
  resume: operation({
    ...own, method: 'POST', rate: 'write', id: 'books.resume', path: '/api/admin/reconcile/resume',
    summary: { en: 'Let payouts leave again', th: 'เปิดการโอนออกอีกครั้ง' },
    description: { en: 'Only while the latest comparison found nothing. What waited is sent.', th: 'ทำได้เมื่อการตรวจล่าสุดตรงกันเท่านั้น รายการที่รอจะถูกส่ง' },
    body: z.strictObject({ reason: line(500) }).meta({ id: 'ResumeSendingRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), books: Status }).meta({ id: 'ResumeSendingAnswer' }) }, errors: ['BOOKS_DISAGREE'],
    examples: [{ name: 'After mending', body: { reason: 'Posting of 9 March corrected' }, answer: { success: true, books: { status: 'agree', isSendingStopped: false, latest: clean, latestFull: full } } }],
  }),
};
