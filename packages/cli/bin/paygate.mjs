#!/usr/bin/env node
// Plain JavaScript, good from Node 20 on: runs the command line with the project's own Node 24, which needs no build.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const nodeMajorNeeded = 24;
const main = new URL('../src/main.ts', import.meta.url);
const projectNode = fileURLToPath(new URL(`../../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url));

// What was compiled once is kept: every later command starts in less than half the time.
process.env.NODE_COMPILE_CACHE ??= path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'paygate');
if (Number(process.versions.node.split('.')[0]) >= nodeMajorNeeded) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(main.href);
}
else if (existsSync(projectNode)) handOver();
else {
  process.stderr.write(`The project's own Node ${nodeMajorNeeded} is missing. Run \`npm ci\` in the project, or use Node ${nodeMajorNeeded}.\n`);
  process.exit(1);
}

/** Same terminal, same signals, same end. */
function handOver() {
  const child = spawn(projectNode, ['--disable-warning=ExperimentalWarning', fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  // In a terminal Ctrl-C reaches the child directly.
  process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT'); });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`${projectNode} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
