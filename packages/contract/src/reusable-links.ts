import * as z from 'zod';
import { operation } from './kernel.ts';
import { EXPIRY_MINUTES_DEFAULT, EXPIRY_MINUTES_MAX } from './payments.ts';
import { Baht, Instant, InstantSent, line, PageLimit, PageNumber, Pagination, PathId, Uuid } from './scalars.ts';

/** Why a link makes no more payments, or that it does. USED_UP: by its number of uses or by its total, pending ones counted. */
export const LinkStatus = z.enum(['ACTIVE', 'DISABLED', 'EXPIRED', 'USED_UP']);
export type LinkStatus = z.output<typeof LinkStatus>;

const Trimmed = z.string().meta({ description: 'Baht as trimmed text', examples: ['1200.5'] });
const ReusableLink = z
  .object({
    id: Uuid, mode: z.enum(['live', 'test']), title: z.string(), description: z.string().nullable(), status: LinkStatus, url: z.url(),
    amount: Trimmed.nullable().meta({ description: 'Null where the payer types it' }), minAmount: Trimmed.nullable(), maxAmount: Trimmed.nullable(),
    maxUses: z.int().nullable(), maxTotal: Trimmed.nullable(), paymentMinutes: z.int(), expiresAt: Instant.nullable(), disabledAt: Instant.nullable(), createdAt: Instant,
    uses: z.object({ paid: z.int(), pending: z.int(), paidAmount: Trimmed }).meta({ description: 'Payments made through it, and what was paid' }),
  })
  .meta({ id: 'ReusableLink' });
export type ReusableLink = z.input<typeof ReusableLink>;
const LinkAnswer = z.object({ success: z.literal(true), link: ReusableLink }).meta({ id: 'ReusableLinkAnswer' });

/** Everything the public page of a link is drawn from. */
export interface LinkPageView {
  readonly id: string;
  readonly isTest: boolean;
  readonly merchantName: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: LinkStatus;
  /** Null where the payer types it. */
  readonly amountSatang: number | null;
  readonly minAmountSatang: number;
  readonly maxAmountSatang: number;
}

const id = '019aa3f0-aaaa-7c11-9d6e-3f2b8a6c4d21';
const example = {
  id, mode: 'live', title: 'Donate to the temple fair', description: null, status: 'ACTIVE', url: `https://pay.example.com/l/${id}`, amount: null, minAmount: '20', maxAmount: '5000', maxUses: null, maxTotal: '100000',
  paymentMinutes: 15, expiresAt: '2026-12-31T16:59:59.000Z', disabledAt: null, createdAt: '2026-03-05T08:00:00.000Z', uses: { paid: 0, pending: 0, paidAmount: '0' },
} as const;
const common = { surface: 'dashboard', auth: 'session', tag: 'Dashboard' } as const;

export const reusableLinkOperations = {
  create: operation({
    ...common, id: 'reusableLinks.create', method: 'POST', path: '/api/payment/links', roles: ['owner', 'staff'], rate: 'write',
    summary: { en: 'Create a link that can be paid many times', th: 'สร้างลิงก์รับเงินแบบใช้ซ้ำ' },
    description: {
      en: 'Its page makes a payment each time somebody pays: of `amount`, or of what the payer types between `minAmount` and `maxAmount`. Payments that wait to be paid count against `maxUses` and `maxTotal` until they expire.',
      th: 'หน้าของลิงก์จะสร้างรายการใหม่ทุกครั้งที่มีผู้จ่าย ตามยอด `amount` หรือยอดที่ผู้จ่ายกรอกระหว่าง `minAmount` ถึง `maxAmount` รายการที่รอชำระนับรวมใน `maxUses` และ `maxTotal` จนกว่าจะหมดอายุ',
    },
    body: z.strictObject({
      title: line(120), description: line(500, 0).nullish(), mode: z.enum(['live', 'test']).nullish().meta({ description: 'live unless said otherwise' }),
      amount: Baht.nullish().meta({ description: 'Fixed amount; leave out to let the payer type it' }), minAmount: Baht.nullish(), maxAmount: Baht.nullish(),
      maxUses: z.int().min(1).max(1_000_000).nullish(), maxTotal: Baht.nullish(), expiresAt: InstantSent.nullish(),
      paymentMinutes: z.int().min(1).max(EXPIRY_MINUTES_MAX).nullish().meta({ description: `How long each payment can be paid (default ${EXPIRY_MINUTES_DEFAULT})` }),
    }).meta({ id: 'CreateReusableLinkRequest' }),
    ok: { status: 201, schema: LinkAnswer }, errors: ['LINK_BOUNDS_INVALID', 'MERCHANT_NOT_ACTIVE'],
    examples: [{ name: 'Any amount', body: { title: example.title, minAmount: 20, maxAmount: 5_000, maxTotal: 100_000, expiresAt: '2026-12-31T23:59:59+07:00' }, answer: { success: true, link: example } }],
  }),
  list: operation({
    ...common, id: 'reusableLinks.list', method: 'GET', path: '/api/payment/links', roles: ['owner', 'staff', 'viewer'], rate: 'read',
    summary: { en: 'List reusable links with their uses, newest first', th: 'ดูลิงก์แบบใช้ซ้ำและจำนวนการใช้' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(20), mode: z.enum(['live', 'test']).optional() }),
    ok: { status: 200, schema: z.object({ links: z.array(ReusableLink), pagination: Pagination }).meta({ id: 'ReusableLinkList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { links: [{ ...example, uses: { paid: 12, pending: 1, paidAmount: '2400' } }], pagination: { page: 1, limit: 20, total: 1, totalPages: 1 } } }],
  }),
  disable: operation({
    ...common, id: 'reusableLinks.disable', method: 'POST', path: '/api/payment/links/{id}/disable', roles: ['owner', 'staff'], rate: 'write',
    summary: { en: 'Switch a reusable link off', th: 'ปิดลิงก์แบบใช้ซ้ำ' },
    description: { en: 'It makes no more payments; those it has made can still be paid. Switching it off twice changes nothing.', th: 'ลิงก์จะไม่สร้างรายการใหม่ รายการที่สร้างไว้แล้วยังชำระได้ ปิดซ้ำไม่มีผล' },
    params: z.object({ id: PathId }),
    ok: { status: 200, schema: LinkAnswer }, errors: ['LINK_NOT_FOUND'],
    examples: [{ name: 'Off', params: { id }, answer: { success: true, link: { ...example, status: 'DISABLED', disabledAt: '2026-03-06T08:00:00.000Z' } } }],
  }),
};
