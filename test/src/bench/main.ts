// npm run bench              Every bench, or those named: npm run bench -- create. Prints figures as ratios against a limit measured in the same run. Decides nothing.
import { benchConfirm } from './confirm.ts';
import { benchCreate } from './create.ts';
import { benchE2e } from './e2e.ts';
import { benchExpiry } from './expiry.ts';
import { benchMemory } from './memory.ts';
import { benchPayouts } from './payouts.ts';
import { benchReads } from './reads.ts';
import { benchRetention } from './retention.ts';
import { benchWebhooks } from './webhooks.ts';
import { openRunFolder } from '../support/run-folder.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = { create: benchCreate, confirm: benchConfirm, e2e: benchE2e, reads: benchReads, expiry: benchExpiry, memory: benchMemory, payouts: benchPayouts, retention: benchRetention, webhooks: benchWebhooks };
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`No bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(1);
}
// What a bench that is cut short has written goes with the next bench or test.
const folder = await openRunFolder({ isDurable: true });
process.env['TMPDIR'] = folder.temporary;
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) await benches[name]!();
} finally {
  folder.close();
}
