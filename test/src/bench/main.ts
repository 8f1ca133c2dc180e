// npm run bench -- create      Prints figures as ratios against a limit measured in the same run. Decides nothing.
import { benchCreate } from './create.ts';
import { benchPayouts } from './payouts.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = { create: benchCreate, payouts: benchPayouts };
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`No bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) await benches[name]!();
