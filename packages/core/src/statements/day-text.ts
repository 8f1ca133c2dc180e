import type { StatementDayFormat } from '@paygate/contract/statements';

const BUDDHIST_YEARS = 543;
/** No bank's file is from the Buddhist year 2400 (1857) or the common year 2400. */
const BUDDHIST_FROM = 2_400;
/** 26 is 2026 and 69 is 2569: right until 2049, and no statement is older than 2550 (2007). */
const SHORT_BUDDHIST_FROM = 50;
const YEAR_MIN = 2_000;
const YEAR_MAX = 2_099;

const months: Readonly<Record<string, number>> = {
  jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12,
  'ม.ค.': 1, 'ก.พ.': 2, 'มี.ค.': 3, 'เม.ย.': 4, 'พ.ค.': 5, 'มิ.ย.': 6, 'ก.ค.': 7, 'ส.ค.': 8, 'ก.ย.': 9, 'ต.ค.': 10, 'พ.ย.': 11, 'ธ.ค.': 12,
};

/** Any four- or two-digit year, Buddhist or common, as the common one. */
export const commonYear = (text: string): number => {
  const year = Number(text);
  if (text.length === 2) return year >= SHORT_BUDDHIST_FROM ? 2_500 + year - BUDDHIST_YEARS : 2_000 + year;
  return year >= BUDDHIST_FROM ? year - BUDDHIST_YEARS : year;
};

/** yyyy-mm-dd, or undefined for a day that does not exist or lies outside this century. */
export const dayOf = (year: number, month: number, day: number): string | undefined => {
  if (year < YEAR_MIN || year > YEAR_MAX || !Number.isInteger(month) || !Number.isInteger(day)) return undefined;
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) ? undefined : text;
};

const patternOf: Readonly<Record<string, string>> = { yyyy: String.raw`(?<y>\d{4})`, yy: String.raw`(?<y>\d{2})`, mmm: String.raw`(?<m>[A-Za-z]{3}|[ก-๙]{1,3}\.[ก-๙]{1,2}\.)`, mm: String.raw`(?<m>\d{1,2})`, dd: String.raw`(?<d>\d{1,2})` };
/** yyyymmdd has no separators, so its digits must all be there. */
const compact = /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/;
const compiled = new Map<StatementDayFormat, RegExp>();
const expressionOf = (format: StatementDayFormat): RegExp => {
  const known = compiled.get(format);
  if (known) return known;
  const expression = format === 'yyyymmdd' ? compact : new RegExp(`^${format.replaceAll('.', String.raw`\.`).replaceAll(/yyyy|yy|mmm|mm|dd/g, (part) => patternOf[part] ?? part)}$`);
  compiled.set(format, expression);
  return expression;
};

const REMEMBERED_MAX = 1_000;
// A file has many lines and few days.
const remembered = new Map<string, string | undefined>();
/** Reads a day in the first of the formats that fits it. Strict: a day that does not exist is undefined, never the next one. */
export const dayOfText = (text: string, formats: readonly StatementDayFormat[]): string | undefined => {
  const key = `${formats.join()} ${text}`;
  if (remembered.has(key)) return remembered.get(key);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const day = readDay(text, formats);
  remembered.set(key, day);
  return day;
};
const readDay = (text: string, formats: readonly StatementDayFormat[]): string | undefined => {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  for (const format of formats) {
    const found = expressionOf(format).exec(trimmed)?.groups;
    if (!found) continue;
    const month = /^\d/.test(found['m'] ?? '') ? Number(found['m']) : (months[(found['m'] ?? '').toLowerCase()] ?? 0);
    const day = dayOf(commonYear(found['y'] ?? ''), month, Number(found['d']));
    if (day !== undefined) return day;
  }
  return undefined;
};

const BANGKOK = '+07:00';
/** The instant of a day and a time of day in Bangkok; of midnight without a time, as paidWithin expects of a bare day. Undefined for no time of day. */
export const instantOf = (day: string, time = ''): string | undefined => {
  const trimmed = time.trim();
  if (trimmed === '') return new Date(`${day}T00:00:00${BANGKOK}`).toISOString();
  const parts = /^([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(?:\.\d+)?(?:\s*(?:น\.?|hrs?\.?))?$/i.exec(trimmed);
  if (!parts) return undefined;
  return new Date(`${day}T${(parts[1] ?? '').padStart(2, '0')}:${parts[2]}:${parts[3] ?? '00'}${BANGKOK}`).toISOString();
};

/** The day in Bangkok on which an instant lies. */
export const bangkokDay = (instant: string): string => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);
