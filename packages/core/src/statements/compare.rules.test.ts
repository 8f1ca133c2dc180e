import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines, type KnownCredit, type OpenLine } from './compare.rules.ts';

const at = (time: string): string => `2026-03-05T${time}:00.000Z`;
const MIDNIGHT = '2026-03-04T17:00:00.000Z';
const line = (seq: number, more: Partial<OpenLine> = {}): OpenLine => ({ seq, bankReference: `FPB-${seq}`, amountSatang: 10_000, bookedOn: '2026-03-05', paidAt: at('08:02'), ...more });
const credit = (id: string, more: Partial<KnownCredit> = {}): KnownCredit => ({ id, bankReference: `B${id}`, amountSatang: 10_000, paidAt: at('08:02'), source: 'feed:test', isOfOtherNumber: false, ...more });
const compared = (lines: readonly OpenLine[], credits: readonly KnownCredit[]) => compareLines(lines, credits, 'statement:csv').map(({ seq, status, creditId }) => [seq, status, creditId]);

describe('compareLines', () => {
  it('knows money again by amount and minute when one side has no reference', () => {
    expect(compared([line(1), line(2, { paidAt: at('09:00') })], [credit('x', { paidAt: '2026-03-05T08:03:30.000Z' })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { bankReference: 'OWN1' })], [credit('x', { bankReference: 'FPO-1', source: 'statement:mt940' })])).toEqual([[1, 'DUPLICATE', 'x']]);
  });
  it('takes the whole day where a time is missing', () => {
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: at('16:59') })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: at('17:00') })])).toEqual([]);
  });
  it('keeps two references of the bank, two balances and two fingerprints of one format apart', () => {
    expect(compared([line(1, { bankReference: 'OWN1' })], [credit('x')])).toEqual([]);
    expect(compared([line(1)], [credit('x', { bankReference: 'FPB-9', source: 'statement:csv' })])).toEqual([]);
    expect(compared([line(1, { bankReference: 'FPO-1' })], [credit('x', { bankReference: 'FPO-9', source: 'statement:csv' })])).toEqual([]);
  });
  it('leaves all lines to a person where we know fewer than the statement has', () => {
    expect(compared([line(1), line(2)], [credit('x')])).toEqual([[1, 'REVIEW', null], [2, 'REVIEW', null]]);
  });
  it('leaves a line whose reference is known to the storing, and does not take its credit for another line', () => {
    expect(compared([line(1, { bankReference: 'Bx' }), line(2)], [credit('x')])).toEqual([]);
    expect(compared([line(1, { bankReference: 'Bx' })], [credit('x', { isOfOtherNumber: true })])).toEqual([[1, 'DUPLICATE', 'x']]);
  });
  it('never takes one credit for two lines, nor another amount for the same, whatever was told', () => {
    const anyLine = fc.record({ bankReference: fc.constantFrom('FPB-', 'FPO-', 'OWN'), amountSatang: fc.constantFrom(100, 200), paidAt: fc.constantFrom(at('08:02'), at('08:03'), at('12:00'), MIDNIGHT) });
    fc.assert(fc.property(fc.array(anyLine, { maxLength: 8 }), fc.array(fc.tuple(anyLine, fc.constantFrom('feed:a', 'statement:csv')), { maxLength: 8 }), (told, known) => {
      const lines = told.map((one, index) => line(index, { ...one, bankReference: `${one.bankReference}L${index}` }));
      const credits = known.map(([one, source], index) => credit(String(index), { ...one, bankReference: `${one.bankReference}C${index}`, source }));
      const found = compareLines(lines, credits, 'statement:csv');
      const used = found.flatMap(({ creditId }) => (creditId === null ? [] : [creditId]));
      expect(new Set(used).size).toBe(used.length);
      expect(new Set(found.map(({ seq }) => seq)).size).toBe(found.length);
      for (const { seq, creditId } of found) if (creditId !== null) expect(credits[Number(creditId)]!.amountSatang).toBe(lines[seq]!.amountSatang);
    }));
  });
});
