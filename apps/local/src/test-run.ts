// `npm test`: system parts, types, lint, every test; ends with one plain line. `npm test -- <filter>` runs the matching test files alone.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideSystemParts } from './system-parts.ts';
import { addTallies, tallyLine, tallyOfReport, tallyOfStep } from './test-tally.ts';
import type { Tally } from './test-tally.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const binDir = path.join(root, 'node_modules', '.bin');
const reportFile = path.join(root, '.paygate', 'test', `report-${process.pid}.json`);
const filters = process.argv.slice(2);
// The linter's type checker has no option of its own for it.
const oneGoThread = { GOMAXPROCS: '1' };
const running = new Set<ChildProcess>();
/** What a step found, and what to say of it when all have ended. */
interface Step { readonly tally: Tally; readonly told: string }
let interruptedBy: NodeJS.Signals | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    // Ctrl-C has reached the step already, a plain kill has not.
    if (signal === 'SIGTERM') for (const child of running) child.kill(signal);
  });
}

seeToSystemParts();
// Tests wait a good part of their time, for processes and timers: the checks go on meanwhile, one after the other, and are told at the end.
const [tests, checks] = await Promise.all([runTests(), filters.length === 0 ? runChecks() : []]);
for (const { told } of checks) say(told);
say(tests.told);
say(tallyLine(addTallies([...checks, tests].map(({ tally }) => tally))));
const isRed = [...checks, tests].some(({ tally }) => tally.failed > 0);
process.exitCode = interruptedBy === undefined ? Number(isRed) : 128 + constants.signals[interruptedBy];

function seeToSystemParts(): void {
  const startedAt = performance.now();
  const { installed, skipped } = provideSystemParts();
  say(`✓ system parts  ${secondsSince(startedAt)}${installed.length > 0 ? `  installed ${installed.join(', ')}` : ''}`);
  for (const sentence of skipped) say(`  skipped – ${sentence}`);
}

/** On one thread each: every further one infers the same types again, and the tests keep the other cores busy. */
async function runChecks(): Promise<readonly Step[]> {
  return [
    await check('types', [path.join(binDir, 'tsc'), '--noEmit', '-p', 'tsconfig.json', '--singleThreaded']),
    await check('lint', [path.join(binDir, 'oxlint'), '--type-aware', '--deny-warnings', '--threads=1']),
  ];
}

/** One step that is one check; its output is shown only when it is red. */
async function check(name: string, command: readonly string[]): Promise<Step> {
  const startedAt = performance.now();
  const { code, output } = await run(command, 'quiet');
  const line = stepLine(name, code, startedAt);
  return { tally: tallyOfStep(code === 0), told: code === 0 ? line : `${line}\n${output.trimEnd()}` };
}

async function runTests(): Promise<Step> {
  const startedAt = performance.now();
  mkdirSync(path.dirname(reportFile), { recursive: true });
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run([process.execPath, vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...filters], 'shown');
  return { tally: tallyOfReport(takeReport(), code), told: stepLine('tests', code, startedAt) };
}

function stepLine(name: string, code: number, startedAt: number): string {
  return `${code === 0 ? '✓' : '✗'} ${name.padEnd(12)}  ${secondsSince(startedAt)}`;
}

function takeReport(): string | undefined {
  try {
    return readFileSync(reportFile, 'utf8');
  } catch {
    // The run ended before it could report: the exit code tells.
    return undefined;
  } finally {
    rmSync(reportFile, { force: true });
  }
}

function run([program = '', ...programArguments]: readonly string[], show: 'quiet' | 'shown'): Promise<{ code: number; output: string }> {
  const child = spawn(program, programArguments, {
    cwd: root,
    env: { ...process.env, ...(show === 'quiet' && oneGoThread) },
    stdio: show === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.stderr?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', () => running.delete(child));
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output }));
  });
}

function secondsSince(startedAt: number): string {
  return `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format((performance.now() - startedAt) / 1e3)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
