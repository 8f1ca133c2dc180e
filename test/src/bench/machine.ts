import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

const TICKS_PER_SECOND = 100;
const GIB = 1_073_741_824;

interface Stat { readonly pid: number; readonly parent: number; readonly cpuMicroseconds: number }
const statOf = (pid: number): Stat | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return { pid, parent: Number(fields[1]), cpuMicroseconds: ((Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND) * 1_000_000 };
  } catch {
    return undefined;
  }
};

/** User and system time of a process and everything below it, in microseconds; children that have ended count through their parent. */
export const cpuMicrosecondsOf = (root: number): number => {
  const stats = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => statOf(Number(name)) ?? []);
  const family = new Set([root]);
  for (const { pid, parent } of stats.toSorted((a, b) => a.pid - b.pid)) if (family.has(parent)) family.add(pid);
  return stats.filter(({ pid }) => family.has(pid)).reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0);
};

export const machineFacts = (): string =>
  `${cpus().length} x ${cpus()[0]?.model ?? 'cpu'}, ${Math.round(totalmem() / GIB)} GiB, Node ${process.version}, load ${loadavg()[0]?.toFixed(2)}`; // oxlint-disable-line -- prints a load average

export const findProgram = (name: string): string | undefined => {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
