import * as z from 'zod';
import { merchantBriefExample } from './accounts.ts';
import { operation } from './kernel.ts';
import { BahtOut, Instant, Uuid } from './scalars.ts';

/** Balance answers spell the merchant in camelCase, the profile in snake_case: as the documents do. */
const MerchantCamel = z.object({ id: Uuid, username: z.string(), businessName: z.string(), status: z.string() }).meta({ id: 'MerchantCamel' });
const camelExample = { id: merchantBriefExample.id, username: 'merchant_demo', businessName: 'Demo Store', status: 'ACTIVE' };

const Balance = z
  .object({ object: z.literal('balance'), merchant: MerchantCamel, balance: BahtOut, reserved: BahtOut, currency: z.literal('THB'), updatedAt: Instant })
  .meta({ id: 'Balance' });

const LineSummary = z
  .object({
    object: z.literal('balance_line_summary'),
    merchant: MerchantCamel,
    scope: z.object({ merchantCount: z.int(), downlineCount: z.int(), directChildrenCount: z.int() }),
    balances: z.object({ self: BahtOut, downline: BahtOut, totalLine: BahtOut }),
    currency: z.literal('THB'),
    updatedAt: Instant,
    lineUpdatedAt: Instant,
  })
  .meta({ id: 'BalanceLineSummary' });

const Profile = z
  .object({
    object: z.literal('profile'),
    authenticated_with: z.literal('secret'),
    authenticated_with_mode: z.enum(['live', 'test', 'legacy']),
    merchant: z.object({
      id: Uuid, username: z.string(), email: z.string(), business_name: z.string(), owner_name: z.string(), phone: z.string(), status: z.string(),
      fee_percent: z.number(), fee_fixed: BahtOut, balance: BahtOut,
      parent_merchant_id: Uuid.nullable(), parent_merchant: z.union([z.object({ id: Uuid, username: z.string(), business_name: z.string() }), z.null()]),
      capabilities: z.object({ can_create_child: z.boolean(), can_child_create_child: z.boolean(), max_child_depth: z.int().nullable(), max_children: z.int().nullable() }),
      counters: z.object({ child_merchants: z.int(), webhooks: z.int() }),
      created_at: Instant, updated_at: Instant,
    }),
  })
  .meta({ id: 'Profile' });

const read = { surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', method: 'GET', errors: [] } as const;
export const merchantOperations = {
  balance: operation({
    ...read, id: 'merchants.balance', path: '/api/v1/balance', tag: 'Balance',
    summary: { en: 'Balance of this merchant', th: 'ยอดคงเหลือของร้านนี้' },
    ok: { status: 200, schema: Balance },
    examples: [{ name: 'Balance', answer: { object: 'balance', merchant: camelExample, balance: 15234.5, reserved: 0, currency: 'THB', updatedAt: '2026-03-06T09:15:00.000Z' } }],
  }),
  lineSummary: operation({
    ...read, id: 'merchants.lineSummary', path: '/api/v1/balance/line-summary', tag: 'Balance',
    summary: { en: 'Balance of this merchant and everyone below it', th: 'ยอดรวมของร้านและสายงาน' },
    ok: { status: 200, schema: LineSummary },
    examples: [{
      name: 'Seven merchants',
      answer: {
        object: 'balance_line_summary', merchant: camelExample, scope: { merchantCount: 7, downlineCount: 6, directChildrenCount: 2 },
        balances: { self: 15234.5, downline: 48765.5, totalLine: 64000 }, currency: 'THB', updatedAt: '2026-03-06T09:15:00.000Z', lineUpdatedAt: '2026-03-06T09:16:10.000Z',
      },
    }],
  }),
  profile: operation({
    ...read, id: 'merchants.profile', path: '/api/v1/profile', tag: 'Merchant',
    summary: { en: 'The merchant behind this key', th: 'ข้อมูลร้านค้าของคีย์นี้' },
    ok: { status: 200, schema: Profile },
    examples: [{
      name: 'Profile',
      answer: {
        object: 'profile', authenticated_with: 'secret', authenticated_with_mode: 'live',
        merchant: {
          id: merchantBriefExample.id, username: 'merchant_demo', email: 'merchant@example.com', business_name: 'Demo Store', owner_name: 'demo.example.com', phone: '0812345678', status: 'ACTIVE',
          fee_percent: 2, fee_fixed: 0, balance: 15234.5, parent_merchant_id: null, parent_merchant: null,
          capabilities: { can_create_child: false, can_child_create_child: false, max_child_depth: null, max_children: null },
          counters: { child_merchants: 0, webhooks: 1 }, created_at: '2026-03-01T10:00:00.000Z', updated_at: '2026-03-06T09:15:00.000Z',
        },
      },
    }],
  }),
};
