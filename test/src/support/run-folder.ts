import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, globSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, statfsSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning, stopOrphan } from '@paygate/local/postgres-orphan';

/** Where one run writes everything: its databases and everybody's temporary files. Goes with the run; what a killed run has left goes with the next. */
export interface RunFolder {
  readonly path: string;
  /** For `TMPDIR`: what a killed test, a browser or a tool leaves behind is in here. */
  readonly temporary: string;
  /** Leaves it on disk for a day, the temporary files apart, with this text in `keep`; answers where. */
  keep(text: string): string;
  /** Removes it unless it is kept. */
  close(): void;
}

const runsDir = fileURLToPath(new URL('../../../.paygate/test/', import.meta.url));
const keepMarker = 'keep';
const keptMsMax = 24 * 60 * 60 * 1000;
const memoryDir = '/dev/shm';
// A run of everything fills a quarter of a gigabyte.
const roomBytesMin = 2 * 2 ** 30;
const memoryBytesMin = 6 * 2 ** 30;

/**
 * In memory where there is plenty of it, with a link in `.paygate/test`; else on disk: ext4 does not use the inode of a removed file again for
 * a minute and looks through all of them for each new one, so that every database costs 0.3 s of processor time instead of 0.02 s.
 * A durable one is on disk in any case. Runs side by side do not disturb each other.
 */
export async function openRunFolder({ isDurable = false }: { readonly isDurable?: boolean } = {}): Promise<RunFolder> {
  await removeOldRuns();
  const name = `run-${process.pid}-${randomBytes(4).toString('hex')}`;
  const listed = path.join(runsDir, name);
  const folder = !isDurable && hasMemoryToSpare() ? path.join(memoryDir, `paygate-${name}`) : listed;
  if (folder !== listed) symlinkSync(folder, listed);
  const temporary = path.join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  let isKept = false;
  return {
    path: folder, temporary,
    keep: (text) => {
      isKept = true;
      rmSync(temporary, { recursive: true, force: true });
      writeFileSync(path.join(folder, keepMarker), text);
      if (folder !== listed) moveToDisk(folder, listed);
      return listed;
    },
    close: () => { if (!isKept) removeRun(listed); },
  };
}

function hasMemoryToSpare(): boolean {
  try {
    accessSync(memoryDir, constants.W_OK);
    const { bavail, bsize } = statfsSync(memoryDir);
    return bavail * bsize >= roomBytesMin && process.availableMemory() >= memoryBytesMin;
  } catch {
    // Not Linux.
    return false;
  }
}

function moveToDisk(folder: string, listed: string): void {
  // Node's own copy would not keep the owner, whom PostgreSQL insists on.
  execFileSync('cp', ['-a', folder, `${listed}.disk`]);
  removeRun(listed);
  renameSync(`${listed}.disk`, listed);
}

function removeRun(listed: string): void {
  if (lstatSync(listed, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    rmSync(readlinkSync(listed), { recursive: true, force: true });
    unlinkSync(listed);
  } else rmSync(listed, { recursive: true, force: true });
}

/** Removes the folders of runs that are over: of killed ones at once, kept ones after a day. */
async function removeOldRuns(): Promise<void> {
  mkdirSync(runsDir, { recursive: true });
  for (const name of readdirSync(runsDir)) {
    const pid = Number(/^run-(\d+)-/.exec(name)?.[1]);
    if (!Number.isSafeInteger(pid) || isRunning(pid)) continue;
    const listed = path.join(runsDir, name);
    const marker = statSync(path.join(listed, keepMarker), { throwIfNoEntry: false });
    if (marker !== undefined && Date.now() - marker.mtimeMs < keptMsMax) continue;
    for (const cluster of clustersIn(listed)) await stopOrphan(cluster);
    removeRun(listed);
  }
}

/** The run's own, and those that its tests have started in their temporary folders. */
function clustersIn(listed: string): readonly string[] {
  const folder = lstatSync(listed).isSymbolicLink() ? readlinkSync(listed) : listed;
  return [path.join(folder, 'cluster'), ...globSync(path.join(folder, 'tmp', '{*,*/*}', 'cluster'))];
}
