import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

interface Started { readonly pid: number; readonly file: string }
interface Running { readonly start: Started; readonly children: readonly Started[] }

// A child whose start was killed ends by itself; one that was stopped (SIGSTOP) or hangs does not.
const LEAVING_MS_MAX = 6_000;
const POLL_MS = 25;

const recordOf = (dataDir: string): string => path.join(dataDir, 'running.json');

/** Writes down who runs, for the next start should this one be killed. */
export const rememberRunning = (dataDir: string, running: Running): void => writeFileSync(recordOf(dataDir), JSON.stringify(running), { mode: 0o600 });
export const forgetRunning = (dataDir: string): void => rmSync(recordOf(dataDir), { force: true });

/**
 * Waits for what a killed start left behind to leave, and ends what does not. A process is only touched while it still runs the very
 * file that was written down with its number. Answers the process number of a start that is alive, and then touches nothing.
 */
export const endLeftovers = async (dataDir: string): Promise<number | undefined> => {
  const record = readRunning(dataDir);
  if (!record) return undefined;
  if (record.start.pid !== process.pid && isStill(record.start)) return record.start.pid;
  const deadline = performance.now() + LEAVING_MS_MAX;
  while (record.children.some(isStill)) {
    if (performance.now() > deadline) for (const child of record.children.filter(isStill)) process.kill(child.pid, 'SIGKILL');
    await delay(POLL_MS);
  }
  forgetRunning(dataDir);
  return undefined;
};

const readRunning = (dataDir: string): Running | undefined => {
  try {
    const record: Running = JSON.parse(readFileSync(recordOf(dataDir), 'utf8'));
    return record;
  } catch {
    // Never written, or cut off by a crash of the machine: then nothing of it runs either.
    return undefined;
  }
};

const isStill = ({ pid, file }: Started): boolean => commandOf(pid).includes(file);

/** Empty for a process that is gone, a zombie included. */
const commandOf = (pid: number): string => {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
};
