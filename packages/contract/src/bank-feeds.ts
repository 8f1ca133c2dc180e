import * as z from 'zod';
import { operation } from './kernel.ts';
import { Instant, line, PathId, Uuid } from './scalars.ts';

const Mode = z.enum(['live', 'test']);
const Feed = z
  .object({
    id: Uuid, name: z.string(), mode: Mode, isActive: z.boolean(), createdAt: Instant, lastContactAt: Instant.nullable(),
    lastFailureAt: Instant.nullable(), lastFailure: z.string().nullable().meta({ description: 'The code it was last refused with' }), previousSecretUntil: Instant.nullable(),
  })
  .meta({ id: 'BankFeed', description: 'A credential for POST /api/bank/credits. It can speak of this merchant’s own accounts alone.' });
const WithSecret = z
  .object({ success: z.literal(true), feed: Feed, secret: z.string().meta({ description: 'Shown this once: what X-Signature is made with' }) })
  .meta({ id: 'BankFeedSecretAnswer' });

export const FEED_OVERLAP_HOURS_MAX = 168;
const id = '019aa3f0-6668-7c11-9d6e-3f2b8a6c4d21';
const feed = { id, name: 'SCB poller', mode: 'live', isActive: true, createdAt: '2026-03-01T10:00:00.000Z', lastContactAt: null, lastFailureAt: null, lastFailure: null, previousSecretUntil: null } as const;
const secret = 'fsec_hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg';
const own = { surface: 'dashboard', auth: 'session', roles: ['owner'], rate: 'write', method: 'POST', tag: 'Dashboard' } as const;
const ById = z.object({ id: PathId });

export const bankFeedOperations = {
  list: operation({
    ...own, method: 'GET', rate: 'read', id: 'bankFeeds.list', path: '/api/bank-feeds', summary: { en: 'List the merchant’s bank feeds, newest first', th: 'ดูช่องทางแจ้งยอดเงินเข้าของร้าน' },
    ok: { status: 200, schema: z.object({ feeds: z.array(Feed) }).meta({ id: 'BankFeedList' }) }, errors: [], examples: [{ name: 'One', answer: { feeds: [feed] } }],
  }),
  create: operation({
    ...own, id: 'bankFeeds.create', path: '/api/bank-feeds', summary: { en: 'Create a bank feed', th: 'สร้างช่องทางแจ้งยอดเงินเข้า' },
    description: { en: 'For whoever watches the merchant’s own accounts and reports their credits to POST /api/bank/credits.', th: 'สำหรับระบบที่เฝ้าบัญชีของร้านและแจ้งยอดเข้าที่ POST /api/bank/credits' },
    body: z.strictObject({ name: line(60), mode: Mode }).meta({ id: 'CreateBankFeedRequest' }), answersSecret: true, ok: { status: 201, schema: WithSecret }, errors: ['BANK_FEED_LIMIT_REACHED'],
    examples: [{ name: 'Live', body: { name: 'SCB poller', mode: 'live' }, answer: { success: true, feed, secret } }],
  }),
  rotate: operation({
    ...own, id: 'bankFeeds.rotate', path: '/api/bank-feeds/{id}/rotate', summary: { en: 'Give a feed a new secret', th: 'เปลี่ยนรหัสลับของช่องทางแจ้งยอด' },
    description: { en: 'The present secret works on for `overlapHours` (0 ends it within a second); one before it ends within a second.', th: 'รหัสเดิมใช้ได้ต่ออีก `overlapHours` ชั่วโมง (0 คือยกเลิกภายในหนึ่งวินาที) รหัสก่อนหน้านั้นยกเลิกภายในหนึ่งวินาที' },
    params: ById, body: z.strictObject({ overlapHours: z.int().min(0).max(FEED_OVERLAP_HOURS_MAX) }).meta({ id: 'RotateBankFeedRequest' }), answersSecret: true, ok: { status: 200, schema: WithSecret }, errors: ['BANK_FEED_NOT_FOUND'],
    examples: [{ name: 'Over a day', params: { id }, body: { overlapHours: 24 }, answer: { success: true, feed: { ...feed, previousSecretUntil: '2026-03-10T10:00:00.000Z' }, secret } }],
  }),
  revoke: operation({
    ...own, id: 'bankFeeds.revoke', path: '/api/bank-feeds/{id}/revoke', summary: { en: 'Revoke a bank feed', th: 'ยกเลิกช่องทางแจ้งยอด' },
    params: ById, ok: { status: 200, schema: z.object({ success: z.literal(true), feed: Feed }).meta({ id: 'BankFeedAnswer' }) }, errors: ['BANK_FEED_NOT_FOUND'],
    examples: [{ name: 'Revoked', params: { id }, answer: { success: true, feed: { ...feed, isActive: false } } }],
  }),
};
