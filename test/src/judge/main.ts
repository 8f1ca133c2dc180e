/**
 * The judge of the matching engine: days of generated credits with known truth, decided by the engine and by an oracle with the same information.
 *   node test/src/judge/main.ts [seeds = 10] [credits = 100000] [first seed = 1] [natural | harsh]
 * Ends with 1 where a natural day had a wrong match, or fewer than 99 of the oracle's 100 matches were made.
 */
import { createDay } from './generator.ts';
import { runDay, type Tally } from './run-day.ts';
import { shareOfOracle, tableHead, tableRow } from './table.ts';

const ORACLE_SHARE_MIN = 0.99;
const [seeds = 10, lines = 100_000, firstSeed = 1] = process.argv.slice(2, 5).map(Number);
const climate = process.argv[5] === 'harsh' ? 'harsh' : 'natural';
const tallies: Tally[] = [];
console.log(`${seeds} seeds x ${lines} credits, ${climate}`);
console.log(tableHead());
for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
  if (process.stdout.isTTY) process.stdout.write(`seed ${seed} …\r`);
  const wrong: string[] = [];
  const tally = runDay(createDay({ seed, lines, climate }), ({ line, engine }) => {
    const chosen = engine.split(' ')[1];
    if (chosen !== undefined && chosen !== line.meantFor) wrong.push(`  wrong: ${engine}, meant for ${line.meantFor ?? 'nobody'} (${line.kind}): ${line.payerName} ${line.payerAccount} ${line.payerBank} ${line.amountSatang}`);
  });
  tallies.push(tally);
  console.log(tableRow(String(seed), [tally]));
  if (climate === 'natural') for (const sentence of wrong) console.log(sentence);
}
console.log(tableRow('all', tallies));
if (climate === 'natural') process.exitCode = tallies.some(({ wrong }) => wrong > 0) || shareOfOracle(tallies) < ORACLE_SHARE_MIN ? 1 : 0;
