import * as z from 'zod';
import { bpsFromPercent, satangFromBaht, satangFromBahtOrZero } from './money.ts';

/** More than any Thai rail carries in one transfer (2,000,000 THB) and small enough that a fee never overflows. */
export const AMOUNT_BAHT_MAX = 50_000_000;

/** The largest amount whose fee in basis points is still exact, rounded down. */
const AMOUNT_ASKED_BAHT_MAX = 9_000_000_000;

const bahtUpTo = (max: number) => z
  .number({ error: 'amount' })
  .refine((value) => satangFromBaht(value) !== undefined && value <= max, { error: 'amount' })
  .meta({ description: 'Amount in baht, more than 0, at most 2 decimals', examples: [100.37] });
/** Baht as a JSON number, at most two decimals; never coerced from text, never rounded. */
export const Baht = bahtUpTo(AMOUNT_BAHT_MAX);
/** The same where the verb has a maximum of its own, which it names to who asks for more. */
export const BahtAsked = bahtUpTo(AMOUNT_ASKED_BAHT_MAX);

/** The same, or 0. */
export const BahtOrZero = z
  .number({ error: 'amountOrZero' })
  .refine((value) => satangFromBahtOrZero(value) !== undefined && value <= AMOUNT_BAHT_MAX, { error: 'amountOrZero' })
  .meta({ description: 'Amount in baht, 0 or more, at most 2 decimals', examples: [5] });
export const Percent = z.number({ error: 'percent' }).refine((value) => bpsFromPercent(value) !== undefined, { error: 'percent' })
  .meta({ description: 'Percent, 0 to 100, at most 2 decimals', examples: [2.5] });

/** Baht in an answer. */
export const BahtOut = z.number().meta({ description: 'Amount in baht', examples: [100.37] });
export const Instant = z.iso.datetime().meta({ description: 'UTC instant, ISO 8601 with milliseconds and a trailing Z' });
/**
 * An instant from outside, any offset of a real clock. Years and offsets that PostgreSQL cannot hold or nobody means (0000, +23:00)
 * are refused here, so that they are the caller's mistake and not a fault of ours.
 */
export const InstantSent = z.iso.datetime({ offset: true }).max(40).regex(/^(19|20|21)\d\d.*(Z|[+-](0\d|1[0-4]):[0-5]\d)$/, { error: 'instant' });
export const Uuid = z.uuid().meta({ description: 'UUIDv7' });
export const Copy = z
  .object({ amount: z.string().meta({ description: 'Amount as text with two decimals, for a copy button' }) })
  .meta({ id: 'CopyAmount' });
export const CopyAccount = z.object({ account_number: z.string() }).meta({ id: 'CopyAccountNumber' });

/**
 * One line of text from outside. Control, format, surrogate, private and unassigned characters are refused: they break
 * terminals, logs and PostgreSQL (NUL), or hide one text behind another (bidi). Thai passes.
 */
const forbiddenCharacter = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u;
export const line = (max: number, min = 1) =>
  z.string().min(min).max(max).refine((text) => !forbiddenCharacter.test(text), { error: 'characters' });

const optional = <S extends z.ZodType>(schema: S, isEmpty: (sent: unknown) => boolean) =>
  z.preprocess((sent: z.input<S> | null | undefined) => (isEmpty(sent) ? undefined : sent), schema.nullish()).optional();
/** A text that may be left out: '' counts as absent, which is how forms and PHP send what nobody filled in. Told as the schema itself. */
export const optionalText = (schema: z.ZodString) => optional(schema, (sent) => sent === '');
/** Neither document bounds it. As long as its look-up takes, and in any script far below what an entry of its index may hold. */
export const ORDER_ID_MAX = 200;
/** A merchant's own reference of an order. */
export const OrderId = optionalText(line(ORDER_ID_MAX)).meta({ description: 'Your own reference; empty counts as none' });

/** For bodies that change what they name: one that names nothing is a mistake, not a success. */
export const changesSomething = (body: object): boolean => Object.values(body).some((value) => value !== undefined);

/** A UUID in a path: anything else cannot name an object of ours, so it is answered as not found by the verb's own code. */
export const PathId = z.string().max(64);
/** 20000 → "20,000". Not by Intl, which takes 40 ms to wake: the contract is loaded by every command of the CLI. */
export const inThousands = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

export const METADATA_BYTES_MAX = 8_192;
export const METADATA_DEPTH_MAX = 5;
export const METADATA_KEYS_MAX = 50;
const utf8 = new TextEncoder();
const UTF8_BYTES_OF_UNIT_MAX = 3;
const fitsInBytes = (text: string, max: number): boolean => text.length * UTF8_BYTES_OF_UNIT_MAX <= max || utf8.encode(text).length <= max;
/** PostgreSQL takes neither NUL nor half of a surrogate pair. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
const isSafeMetadata = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (value === null || typeof value !== 'object') return true;
  if (depth >= METADATA_DEPTH_MAX) return false;
  return Object.entries(value).every(([key, part]) => key !== '__proto__' && key !== 'constructor' && isStorable(key) && isSafeMetadata(part, depth + 1));
};
export const Metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => Object.keys(value).length <= METADATA_KEYS_MAX && isSafeMetadata(value, 0) && fitsInBytes(JSON.stringify(value), METADATA_BYTES_MAX), { error: 'metadata' })
  .meta({ description: 'Any JSON object: at most 50 keys, 5 levels, 8 kB. Comes back in answers and webhooks. An empty list counts as none.' });
/** Metadata that may be left out: PHP writes an empty object as []. Told as the schema itself. */
export const optionalMetadata = (schema: typeof Metadata = Metadata) => optional(schema, (sent) => Array.isArray(sent) && sent.length === 0);

const URL_LENGTH_MAX = 2_000;
/** A URL from outside, kept as it was sent: reading it drops or escapes what PostgreSQL does not take, so that is refused here. */
export const urlSent = (form: { readonly protocol?: RegExp } = {}) => z.url(form).max(URL_LENGTH_MAX).refine(isStorable, { error: 'characters' });

/** Query strings carry digits as text; pages and limits are clamped rather than refused. */
const queryInteger = (fallback: number, max: number) =>
  z
    .string()
    .optional()
    .transform((text) => (text !== undefined && /^\d{1,9}$/.test(text) ? Math.min(Math.max(Number(text), 1), max) : fallback));
export const PAGE_MAX = 1_000_000;
export const PageNumber = queryInteger(1, PAGE_MAX).meta({ description: 'Page, from 1' });
export const PageLimit = (fallback: number) => queryInteger(fallback, 100).meta({ description: `Rows a page, 1–100 (default ${fallback})` });
export const Pagination = z
  .object({ page: z.int(), limit: z.int(), total: z.int(), totalPages: z.int() })
  .meta({ id: 'Pagination' });
