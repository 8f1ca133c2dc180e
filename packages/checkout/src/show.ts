import { bahtCopyFromSatang } from '@paygate/contract/money';
import type { Language } from './words.ts';

/** 123456750 → "฿1,234,567.50". */
export const showBaht = (satang: number): string => `฿${bahtCopyFromSatang(satang).replaceAll(/\B(?=(\d{3})+\.)/g, ',')}`;

const clocksOf = (locale: string): Readonly<Record<'short' | 'long', Intl.DateTimeFormat>> => {
  const common = { timeZone: 'Asia/Bangkok', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return { short: new Intl.DateTimeFormat(locale, common), long: new Intl.DateTimeFormat(locale, { ...common, year: 'numeric', second: '2-digit' }) };
};
const clocks: Readonly<Record<Language, ReturnType<typeof clocksOf>>> = { th: clocksOf('th-TH'), en: clocksOf('en-GB') };

/** "22 พ.ย. 07:20 น." or, long, "22 พ.ย. 2569 07:20:09 น.", in Bangkok. */
export const showInstant = (instant: string, language: Language, length: 'short' | 'long'): string =>
  `${clocks[language][length].format(new Date(instant)).replace(',', '')}${language === 'th' ? ' น.' : ''}`;

/** Longest time that is counted down; beyond it the date says enough. */
export const COUNTED_SECONDS_MAX = 86_399;
/** "14:59" or "01:02:03", as the page's script goes on counting. */
export const showSeconds = (total: number): string => new Date(total * 1_000).toISOString().slice(total < 3_600 ? 14 : 11, 19);

/** As bank books print a ten-digit account: 123-4-56789-0. Others in groups of four. */
export const showAccount = (digits: string): string =>
  /^\d{10}$/.test(digits) ? digits.replace(/^(...)(.)(.....)(.)$/, '$1-$2-$3-$4') : digits.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
