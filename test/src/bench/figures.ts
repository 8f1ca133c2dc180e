import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineFacts, median } from './machine.ts';

const resultsFolder = fileURLToPath(new URL('../../../.paygate/bench/', import.meta.url));

/** What one variant measured in one round, by the name of the figure and its unit (`perSecond`, `p99Milliseconds`). */
export type Figures = Readonly<Record<string, number>>;
export interface Spread { readonly median: number; readonly min: number; readonly max: number }
type Round<V extends string> = Readonly<Record<V, Figures>>;

/** The rounds of a bench: each ran every variant once, one after the other, so that a slow minute of the machine meets all of them. */
export interface Rounds<V extends string> {
  readonly of: (variant: V, figure: string) => Spread;
  /** A ratio within each round, then over the rounds. */
  readonly ratio: (of: (round: Round<V>) => number) => Spread;
  readonly all: readonly Round<V>[];
}

const spread = (values: readonly number[]): Spread => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

export const interleave = async <V extends string>(name: string, variants: Readonly<Record<V, () => Promise<Figures>>>, rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)): Promise<Rounds<V>> => {
  const all: Round<V>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const measured: Partial<Record<V, Figures>> = {};
    for (const variant of Object.keys(variants) as V[]) { // oxlint-disable-line typescript/no-unsafe-type-assertion -- the keys of a record of V
      process.stdout.write(`${name}: round ${round} of ${rounds}, ${variant}\n`);
      measured[variant] = await variants[variant]();
    }
    all.push(measured as Round<V>); // oxlint-disable-line typescript/no-unsafe-type-assertion -- every variant was measured just now
  }
  return { all, of: (variant, figure) => spread(all.map((round) => round[variant][figure] ?? Number.NaN)), ratio: (of) => spread(all.map(of)) };
};

const shown = (value: number): string => new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
export const spreadText = ({ median: middle, min, max }: Spread): string => `${shown(middle)} (${shown(min)}–${shown(max)})`;

/** Prints the table and leaves everything beside it as JSON. `ratios` say in words what is over what. */
export const report = <V extends string>(name: string, rounds: Rounds<V>, ratios: Readonly<Record<string, Spread>>): void => {
  const variants = Object.keys(rounds.all[0] ?? {}) as V[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- as measured
  const lines = variants.map((variant) => `  ${variant.padEnd(44)} ${Object.keys(rounds.all[0]![variant]).map((figure) => `${figure} ${spreadText(rounds.of(variant, figure))}`).join('   ')}`);
  const machine = machineFacts();
  process.stdout.write([`${name}   ${machine}`, ...lines, ...Object.entries(ratios).map(([words, ratio]) => `  → ${words}: ${spreadText(ratio)}`), ''].join('\n'));
  mkdirSync(resultsFolder, { recursive: true });
  const file = path.join(resultsFolder, `${name}-${new Date().toISOString().replaceAll(':', '')}.json`);
  writeFileSync(file, `${JSON.stringify({ bench: name, at: new Date().toISOString(), machine, rounds: rounds.all, ratios }, null, 2)}\n`);
};
