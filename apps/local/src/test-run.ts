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
let current: ChildProcess | undefined;
let interruptedBy: NodeJS.Signals | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    // Ctrl-C has reached the step already, a plain kill has not.
    if (signal === 'SIGTERM') current?.kill(signal);
  });
}

seeToSystemParts();
const tallies: Tally[] = [];
if (filters.length === 0) {
  tallies.push(await check('types', [path.join(binDir, 'tsc'), '--noEmit', '-p', 'tsconfig.json']));
  tallies.push(await check('lint', [path.join(binDir, 'oxlint'), '--type-aware', '--deny-warnings']));
}
if (interruptedBy === undefined) tallies.push(await runTests());
const tally = addTallies(tallies);
say(tallyLine(tally));
process.exitCode = interruptedBy === undefined ? Number(tally.failed > 0) : 128 + constants.signals[interruptedBy];

function seeToSystemParts(): void {
  const startedAt = performance.now();
  const { installed, skipped } = provideSystemParts();
  say(`✓ system parts  ${secondsSince(startedAt)}${installed.length > 0 ? `  installed ${installed.join(', ')}` : ''}`);
  for (const sentence of skipped) say(`  skipped – ${sentence}`);
}

/** One step that is one check; its output is shown only when it is red. */
async function check(name: string, command: readonly string[]): Promise<Tally> {
  const startedAt = performance.now();
  const { code, output } = await run(command, 'quiet');
  say(`${code === 0 ? '✓' : '✗'} ${name.padEnd(12)}  ${secondsSince(startedAt)}`);
  if (code !== 0) say(output.trimEnd());
  return tallyOfStep(code === 0);
}

async function runTests(): Promise<Tally> {
  const startedAt = performance.now();
  mkdirSync(path.dirname(reportFile), { recursive: true });
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run([process.execPath, vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...filters], 'shown');
  say(`${code === 0 ? '✓' : '✗'} ${'tests'.padEnd(12)}  ${secondsSince(startedAt)}`);
  return tallyOfReport(takeReport(), code);
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
    stdio: show === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  current = child;
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.stderr?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output }));
  });
}

function secondsSince(startedAt: number): string {
  return `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format((performance.now() - startedAt) / 1e3)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
