import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Something outside npm that some tests need. */
interface SystemPart {
  /** Debian's name for it. */
  readonly packageName: string;
  /** What is left out without it. */
  readonly neededFor: string;
  isPresent(): boolean;
  /** Whether something else does its work, only slower: then nothing is left out. */
  isReplaced?(): boolean;
}

/** What came of looking for the parts. */
export interface SystemPartsReport {
  readonly installed: readonly string[];
  /** One sentence for each part that is missing still: what is skipped, why, and how to get it. */
  readonly skipped: readonly string[];
}

// The shell has no window system to carry, and costs a test half the CPU of the whole browser.
const headlessShell = '/usr/bin/chromium-headless-shell';
const chromiumFiles = [headlessShell, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'];
const aptOptions = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', '-q', '-y'];
const errorLinesMax = 3;

const parts: readonly SystemPart[] = [
  { packageName: 'chromium-headless-shell', neededFor: 'browser tests', isPresent: () => existsSync(headlessShell), isReplaced: () => findChromium() !== undefined },
  { packageName: 'fonts-thai-tlwg', neededFor: 'Thai text in browser tests', isPresent: () => outputOf('fc-list', [':lang=th', 'family']) !== '' },
  { packageName: 'php-cli', neededFor: 'tests of the PHP SDK', isPresent: () => outputOf('php', ['--version']) !== '' },
  { packageName: 'php-curl', neededFor: 'tests of the PHP SDK', isPresent: () => /^curl$/m.test(outputOf('php', ['-m'])) },
  { packageName: 'python3', neededFor: 'tests of the Python SDK', isPresent: () => outputOf('python3', ['--version']) !== '' },
];

/**
 * Sees to the system parts the tests need: installs what is missing by apt where that is allowed without asking (as root, or in CI
 * with sudo), names the rest. Never fails: what is missing is skipped by name.
 */
export function provideSystemParts(): SystemPartsReport {
  const missing = parts.filter((part) => !part.isPresent());
  if (missing.length === 0) return { installed: [], skipped: [] };
  const trouble = install(missing.map((part) => part.packageName));
  const still = missing.filter((part) => !part.isPresent());
  return {
    installed: missing.filter((part) => !still.includes(part)).map((part) => part.packageName),
    skipped: still.filter((part) => part.isReplaced?.() !== true).map((part) => `${part.neededFor}: ${part.packageName} is missing${trouble === undefined ? '' : ` (${trouble})`}; ` +
      `install it with: sudo apt-get install --no-install-recommends ${part.packageName}`),
  };
}

/** The browser the tests drive: PAYGATE_CHROMIUM when set, else Debian's chromium or what stands in for it. */
export function findChromium(): string | undefined {
  const given = process.env['PAYGATE_CHROMIUM'];
  return [...(given === undefined || given === '' ? [] : [given]), ...chromiumFiles].find((file) => existsSync(file));
}

/** Undefined when apt did its work, else why not. */
function install(packageNames: readonly string[]): string | undefined {
  const apt = aptCommand();
  if (apt === undefined) return 'not installed without asking';
  return run(apt, ['update', ...aptOptions]) ?? run(apt, ['install', '--no-install-recommends', ...aptOptions, ...packageNames]);
}

function aptCommand(): readonly string[] | undefined {
  if (outputOf('apt-get', ['--version']) === '') return undefined;
  if (process.getuid?.() === 0) return ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const maySudo = (process.env['CI'] ?? '') !== '' && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return maySudo ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'] : undefined;
}

function run([program = '', ...words]: readonly string[], programArguments: readonly string[]): string | undefined {
  const done = spawnSync(program, [...words, ...programArguments], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (done.status === 0) return undefined;
  const lines = (done.error?.message ?? done.stderr).trim().split('\n').filter((line) => !line.startsWith('W:'));
  return `apt-get ${programArguments[0]} failed: ${lines.slice(-errorLinesMax).join(' ')}`;
}

/** What the program prints; empty when it is missing or fails. */
function outputOf(program: string, programArguments: readonly string[]): string {
  try {
    return execFileSync(program, programArguments, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // Missing or broken: both mean it cannot be used.
    return '';
  }
}
