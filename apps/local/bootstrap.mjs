// The first file to run on a fresh clone: plain JavaScript without dependencies, good from Node 20.12 on.
// It installs what package-lock.json asks for, then hands over to the project's own Node 24.
//   node apps/local/bootstrap.mjs start | test | run <file> [arguments]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const modules = path.join(root, 'node_modules');
const projectNode = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const entryFiles = { start: 'apps/local/src/start.ts', test: 'apps/local/src/test-run.ts' };
const nodeMajorNeeded = 24;
const parentCheckMs = 500;

const [command, ...rest] = process.argv.slice(2);
const file = command === 'run' ? rest.shift() : entryFiles[command];
if (file === undefined) fail('Usage: node apps/local/bootstrap.mjs start | test | run <file> [arguments]');
if (!isInstalled()) await install();
handOver(chooseNode(), [path.resolve(command === 'run' ? process.cwd() : root, file), ...rest]);

/** True when node_modules holds exactly the versions package-lock.json names. npm writes its own record last, so a half-done install is seen. */
function isInstalled() {
  const record = path.join(modules, '.package-lock.json');
  if (!existsSync(record) || !existsSync(projectNode)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = present[name];
    // Optional packages of other platforms are left out by npm.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Runs `npm ci`; shows its output only when it fails. */
async function install() {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1e3)} s`;
  const label = 'Installing packages (npm ci)';
  const animated = process.stdout.isTTY;
  process.stdout.write(animated ? `${label} …` : `${label} …\n`);
  const ticker = animated ? setInterval(() => process.stdout.write(`\r${label} … ${seconds()}`), 1000) : undefined;
  const { code, output } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  clearInterval(ticker);
  if (animated) process.stdout.write('\r');
  if (code !== 0) fail(`${output.trimEnd()}\n\nnpm ci failed (exit code ${code}); its output is above.`);
  process.stdout.write(`${label}: done in ${seconds()}\n`);
}

/** The npm that started us when there is one, else the one in PATH. */
function runNpm(npmArguments) {
  const npmFile = process.env.npm_execpath;
  const known = npmFile !== undefined && path.basename(npmFile) === 'npm-cli.js';
  const child = known
    ? spawn(process.execPath, [npmFile, ...npmArguments], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', npmArguments, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  let output = '';
  child.stdout.on('data', (chunk) => { output += chunk; });
  child.stderr.on('data', (chunk) => { output += chunk; });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: `npm could not be started: ${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

function chooseNode() {
  if (existsSync(projectNode)) return projectNode;
  if (Number(process.versions.node.split('.')[0]) >= nodeMajorNeeded) return process.execPath;
  return fail(`The project's own Node ${nodeMajorNeeded} is missing: the install script of the package "node" did not run, ` +
    'as happens with `npm ci --ignore-scripts` or `ignore-scripts=true` in .npmrc. ' +
    `Run \`npm ci --ignore-scripts=false\`, or use Node ${nodeMajorNeeded}.`);
}

/**
 * Runs the program with our terminal, passes signals on, and ends as it ends.
 * When npm above us is killed outright, the program is asked to stop; when we are, follow-parent.mjs does the same.
 */
function handOver(node, programArguments) {
  const follow = new URL('follow-parent.mjs', import.meta.url).href;
  const PATH = [path.join(modules, '.bin'), process.env.PATH].join(path.delimiter);
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', '--import', follow, ...programArguments], {
    cwd: command === 'run' ? process.cwd() : root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Every process of ours keeps what it compiled for the next one: a start takes half the CPU.
    env: { NODE_COMPILE_CACHE: path.join(root, '.paygate', 'compile-cache'), ...process.env, PATH },
  });
  // In a terminal Ctrl-C reaches the program directly: passing it on would count as a second, impatient one.
  process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT'); });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  if (process.env.npm_lifecycle_event !== undefined) stopWithoutParent(child);
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm starts scripts through a shell, which outlives a killed npm: then npm is the parent of our parent. */
function stopWithoutParent(child) {
  const parent = process.ppid;
  const grandparent = isShell(parent) ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === undefined || parentOf(parent) === grandparent)) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, parentCheckMs);
}

function isShell(pid) {
  return /^(sh|dash|bash|ash|busybox)$/.test(readProcess(pid, 'comm').trim());
}

function parentOf(pid) {
  const stat = readProcess(pid, 'stat');
  // The name in brackets may hold blanks: the fields start after the last one.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
}

/** Empty where there is no /proc or the process is gone. */
function readProcess(pid, entry) {
  try {
    return readFileSync(`/proc/${pid}/${entry}`, 'utf8');
  } catch {
    return '';
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
