import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines, type ComparedLine, type KnownCredit } from './compare.rules.ts';

const at = (time: string): string => `2026-03-05T${time}:00.000Z`;
const MIDNIGHT = '2026-03-04T17:00:00.000Z';
const line = (seq: number, more: Partial<ComparedLine> = {}): ComparedLine => ({ seq, status: 'PENDING', creditId: null, bankReference: `FPB-${seq}`, amountSatang: 10_000, paidAt: at('08:02'), ...more });
const credit = (id: string, more: Partial<KnownCredit> = {}): KnownCredit => ({ id, bankReference: `B${id}`, amountSatang: 10_000, paidAt: at('08:02'), source: 'feed:test', ...more });
const compared = (lines: readonly ComparedLine[], credits: readonly KnownCredit[]) => compareLines(lines, credits, 'statement:csv').map(({ seq, status, creditId }) => [seq, status, creditId]);

describe('compareLines', () => {
  it('knows money again by amount and minute when one side has no reference', () => {
    expect(compared([line(1), line(2, { paidAt: at('09:00') })], [credit('x', { paidAt: '2026-03-05T08:03:30.000Z' })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { bankReference: 'OWN1' })], [credit('x', { bankReference: 'FPO-1', source: 'statement:mt940' })])).toEqual([[1, 'DUPLICATE', 'x']]);
  });
  it('takes the whole day where a time is missing', () => {
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: at('16:59') })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: at('17:00') })])).toEqual([]);
    expect(compared([line(1), line(2, { paidAt: at('16:00') })], [credit('x', { paidAt: MIDNIGHT }), credit('y', { paidAt: MIDNIGHT })])).toEqual([[1, 'DUPLICATE', 'x'], [2, 'DUPLICATE', 'y']]);
  });
  it('knows a transfer again that one clock puts before midnight and the other after it', () => {
    const [before, after] = ['2026-03-05T16:59:50.000Z', '2026-03-05T17:00:20.000Z'];
    expect(compared([line(1, { paidAt: after })], [credit('x', { paidAt: before })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: before })], [credit('x', { paidAt: after })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: after }), line(2, { paidAt: after })], [credit('x', { paidAt: before })])).toEqual([[1, 'REVIEW', null], [2, 'REVIEW', null]]);
    expect(compared([line(1, { paidAt: after })], [credit('x', { paidAt: at('16:57') })])).toEqual([]);
  });
  it('lets a bare day have what came within two minutes of it, after what came on the day', () => {
    const [early, late] = ['2026-03-04T16:59:00.000Z', '2026-03-05T17:01:00.000Z'];
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: early })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: late })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: late })], [credit('x', { paidAt: MIDNIGHT })])).toEqual([[1, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: early }), credit('y')])).toEqual([[1, 'DUPLICATE', 'y']]);
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: '2026-03-04T16:57:00.000Z' }), credit('y', { paidAt: '2026-03-05T17:03:00.000Z' })])).toEqual([]);
  });
  it('keeps two bare days apart, also where something came at the midnight between them', () => {
    const next = '2026-03-05T17:00:00.000Z';
    expect(compared([line(1, { paidAt: MIDNIGHT })], [credit('x', { paidAt: next })])).toEqual([]);
    expect(compared([line(1, { paidAt: MIDNIGHT }), line(2, { paidAt: next })], [credit('x', { paidAt: '2026-03-05T17:00:30.000Z' })])).toEqual([[2, 'DUPLICATE', 'x']]);
    expect(compared([line(1, { paidAt: MIDNIGHT }), line(2, { paidAt: next })], [credit('x'), credit('y', { paidAt: at('16:59') })])).toEqual([[1, 'DUPLICATE', 'x'], [2, 'DUPLICATE', 'y']]);
  });
  it('takes no credit for a line that is further from it, however many came in between', () => {
    const minutes = ['08:02', '08:04', '08:06', '08:08', '08:10'];
    const later = minutes.map((time, index) => credit(String(index), { paidAt: at(time) }));
    expect(compared([line(1, { paidAt: at('08:00') }), line(2, { paidAt: at('08:00') })], later)).toEqual([[1, 'REVIEW', null], [2, 'REVIEW', null]]);
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
  });
  it('takes no credit that a line has already, and decides no line again', () => {
    const [own, met] = [line(1, { status: 'CREDITED', creditId: 'own' }), line(2, { status: 'DUPLICATE', creditId: 'met' })];
    expect(compared([own, met, line(3)], [credit('own', { bankReference: 'FPB-1', source: 'statement:csv' }), credit('met')])).toEqual([]);
    expect(compared([met, line(3)], [credit('met'), credit('x')])).toEqual([[3, 'DUPLICATE', 'x']]);
  });
  it('leaves a line to a person where what was told since may be one that was credited before', () => {
    const own = line(1, { status: 'CREDITED', creditId: 'own' });
    expect(compared([own, line(2)], [credit('own', { bankReference: 'FPB-1' }), credit('x')])).toEqual([[2, 'REVIEW', null]]);
    expect(compared([own, line(2)], [credit('own', { bankReference: 'FPB-1' }), credit('x'), credit('y')])).toEqual([[2, 'DUPLICATE', 'y']]);
    expect(compared([line(1, { status: 'REVIEW' }), line(2)], [credit('x')])).toEqual([[2, 'REVIEW', null]]);
  });
  it('compares tens of thousands of one amount of which the second half is known, close together and apart, in work that grows with them', () => {
    const COUNT = 30_000;
    const started = process.cpuUsage();
    for (const [apartMs, status, decided] of [[1_000, 'REVIEW', 2 * COUNT], [180_000, 'DUPLICATE', COUNT]] as const) {
      const paidAt = (index: number) => new Date(Date.parse(MIDNIGHT) + 1_000 + index * apartMs).toISOString();
      const lines = Array.from({ length: 2 * COUNT }, (_, index) => line(index, { paidAt: paidAt(index) }));
      const credits = Array.from({ length: COUNT }, (_, index) => credit(String(index), { paidAt: paidAt(COUNT + index) }));
      expect(compareLines(lines, credits, 'statement:csv').filter((one) => one.status === status)).toHaveLength(decided);
    }
    // Of the processor, not of the clock: a second, where each line was compared with each credit a minute.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(10);
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
