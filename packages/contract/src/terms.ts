import * as z from 'zod';
import { operation } from './kernel.ts';
import { Baht, BahtOrZero, BahtOut, changesSomething, Instant, line, PathId, Percent, Uuid } from './scalars.ts';

const QrMode = z.enum(['CENTRAL', 'DIRECT']).meta({ description: 'CENTRAL: paid to the platform, balance credited. DIRECT: paid to the merchant, the fee is owed' });
const Plan = z.object({ code: z.string(), qrMode: QrMode, feePercent: z.number(), feeFixed: BahtOut, merchantCount: z.int(), updatedAt: Instant }).meta({ id: 'Plan' });
const PolicyMode = z.enum(['off', 'warn', 'enforce_new', 'enforce_all']);
const FeeBearer = z.enum(['merchant', 'beneficiary']);
const SignatureMode = z.enum(['required', 'optional', 'off']);

/** In overrides null means: as the plan or the platform says. */
const Settlement = { feePercent: z.number(), feeFixed: BahtOut, minAmount: BahtOut };
const Payout = { feePercent: z.number(), feeFixed: BahtOut, feeBearer: FeeBearer, minAmount: BahtOut, maxAmount: BahtOut, dailyLimitAmount: BahtOut.nullable(), signatureMode: SignatureMode };
const SettlementOverride = { feePercent: z.number().nullable(), feeFixed: BahtOut.nullable(), minAmount: BahtOut.nullable() };
const PayoutOverride = {
  feePercent: z.number().nullable(), feeFixed: BahtOut.nullable(), feeBearer: FeeBearer.nullable(), minAmount: BahtOut.nullable(), maxAmount: BahtOut.nullable(),
  dailyLimitAmount: BahtOut.nullable(), signatureMode: SignatureMode.nullable(),
};
const Terms = z
  .object({
    merchant: z.object({ id: Uuid, username: z.string(), businessName: z.string(), status: z.string() }),
    planCode: z.string(), qrMode: QrMode,
    fee: z.object({ percent: z.number(), fixed: BahtOut }), feeOverride: z.object({ percent: z.number().nullable(), fixed: BahtOut.nullable() }),
    channels: z.object({ promptPayEnabled: z.boolean(), bankTransferEnabled: z.boolean() }).meta({ description: 'The platform’s switch AND the merchant’s' }),
    channelOverride: z.object({ promptPayEnabled: z.boolean().nullable(), bankTransferEnabled: z.boolean().nullable() }),
    paymentContractPolicyMode: PolicyMode.nullable(),
    settlement: z.object(Settlement), settlementOverride: z.object(SettlementOverride), payout: z.object(Payout), payoutOverride: z.object(PayoutOverride),
  })
  .meta({ id: 'MerchantTerms', description: 'What holds for one merchant now, and beside it what was decided for this merchant alone (null: as plan and platform say).' });

const merchantId = '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21';
const none = { feePercent: null, feeFixed: null } as const;
const terms = {
  merchant: { id: merchantId, username: 'merchant_demo', businessName: 'Demo Store', status: 'ACTIVE' }, planCode: 'PRO', qrMode: 'DIRECT', fee: { percent: 1.8, fixed: 0 }, feeOverride: { percent: 1.8, fixed: null },
  channels: { promptPayEnabled: true, bankTransferEnabled: false }, channelOverride: { promptPayEnabled: null, bankTransferEnabled: false }, paymentContractPolicyMode: null,
  settlement: { feePercent: 0, feeFixed: 0, minAmount: 20 }, settlementOverride: { ...none, minAmount: null },
  payout: { feePercent: 0, feeFixed: 10, feeBearer: 'merchant', minAmount: 20, maxAmount: 2_000_000, dailyLimitAmount: null, signatureMode: 'required' },
  payoutOverride: { feePercent: null, feeFixed: 10, feeBearer: null, minAmount: null, maxAmount: null, dailyLimitAmount: null, signatureMode: null },
} as const;
const plan = { code: 'PRO', qrMode: 'DIRECT', feePercent: 2, feeFixed: 0, merchantCount: 12, updatedAt: '2026-03-01T10:00:00.000Z' } as const;

const admins = { surface: 'dashboard', auth: 'session', roles: ['admin'], tag: 'Admin' } as const;
const reading = { ...admins, method: 'GET', rate: 'read' } as const;
const editing = { ...admins, method: 'PATCH', rate: 'write' } as const;

export const planOperations = {
  list: operation({
    ...reading, id: 'plans.list', path: '/api/admin/plans', summary: { en: 'List plans', th: 'ดูแพ็กเกจ' },
    ok: { status: 200, schema: z.object({ plans: z.array(Plan) }).meta({ id: 'PlanList' }) }, errors: [], examples: [{ name: 'One', answer: { plans: [plan] } }],
  }),
  update: operation({
    ...editing, id: 'plans.update', path: '/api/admin/plans/{code}', summary: { en: 'Change what a plan costs', th: 'แก้ไขค่าธรรมเนียมของแพ็กเกจ' },
    description: { en: 'For payments made from then on, of every merchant without an override. Where a plan’s money goes cannot change.', th: 'มีผลกับรายการใหม่ของร้านที่ไม่มีค่าธรรมเนียมเฉพาะ ปลายทางเงินของแพ็กเกจเปลี่ยนไม่ได้' },
    params: z.object({ code: PathId }), body: z.strictObject({ feePercent: Percent.optional(), feeFixed: BahtOrZero.optional() }).refine(changesSomething, { error: 'nothingToChange' }).meta({ id: 'UpdatePlanRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), plan: Plan }).meta({ id: 'PlanAnswer' }) }, errors: ['PLAN_NOT_FOUND'],
    examples: [{ name: 'Two percent', params: { code: 'PRO' }, body: { feePercent: 2 }, answer: { success: true, plan } }],
  }),
};

const settlementEdits = z.strictObject({ feePercent: Percent.nullish(), feeFixed: BahtOrZero.nullish(), minAmount: Baht.nullish() });
const payoutEdits = z.strictObject({
  feePercent: Percent.nullish(), feeFixed: BahtOrZero.nullish(), feeBearer: FeeBearer.nullish(), minAmount: Baht.nullish(), maxAmount: Baht.nullish(), dailyLimitAmount: Baht.nullish(), signatureMode: SignatureMode.nullish(),
});
export const termsOperations = {
  get: operation({
    ...reading, id: 'terms.get', path: '/api/admin/merchants/{id}/terms', summary: { en: 'Get a merchant’s terms', th: 'ดูเงื่อนไขของร้าน' },
    params: z.object({ id: PathId }), ok: { status: 200, schema: Terms }, errors: ['MERCHANT_NOT_FOUND'], examples: [{ name: 'On PRO', params: { id: merchantId }, answer: terms }],
  }),
  update: operation({
    ...editing, id: 'terms.update', path: '/api/admin/merchants/{id}/terms', summary: { en: 'Change a merchant’s terms', th: 'แก้ไขเงื่อนไขของร้าน' },
    description: { en: 'What is not sent stays; null goes back to what plan and platform say. Works within a second, for what is made from then on.', th: 'ฟิลด์ที่ไม่ส่งคงเดิม null คือกลับไปใช้ค่าของแพ็กเกจหรือระบบ มีผลภายในหนึ่งวินาทีกับรายการใหม่' },
    params: z.object({ id: PathId }),
    body: z.strictObject({
      planCode: line(30).optional(), feePercent: Percent.nullish(), feeFixed: BahtOrZero.nullish(), promptPayEnabled: z.boolean().nullish(), bankTransferEnabled: z.boolean().nullish(),
      paymentContractPolicyMode: PolicyMode.nullish(), settlement: settlementEdits.optional(), payout: payoutEdits.optional(),
    }).refine(changesSomething, { error: 'nothingToChange' }).meta({ id: 'UpdateTermsRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), terms: Terms }).meta({ id: 'MerchantTermsAnswer' }) }, errors: ['MERCHANT_NOT_FOUND', 'PLAN_NOT_FOUND'],
    examples: [{ name: 'A lower fee, no bank transfers', params: { id: merchantId }, body: { planCode: 'PRO', feePercent: 1.8, bankTransferEnabled: false, payout: { feeFixed: 10 } }, answer: { success: true, terms } }],
  }),
};

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Setting = z
  .object({ name: z.string(), kind: z.enum(['amount', 'percent', 'number', 'flag', 'text']), value: Value, defaultValue: Value, choices: z.union([z.array(z.string()), z.null()]), isDefault: z.boolean() })
  .meta({ id: 'PlatformSetting', description: 'Amounts in baht, rates in percent.' });
const setting = { name: 'minPaymentAmount', kind: 'amount', value: 20, defaultValue: 1, choices: null, isDefault: false } as const;
export const settingOperations = {
  list: operation({
    ...reading, id: 'settings.list', path: '/api/admin/settings', summary: { en: 'List the platform’s settings', th: 'ดูการตั้งค่าระบบ' },
    ok: { status: 200, schema: z.object({ settings: z.array(Setting) }).meta({ id: 'PlatformSettings' }) }, errors: [], examples: [{ name: 'One', answer: { settings: [setting] } }],
  }),
  update: operation({
    ...editing, id: 'settings.update', path: '/api/admin/settings', summary: { en: 'Change the platform’s settings', th: 'แก้ไขการตั้งค่าระบบ' },
    description: { en: 'By name, all or none; what is not named stays. Every process follows within a second.', th: 'ระบุตามชื่อ สำเร็จทั้งหมดหรือไม่เลย ที่ไม่ระบุคงเดิม ทุกระบบใช้ค่าใหม่ภายในหนึ่งวินาที' },
    body: z.strictObject({ settings: z.record(z.string(), z.union([z.string().max(200), z.number(), z.boolean(), z.null()])) }).meta({ id: 'UpdateSettingsRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), settings: z.array(Setting) }).meta({ id: 'PlatformSettingsAnswer' }) }, errors: [],
    examples: [{ name: 'A higher minimum', body: { settings: { minPaymentAmount: 20 } }, answer: { success: true, settings: [setting] } }],
  }),
};
