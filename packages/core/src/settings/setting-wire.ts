import { explainIssues, type FieldIssue } from '@paygate/contract/explain';
import { bahtFromSatang, bahtTrimmedFromSatang, bpsFromPercent, percentFromBps, satangFromBahtOrZero } from '@paygate/contract/money';
import { AMOUNT_BAHT_MAX } from '@paygate/contract/scalars';
import type { settingOperations } from '@paygate/contract/terms';
import type { Answer } from '@paygate/contract/kernel';
import * as z from 'zod';
import { PlatformSettings } from './settings.rules.ts';

type Shown = Answer<(typeof settingOperations)['list']>['settings'][number];
type Value = Shown['value'];
type Name = keyof PlatformSettings;

const names = Object.keys(PlatformSettings.shape) as Name[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the keys of the schema are the names of its output
/** minPaymentSatang → minPaymentAmount, in baht; payoutFeeBps → payoutFeePercent; others keep name and value. */
const wireName = (name: Name): string => name.replace(/Satang$/, 'Amount').replace(/Bps$/, 'Percent');
const nameOf = new Map<string, Name>(names.map((name) => [wireName(name), name]));

const isAmount = (name: string): boolean => name.endsWith('Satang');
const isPercent = (name: string): boolean => name.endsWith('Bps');
const wireValue = (name: Name, value: PlatformSettings[Name]): Value => {
  if (typeof value !== 'number') return value;
  if (isAmount(name)) return bahtFromSatang(value);
  return isPercent(name) ? percentFromBps(value) : value;
};

const inner = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable ? inner(schema.unwrap() as z.ZodType) : schema); // oxlint-disable-line typescript/no-unsafe-type-assertion -- unwrapping a schema gives a schema
const choicesOf = (name: Name): readonly string[] | null => {
  const schema = inner(PlatformSettings.shape[name]);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : null;
};
const kindOf = (name: Name): Shown['kind'] => {
  if (isAmount(name)) return 'amount';
  if (isPercent(name)) return 'percent';
  const schema = inner(PlatformSettings.shape[name]);
  if (schema instanceof z.ZodBoolean) return 'flag';
  return schema instanceof z.ZodNumber ? 'number' : 'text';
};

const defaults = PlatformSettings.parse({});
/** Every setting there is, under the names and in the units of the wire, in the order of their declaration. */
export const viewSettings = (settings: PlatformSettings): Shown[] => names.map((name) => {
  const choices = choicesOf(name);
  return {
    name: wireName(name), kind: kindOf(name), value: wireValue(name, settings[name]), defaultValue: wireValue(name, defaults[name]), choices: choices && [...choices],
    isDefault: settings[name] === defaults[name],
  };
});

export type SettingsRead = { readonly ok: true; readonly settings: PlatformSettings; readonly changed: Readonly<Record<string, unknown>> } | { readonly ok: false; readonly issues: readonly FieldIssue[] };
const issue = (field: string, en: string, th: string): FieldIssue => ({ field, en, th });

const stored = (name: Name, value: Value): unknown => {
  if (typeof value !== 'number') return value;
  // Not a number in that unit: left as something the schema refuses.
  if (isAmount(name)) return satangFromBahtOrZero(value) ?? 'not baht';
  return isPercent(name) ? (bpsFromPercent(value) ?? 'not a percentage') : value;
};
/** The schema speaks satang and basis points; whoever sent the setting does not. */
const spoken = (error: z.ZodError): readonly FieldIssue[] => error.issues.map((found) => {
  const name = String(found.path[0]) as Name; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the first step into the settings is a setting's name
  const field = wireName(name);
  if (isAmount(name)) {
    const least = found.code === 'too_small' ? Number(found.minimum) : 0;
    return issue(field, `must be a number in baht, ${bahtTrimmedFromSatang(least)} or more, with at most 2 decimals`, `ต้องเป็นตัวเลข (บาท) ตั้งแต่ ${bahtTrimmedFromSatang(least)} ขึ้นไป ทศนิยมไม่เกิน 2 ตำแหน่ง`);
  }
  if (isPercent(name)) return issue(field, 'must be a percentage from 0 to 100 with at most 2 decimals', 'ต้องเป็นร้อยละตั้งแต่ 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง');
  return { ...explainIssues(new z.ZodError([found]))[0]!, field };
});
/**
 * What payments and payouts may ask is left to these two, and sums of much larger amounts need not be exact. Asked of what is sent and not of what
 * is stored, so that a platform with a larger maximum of before goes on and can be stopped.
 */
const tooLarge = (sent: Readonly<Record<string, Value>>): readonly FieldIssue[] => ['maxPaymentAmount', 'maxPayoutAmount'].flatMap((name) => {
  const value = sent[name];
  return typeof value === 'number' && value > AMOUNT_BAHT_MAX ? [issue(name, `must be at most ${AMOUNT_BAHT_MAX} baht`, `ต้องไม่เกิน ${AMOUNT_BAHT_MAX} บาท`)] : [];
});
/** What no single setting can say. */
const contradictions = ({ minPaymentSatang, maxPaymentSatang, minPayoutSatang, maxPayoutSatang }: PlatformSettings): readonly FieldIssue[] => [
  ...(minPaymentSatang > maxPaymentSatang ? [issue('minPaymentAmount', 'must not be above maxPaymentAmount', 'ต้องไม่เกิน maxPaymentAmount')] : []),
  ...(minPayoutSatang !== null && minPayoutSatang > maxPayoutSatang ? [issue('minPayoutAmount', 'must not be above maxPayoutAmount', 'ต้องไม่เกิน maxPayoutAmount')] : []),
];

/** Settings with changes sent under the names of the wire, checked as a whole. Sending is stopped here, and resumed only once the books agree. */
export const readSettings = (before: PlatformSettings, sent: Readonly<Record<string, Value>>): SettingsRead => {
  const unknown = Object.keys(sent).filter((name) => !nameOf.has(name));
  if (unknown.length > 0) return { ok: false, issues: unknown.slice(0, 20).map((name) => issue(name, 'is not a setting; see GET /api/admin/settings', 'ไม่มีการตั้งค่านี้ ดู GET /api/admin/settings')) };
  if (sent['isSendingStopped'] === false) return { ok: false, issues: [issue('isSendingStopped', 'is cleared with POST /api/admin/reconcile/resume', 'เปิดการโอนได้ที่ POST /api/admin/reconcile/resume')] };
  const excess = tooLarge(sent);
  if (excess.length > 0) return { ok: false, issues: excess };
  const changed = Object.fromEntries(Object.entries(sent).map(([name, value]) => [nameOf.get(name)!, stored(nameOf.get(name)!, value)]));
  const parsed = PlatformSettings.safeParse({ ...before, ...changed });
  if (!parsed.success) return { ok: false, issues: spoken(parsed.error) };
  const against = contradictions(parsed.data);
  return against.length > 0 ? { ok: false, issues: against } : { ok: true, settings: parsed.data, changed };
};
