// Opens the databases a red test run kept: prints one connection string each, until Ctrl-C.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '@paygate/local/postgres';

const runDir = process.argv[2];
if (runDir === undefined) throw new Error('Name the directory of the run, for example .paygate/test/run-…');
const names = readFileSync(path.join(runDir, 'keep'), 'utf8').split('\n');
const server = await startPostgres({ dataDir: runDir, durable: false });
for (const name of names) {
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  process.stdout.write(`${url.href}\n`);
}
const alive = setInterval(() => undefined, 60_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(alive);
    void server.stop();
  });
}
