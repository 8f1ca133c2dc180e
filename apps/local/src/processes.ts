import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

export interface ChildProgram { readonly name: string; readonly file: string; readonly env: Readonly<Record<string, string>> }
export interface RunningChild {
  readonly name: string;
  readonly pid: number;
  readonly file: string;
  /** Resolves when the child ends without having been asked to, with what it said last. */
  readonly crashed: Promise<string>;
  /** SIGTERM, and after a while SIGKILL. Safe to call twice. */
  stop(): Promise<void>;
  kill(): void;
}

const follow = new URL('../follow-parent.mjs', import.meta.url).href;
// Longer than the product's own limit for a stop.
const STOP_MS_MAX = 25_000;
const LOG_LINES_SHOWN = 12;

/**
 * Starts a program of the project in a process of its own, its output in `<logDir>/<name>.log` (the run before is kept beside it).
 * It is asked to stop when we are gone, even by kill -9, and it does not hear the terminal's Ctrl-C: we stop it in order.
 */
export const startChild = (logDir: string, { name, file, env }: ChildProgram): RunningChild => {
  mkdirSync(logDir, { recursive: true });
  const logFile = path.join(logDir, `${name}.log`);
  keepLast(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', follow, file], {
    detached: true, stdio: ['ignore', log, log, 'ipc'], env: { ...process.env, ...env },
  });
  closeSync(log);
  let isStopping = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`}); its log, ${logFile}, ends with:\n${lastLines(logFile)}`));
  });
  const crashed = new Promise<string>((resolve) => void ended.then((sentence) => isStopping || resolve(sentence)));
  return {
    name, file, pid: child.pid ?? 0, crashed,
    stop: async () => {
      isStopping = true;
      await stopChild(child, ended);
    },
    kill: () => {
      isStopping = true;
      child.kill('SIGKILL');
    },
  };
};

const stopChild = async (child: ChildProcess, ended: Promise<string>): Promise<void> => {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
};

const keepLast = (logFile: string): void => {
  const before = logFile.replace(/\.log$/, '.before.log');
  rmSync(before, { force: true });
  try {
    renameSync(logFile, before);
  } catch {
    // The first run.
  }
};

const lastLines = (logFile: string): string => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).map((line) => `  ${line}`).join('\n');
