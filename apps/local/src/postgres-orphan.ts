import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from './cannot-start.ts';

const pollMs = 20;
const fastShutdownMsMax = 30_000;
const immediateShutdownMsMax = 10_000;
const dyingStarterMsMax = 1000;
// A killed server's children may outlive it by moments; while its number is taken by a zombie PostgreSQL cannot look for them itself.
const zombieMsMax = 5000;
/** Carried by a server on its command line, so that whoever finds it knows its starter however many start at once. */
export const starterSetting = 'paygate.starter_pid';

/**
 * Leaves the cluster free to start: a server whose starter was killed is shut down in order, a lock file whose process number now
 * belongs to something else is removed. A lock file of a dead process stays: PostgreSQL judges it by its shared memory.
 * Throws CannotStart when a living start owns the server.
 */
export async function stopOrphan(clusterDir: string): Promise<void> {
  const lockFile = path.join(clusterDir, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return;
  if (await becomesTrue(() => !isTaken(pid) || isRunning(pid), zombieMsMax) && !isTaken(pid)) return;
  const server = describeProcess(pid);
  if (server?.command.includes(clusterDir) !== true) {
    rmSync(lockFile, { force: true });
    return;
  }
  const starterPid = Number(server.command.split(`${starterSetting}=`)[1]?.split(' ')[0]);
  // A starter that was killed this moment still stands there as the parent.
  if (!await becomesTrue(() => describeProcess(pid)?.parentPid !== starterPid, dyingStarterMsMax)) {
    throw new CannotStart(`Another start (process ${starterPid}) is using ${clusterDir}. Stop it first, or set PAYGATE_DATA_DIR to another directory.`);
  }
  await stopServer(pid);
}

/** Fast shutdown (SIGINT: open transactions roll back), then an immediate one for a server that does not obey. Returns once it is gone. */
export async function stopServer(pid: number): Promise<void> {
  if (await endsAfter(pid, { signal: 'SIGINT', msMax: fastShutdownMsMax })) return;
  if (await endsAfter(pid, { signal: 'SIGQUIT', msMax: immediateShutdownMsMax })) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

/** True when the number belongs to any process, a zombie included: PostgreSQL would take that for the living owner of the lock. */
function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** True while the process runs; a zombie nobody has collected counts as gone. */
export function isRunning(pid: number): boolean {
  return describeProcess(pid) !== undefined;
}

async function endsAfter(pid: number, stop: { signal: NodeJS.Signals; msMax: number }): Promise<boolean> {
  if (!isRunning(pid)) return true;
  process.kill(pid, stop.signal);
  return becomesTrue(() => !isRunning(pid), stop.msMax);
}

async function becomesTrue(condition: () => boolean, msMax: number): Promise<boolean> {
  const deadline = performance.now() + msMax;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

function describeProcess(pid: number): { parentPid: number; command: string } | undefined {
  try {
    return process.platform === 'linux' ? describeFromProc(pid) : describeFromPs(pid);
  } catch {
    // Both sources fail in the same way for a process that is gone.
    return undefined;
  }
}

function describeFromProc(pid: number): { parentPid: number; command: string } | undefined {
  // The name in brackets may hold blanks and brackets: the fields start after the last one.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return { parentPid: Number(parentPid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
}

function describeFromPs(pid: number): { parentPid: number; command: string } | undefined {
  const line = execFileSync('ps', ['-ww', '-o', 'stat=,ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  const [, state = '', parentPid, command = ''] = /^(\S+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
  return line === '' || state.startsWith('Z') ? undefined : { parentPid: Number(parentPid), command };
}
