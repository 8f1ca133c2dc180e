import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { nameLines } from './bank-reference.rules.ts';
import { bangkokDay, dayOfText, instantOf } from './day-text.ts';
import { amountOfText, signedOfText } from './amount-text.ts';
import { readStatement } from './read-statement.ts';
import { closingOf, renderCamt053, renderCamt054, renderCsv, renderMt940, type Day, type Movement, type Renderer } from './render.fixture.ts';

/** Files of each kind; more by environment variable. */
const RUNS = Number(process.env['STATEMENT_RUNS'] ?? 12);
const ACCOUNT = '1234567890';
const reader = { accountId: 'a', accountNumber: ACCOUNT, format: null, mapping: null } as const;
const NAMES = ['นาย ทองดี ใจงาม', 'น.ส. สมหญิง', 'MR THONGDEE JAINGAM', 'บจก. ก & ข', 'O\'BRIEN', null] as const;
const reference = fc.stringMatching(/^[A-Z][A-Z0-9]{6,15}$/);
const anyMovement = fc.record({
  direction: fc.constantFrom('CREDIT', 'CREDIT', 'DEBIT'), isReversal: fc.constant(false), amountSatang: fc.integer({ min: 1, max: 200_000_000_000 }),
  paidAt: fc.integer({ min: 0, max: 86_399 }).map((second) => new Date(Date.parse('2026-03-04T17:00:00Z') + second * 1_000).toISOString()),
  bankReference: fc.option(reference, { nil: null }), payerName: fc.constantFrom(...NAMES), payerAccount: fc.constantFrom('1673585481', 'xxx-x-x3585-x', null), payerBankCode: fc.constantFrom('004', '030', null),
  ref1: fc.option(reference, { nil: null }), ref2: fc.constantFrom('M01', null),
}).map((one): Movement => (one.direction === 'DEBIT' ? { ...one, direction: 'DEBIT', payerName: null, payerAccount: null, payerBankCode: null } : { ...one, direction: 'CREDIT' }))
  // Nothing in camt says that a reference is the second when there is no first.
  .map((one) => ({ ...one, ref2: one.ref1 === null ? null : one.ref2 }));
const anyDay = (withReversals: boolean) => fc.record({
  openingSatang: fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
  movements: fc.array(withReversals ? fc.tuple(anyMovement, fc.boolean()).map(([one, isReversal]) => ({ ...one, isReversal })) : anyMovement, { minLength: 1, maxLength: 12 }),
}).map((day): Day => ({ accountNumber: ACCOUNT, ...day }));

const seen = (day: Day, render: Renderer) => {
  const read = readStatement(render(day), reader);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};
const told = ({ direction, isReversal, amountSatang, paidAt, payerName, payerAccount, payerBankCode, ref1, ref2 }: Omit<Movement, 'bankReference'>) => ({ direction, isReversal, amountSatang, paidAt, payerName, payerAccount, payerBankCode, ref1, ref2 });
const midnight = (one: Movement): Movement => ({ ...one, paidAt: instantOf(bangkokDay(one.paidAt))! });
const asIs = (one: Movement): Movement => one;

interface Kind { readonly name: string; readonly render: Renderer; readonly carries: (one: Movement) => Movement; readonly hasReversals: boolean; readonly hasBalances: boolean }
const kinds: readonly Kind[] = [
  { name: 'camt.053 version 02', render: renderCamt053('02'), carries: asIs, hasReversals: true, hasBalances: true }, { name: 'camt.053 version 08', render: renderCamt053('08'), carries: asIs, hasReversals: true, hasBalances: true },
  { name: 'camt.054 version 02', render: renderCamt054('02'), carries: asIs, hasReversals: true, hasBalances: false }, { name: 'camt.054 version 08', render: renderCamt054('08'), carries: asIs, hasReversals: true, hasBalances: false },
  { name: 'MT940, subfields', render: renderMt940('subfields'), carries: midnight, hasReversals: true, hasBalances: true }, { name: 'MT940, slash codes', render: renderMt940('slashes'), carries: midnight, hasReversals: true, hasBalances: true },
  { name: 'KBank CSV', render: renderCsv('kbank'), carries: asIs, hasReversals: false, hasBalances: true }, { name: 'SCB CSV', render: renderCsv('scb'), carries: asIs, hasReversals: false, hasBalances: true },
  { name: 'KBank CSV in TIS-620', render: renderCsv('kbank', (text) => iconv.encode(text, 'tis620')), carries: asIs, hasReversals: false, hasBalances: true },
];

describe.each(kinds)('$name', ({ render, carries, hasReversals, hasBalances }) => {
  it('reads back what any bank wrote: every movement to the satang and the second, and both balances', () => {
    fc.assert(fc.property(anyDay(hasReversals), (day) => {
      const { lines, openingSatang, closingSatang, rowErrors } = seen(day, render);
      expect(rowErrors).toEqual([]);
      expect(lines.map(({ line }) => told(line))).toEqual(day.movements.map((one) => told(carries(one))));
      expect([openingSatang, closingSatang]).toEqual(hasBalances ? [day.openingSatang, closingOf(day)] : [null, null]);
    }), { numRuns: RUNS });
  });

  it('names every line apart from the others, by the bank\'s reference where it is one, and the same again whenever it is read', () => {
    fc.assert(fc.property(anyDay(hasReversals), (day) => {
      const credits = seen(day, render).lines.filter(({ line }) => line.direction === 'CREDIT' && !line.isReversal).map(({ bankReference }) => bankReference);
      expect(new Set(credits).size).toBe(credits.length);
      expect(seen(day, render).lines).toEqual(seen(day, render).lines);
      const longer = { ...day, movements: [...day.movements, day.movements[0]!, day.movements[0]!].map((one) => ({ ...one, bankReference: null })) };
      const bare = { ...longer, movements: longer.movements.slice(0, -2) };
      expect(seen(longer, render).lines.slice(0, -2).map(({ bankReference }) => bankReference)).toEqual(seen(bare, render).lines.map(({ bankReference }) => bankReference));
      expect(new Set(seen(longer, render).lines.map(({ bankReference }) => bankReference)).size).toBe(longer.movements.length);
    }), { numRuns: RUNS });
  });

  it('never fails on a file cut or spoilt anywhere: it refuses, or says which lines it could not read', () => {
    fc.assert(fc.property(anyDay(hasReversals), fc.nat(), fc.string({ maxLength: 3 }), (day, at, spoil) => {
      const bytes = Buffer.from(render(day));
      const cut = at % bytes.length;
      for (const broken of [bytes.subarray(0, cut), Buffer.concat([bytes.subarray(0, cut), Buffer.from(spoil), bytes.subarray(cut + 1)])]) {
        const read = readStatement(broken, reader);
        // Whatever it makes of a spoilt digit, balances that are told must still hold.
        if (read.ok && hasBalances && read.value.openingSatang !== null && read.value.closingSatang !== null) {
          const total = read.value.lines.reduce((sum, { line }) => sum + (line.isBooked ? (line.direction === 'CREDIT' ? line.amountSatang : -line.amountSatang) : 0), 0);
          expect(read.value.openingSatang + total).toBe(read.value.closingSatang);
        }
      }
    }), { numRuns: 2 * RUNS });
  });
});

describe('texts of banks', () => {
  it.each([['100', 10_000], ['100.5', 10_050], ['1,234,567.89', 123_456_789], ['0.01', 1], ['100.50000', 10_050], [' 7.00 ', 700], ['100.', 10_000]])('reads %s as an amount', (text, satang) => {
    expect(amountOfText(text)).toBe(satang);
  });
  it.each(['', '0', '0.00', '-1', '+1', '1.001', '1,00', '12,34.00', '1,234,56.00', '1e3', '0x10', '١٢', 'NaN', 'Infinity', '1 000', '1.2.3', '.5', '9'.repeat(13)])('takes %j for no amount', (text) => {
    expect(amountOfText(text)).toBeUndefined();
  });
  it.each([['-1.00', -100], ['1.00-', -100], ['(1,000.00)', -100_000], ['+2', 200], ['0.00', 0], ['--1', undefined], ['-(1)', undefined], ['1-1', undefined]])('reads the sign of %s', (text, satang) => {
    expect(signedOfText(text)).toBe(satang);
  });
  it('reads days of both eras, and none that does not exist', () => {
    const formats = ['dd/mm/yyyy', 'dd-mm-yy', 'dd mmm yyyy', 'yyyymmdd'] as const;
    for (const text of ['05/03/2026', '5/3/2569', '05-03-26', '05-03-69', '5 มี.ค. 2569', '05 Mar 2026', '20260305', '25690305']) expect(dayOfText(text, formats), text).toBe('2026-03-05');
    for (const text of ['29/02/2569', '31/04/2026', '00/01/2026', '05/13/2026', '05/03/1026', '5 xyz 2026', '2026-03-05', '']) expect(dayOfText(text, formats), text).toBeUndefined();
  });
});

const base: Movement = { direction: 'CREDIT', isReversal: false, amountSatang: 100, paidAt: '2026-03-05T08:02:10.000Z', bankReference: 'TWICE', payerName: null, payerAccount: null, payerBankCode: null, ref1: null, ref2: null };
const twice: Day = { accountNumber: ACCOUNT, openingSatang: 0, movements: [base, { ...base, amountSatang: 200 }, { ...base, bankReference: 'ONE0001' }, { ...base, bankReference: 'ONE0001', direction: 'DEBIT', isReversal: true }] };
it('gives a reference that comes twice to neither line, and leaves it to one whose reversal repeats it', () => {
  const { lines } = seen(twice, renderCamt053('02'));
  expect(lines.map(({ bankReference }) => bankReference.slice(0, 3))).toEqual(['FPO', 'FPO', 'ONE', 'ONE']);
  expect(nameLines(lines.map(({ line }) => line), 'another account').map(({ bankReference }) => bankReference)).not.toEqual(lines.map(({ bankReference }) => bankReference));
});
