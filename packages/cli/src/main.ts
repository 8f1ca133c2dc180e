import { constants } from 'node:os';
import { helpOf, overview, parseLine, textOf, type Values, type Work } from './command.ts';
import { commands } from './commands.ts';
import { readConfig } from './config-file.ts';
import { exitCodes, Failure, SIGNALLED, usage, type ExitCode } from './failure.ts';
import { openTerminal } from './terminal.ts';

const DEFAULT_BASE_URL = 'http://localhost:3001';
const { env } = process;

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort(signal));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that closes early (`| head`) ends us quietly.
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  terminal.fail(new Failure({ exitCode: exitCodes.failed, code: 'STDOUT_FAILED', message: `What was to be printed could not be written: ${error.message}.`, fix: 'Is there room where it goes?' }));
  process.exit(exitCodes.failed);
});

const line = process.argv.slice(2);
const terminal = openTerminal({ isJson: line.includes('--json') });
process.exitCode = await run().catch(explain);
// Whatever still waits, waits for nobody.
setImmediate(() => process.exit());

async function run(): Promise<ExitCode> {
  const found = commands.filter(({ name }) => name.split(' ').every((word, index) => line[index] === word));
  const [command] = found.toSorted((a, b) => b.name.length - a.name.length);
  if (!command) return withoutCommand();
  const { values, words } = parseLine(command, line.slice(command.name.split(' ').length));
  if (values['help'] === true) process.stdout.write(`${helpOf(command)}\n`);
  else await command.run(workOf(values, words));
  return exitCodes.done;
}

function withoutCommand(): ExitCode {
  const [first] = line;
  if (first === undefined || ['help', '--help', '-h'].includes(first)) {
    process.stdout.write(`${overview(commands)}\n`);
    return exitCodes.done;
  }
  const near = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => `paygate ${name}`);
  throw usage(near.length > 0 ? `${first} needs to know what to do.` : `There is no command ${first}.`, near.length > 0 ? `There are: ${near.join(', ')}.` : 'See `paygate --help`.');
}

function workOf(values: Values, words: readonly string[]): Work {
  const profile = textOf(values, 'profile') ?? env['PAYGATE_PROFILE'] ?? readConfig(env).current;
  const client = async () => {
    // The parts of the contract that are called take a quarter of a second to load, the whole one twice that; help and QR do without it.
    const { createClient } = await import('./client.ts');
    const kept = readConfig(env).profiles[profile];
    const key = textOf(values, 'key') ?? env['PAYGATE_API_KEY'] ?? kept?.key;
    if (key === undefined) throw new Failure({ exitCode: exitCodes.access, code: 'NOT_SIGNED_IN', message: `No key in the profile ${profile}.`, fix: 'Run `paygate login --key sk_test_…`, or `paygate login --demo` beside a running `npm start`.' });
    return createClient({ key, baseUrl: (textOf(values, 'base-url') ?? env['PAYGATE_BASE_URL'] ?? kept?.baseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, '') });
  };
  return { terminal, env, values, words, profile, client, stopped: stopped.signal };
}

function explain(cause: unknown): number {
  // Stopped before it had its result; a command that is done when it is stopped returns.
  if (stopped.signal.aborted) return SIGNALLED + constants.signals[stopped.signal.reason as NodeJS.Signals];
  const failure = cause instanceof Failure ? cause : new Failure({ exitCode: exitCodes.failed, code: 'BUG', message: cause instanceof Error ? cause.message : String(cause), fix: 'This is a mistake of ours: run again with NODE_OPTIONS=--enable-source-maps and report it.' });
  terminal.fail(failure);
  return failure.exitCode;
}
