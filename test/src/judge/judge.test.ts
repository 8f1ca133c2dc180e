import { describe, expect, it } from 'vitest';
import { createDay, type Day, type WorldLine } from './generator.ts';
import { oracleChoice } from './oracle.ts';
import { runDay } from './run-day.ts';
import { shareOfOracle } from './table.ts';

const SLOW_MS = 120_000;
const ORACLE_SHARE_MIN = 0.99;
const seeds = [20260305, 4, 77] as const;
const day = (seed: number, lines = 5_000): Day => createDay({ seed, lines, climate: 'natural' });

it('never pays the wrong payment, and pays 99 of 100 that can be known', () => {
  const tallies = seeds.map((seed) => runDay(day(seed)));
  expect(tallies.map(({ wrong }) => wrong)).toEqual(seeds.map(() => 0));
  expect(shareOfOracle(tallies)).toBeGreaterThanOrEqual(ORACLE_SHARE_MIN);
}, SLOW_MS);

describe('the world it is judged in', () => {
  const made = day(1);
  it('is the same for the same seed, and another for another', () => {
    expect(day(1).lines).toEqual(made.lines);
    expect(day(2).lines.map(({ payerName }) => payerName)).not.toEqual(made.lines.map(({ payerName }) => payerName));
  });
  it('has every trouble: late, too late, twice, again, wrong, cancelled, strangers, two with one name, nothing announced', () => {
    const kinds = Map.groupBy(made.lines, ({ kind }) => kind);
    expect([...kinds.keys()].toSorted()).toEqual(['another account', 'asked anew', 'cancelled', 'in time', 'late', 'paid again', 'stranger', 'stranger, same amount', 'too late', 'twice the same', 'wrong amount']);
    const whole = ({ announced: { person } }: Day['payments'][number]) => `${person.given[0]} ${person.family.map(([thai]) => thai).join('')}`;
    const accounts = [...Map.groupBy(made.payments, whole).values()].map((payments) => new Set(payments.map(({ announced }) => announced.person.account)).size);
    expect(accounts.filter((size) => size > 1).length).toBeGreaterThan(50);
    expect(made.payments.some(({ announced }) => announced.account === null && announced.nameThai === null)).toBe(true);
  });
  it('shows something of every payer, and the whole of few', () => {
    expect(made.lines.filter(({ payerName, payerAccount, reference }) => (payerName ?? payerAccount ?? reference) === null)).toEqual([]);
    expect(made.lines.filter(({ payerAccount }) => payerAccount !== null && /^[\d-]+$/.test(payerAccount)).length / made.lines.length).toBeLessThan(0.2);
  });
});

describe('the oracle', () => {
  const { payments, lines } = day(3, 500);
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const own = (line: WorldLine) => byId.get(line.meantFor ?? '')!;
  it('knows every payer from every line that is hers, whatever the bank made of her name', () => {
    const hers = lines.filter(({ kind, channel }) => kind === 'in time' && channel !== 'REFERENCE');
    expect(hers.length).toBeGreaterThan(300);
    expect(hers.filter((line) => oracleChoice(line, [{ payment: own(line), isOpen: true }]) !== line.meantFor)).toEqual([]);
  });
  it('decides nothing between two payments of one payer, and nothing for money sent before', () => {
    const line = lines.find(({ kind, channel }) => kind === 'in time' && channel === 'WHOLE')!;
    const twin = { ...own(line), id: 'twin' };
    expect(oracleChoice(line, [{ payment: own(line), isOpen: true }, { payment: twin, isOpen: true }])).toBeUndefined();
    expect(oracleChoice(line, [{ payment: { ...twin, createdMs: twin.createdMs + 3_600_000 }, isOpen: true }])).toBeUndefined();
  });
});
