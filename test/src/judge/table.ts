import type { Tally } from './run-day.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((part / whole) * 100).toFixed(3)} %`);
const sum = (tallies: readonly Tally[], of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);

/** Matches of the engine for each 100 the oracle can decide. */
export const shareOfOracle = (tallies: readonly Tally[]): number => sum(tallies, ({ right, wrong }) => right + wrong) / sum(tallies, ({ decidable }) => decidable);

const columns: readonly (readonly [title: string, of: (tallies: readonly Tally[]) => string])[] = [
  ['credits', (all) => String(sum(all, ({ lines }) => lines))],
  ['right', (all) => String(sum(all, ({ right }) => right))],
  ['wrong', (all) => String(sum(all, ({ wrong }) => wrong))],
  ['review', (all) => String(sum(all, ({ review }) => review))],
  ['precision', (all) => percent(sum(all, ({ right }) => right), sum(all, ({ right, wrong }) => right + wrong))],
  ['automatic', (all) => percent(sum(all, ({ right, wrong }) => right + wrong), sum(all, ({ lines }) => lines))],
  ['oracle', (all) => percent(sum(all, ({ decidable }) => decidable), sum(all, ({ lines }) => lines))],
  ['of oracle', (all) => percent(sum(all, ({ right, wrong }) => right + wrong), sum(all, ({ decidable }) => decidable))],
  ['oracle wrong', (all) => String(sum(all, ({ deceived }) => deceived))],
  ['credits/s', (all) => String(Math.round((sum(all, ({ lines }) => lines) / sum(all, ({ engineMs }) => engineMs)) * 1_000))],
];
const row = (name: string, cells: readonly string[]): string => [name.padEnd(6), ...cells.map((cell, index) => cell.padStart(Math.max(columns[index]![0].length, 10)))].join('  ');

export const tableHead = (): string => row('seed', columns.map(([title]) => title));
export const tableRow = (name: string, tallies: readonly Tally[]): string => row(name, columns.map(([, of]) => of(tallies)));
