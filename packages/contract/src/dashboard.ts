import * as z from 'zod';
import { operation } from './kernel.ts';
import { BahtAsked, Copy, Instant, line, OrderId, PageLimit, PageNumber, Pagination, Uuid } from './scalars.ts';
import { EXPIRY_MINUTES_MAX, PaymentStatus } from './payments.ts';

/** The dashboard's REST answers amounts as trimmed strings ("1200.5"), as the documents show them. */
const Trimmed = z.string().meta({ description: 'Baht as trimmed text', examples: ['1200.5'] });

const PaymentLink = z
  .object({
    success: z.literal(true), paymentLink: z.url(),
    transaction: z.object({ id: Uuid, orderId: z.string().nullable(), amount: Trimmed, requestedAmount: Trimmed.optional(), expiresAt: Instant, copy: Copy }),
  })
  .meta({ id: 'PaymentLink' });

const RecentLink = z.object({
  id: Uuid, orderId: z.string().nullable(), description: z.string().nullable(), amount: Trimmed, status: PaymentStatus,
  paymentLink: z.url(), expiresAt: Instant, createdAt: Instant, copy: Copy,
}).meta({ id: 'RecentLink' });

const AdminTransaction = z.object({
  id: Uuid, merchantId: Uuid, orderId: z.string().nullable(), amount: Trimmed, fee: Trimmed, status: PaymentStatus, mode: z.enum(['live', 'test']),
  referenceId: z.string().nullable(), confirmedAt: Instant.nullable(), createdAt: Instant,
  merchant: z.object({ businessName: z.string(), username: z.string() }), copy: Copy,
}).meta({ id: 'AdminTransaction' });

const id = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';
const link = `https://pay.example.com/pay/${id}`;

export const linkOperations = {
  create: operation({
    id: 'links.create', method: 'POST', path: '/api/payment/create-link', surface: 'dashboard', auth: 'session', roles: ['owner', 'staff'], rate: 'write', tag: 'Dashboard',
    summary: { en: 'Create a payment link', th: 'สร้างลิงก์ชำระเงิน' },
    body: z.strictObject({
      amount: BahtAsked, orderId: OrderId, description: line(500, 0).nullish(), expiryMinutes: z.int().min(1).max(EXPIRY_MINUTES_MAX).nullish(),
      mode: z.enum(['live', 'test']).nullish().meta({ description: 'live unless said otherwise' }),
    }).meta({ id: 'CreateLinkRequest' }),
    ok: { status: 201, schema: PaymentLink },
    errors: ['INVALID_AMOUNT', 'AMOUNT_BELOW_MINIMUM', 'AMOUNT_ABOVE_MAXIMUM', 'ORDER_ID_EXISTS', 'NO_PAYMENT_CHANNEL', 'UNIQUE_AMOUNT_UNAVAILABLE', 'MERCHANT_NOT_ACTIVE'],
    invalidFields: { amount: 'INVALID_AMOUNT' }, failureText: 'Failed to create payment',
    examples: [{
      name: 'One hour', body: { amount: 40, orderId: 'LINK0AFC13B6', description: 'Bill 12', expiryMinutes: 60 },
      answer: { success: true, paymentLink: link, transaction: { id, orderId: 'LINK0AFC13B6', amount: '40', expiresAt: '2026-02-11T13:24:57.588Z', copy: { amount: '40.00' } } },
    }],
  }),
  recent: operation({
    id: 'links.recent', method: 'GET', path: '/api/payment/recent-links', surface: 'dashboard', auth: 'session', roles: ['owner', 'staff', 'viewer'], rate: 'read', tag: 'Dashboard',
    summary: { en: 'List the newest payment links', th: 'ลิงก์ชำระเงินล่าสุด' },
    query: z.strictObject({ limit: PageLimit(20), mode: z.enum(['live', 'test']).optional() }),
    ok: { status: 200, schema: z.object({ links: z.array(RecentLink) }).meta({ id: 'RecentLinks' }) }, errors: [],
    examples: [{
      name: 'One link',
      answer: { links: [{ id, orderId: 'LINK0AFC13B6', description: 'Bill 12', amount: '40', status: 'PENDING', paymentLink: link, expiresAt: '2026-02-11T13:24:57.588Z', createdAt: '2026-02-11T12:24:57.588Z', copy: { amount: '40.00' } }] },
    }],
  }),
};

export const adminOperations = {
  transactions: operation({
    id: 'admin.transactions', method: 'GET', path: '/api/admin/transactions', surface: 'dashboard', auth: 'session', roles: ['admin', 'payout_operator'], rate: 'read', tag: 'Admin',
    summary: { en: 'List the payments of all merchants', th: 'ดูรายการรับเงินทั้งระบบ' },
    query: z.strictObject({ page: PageNumber, limit: PageLimit(50), status: line(30, 0).optional(), q: line(100).optional(), mode: z.enum(['live', 'test']).optional() }),
    ok: {
      status: 200,
      schema: z.object({ transactions: z.array(AdminTransaction), pagination: Pagination.extend({ totalItems: z.int(), isTotalExact: z.boolean().meta({ description: 'false: a filter finds more than 10,000. `total` is then what is known of at least, and grows as you page on' }) }).meta({ id: 'PaginationWithItems' }) }).meta({ id: 'AdminTransactionList' }),
    },
    errors: [],
    examples: [{
      name: 'First page', query: { page: '1', limit: '50' },
      answer: {
        transactions: [{
          id, merchantId: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-10001', amount: '100', fee: '2', status: 'PAID', mode: 'live', referenceId: 'ORD-10001',
          confirmedAt: '2026-03-09T10:10:00.000Z', createdAt: '2026-03-09T10:08:00.000Z', merchant: { businessName: 'Demo Store', username: 'merchant_demo' }, copy: { amount: '100.00' },
        }],
        pagination: { page: 1, limit: 50, total: 1, totalItems: 1, totalPages: 1, isTotalExact: true },
      },
    }],
  }),
};
