import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The operating system account PostgreSQL runs as, and the words to put before its programs to get there. */
export interface ServerAccount {
  /** Undefined: the account we run as. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** Words before the program: empty where nothing is needed. */
  readonly prefix: readonly string[];
}

const setprivFile = '/usr/bin/setpriv';
const fallbackAccount = 'nobody';
// `access` ignores capabilities of an ordinary account unless the kernel is told to leave them alone; both bits live only in PostgreSQL's processes.
const capabilityOptions = ['--securebits=+no_setuid_fixup', '--inh-caps=-all,+dac_override', '--ambient-caps=+dac_override'];

/**
 * Chooses who runs PostgreSQL, which refuses root. As root: the owner of the checkout when that is an ordinary account, so that
 * nothing is left behind which that account could not use again, else `nobody`. Anybody else: themselves.
 * A checkout below a closed directory (/root, a temporary directory) is reached by one capability instead of opened to all.
 * On Linux the server is told to shut down when we die, even by kill -9.
 * Refuses root on a system without setpriv.
 */
export function chooseServerAccount(clusterDir: string, programDir: string): ServerAccount {
  const canUseSetpriv = process.platform === 'linux' && existsSync(setprivFile);
  const dieWithUs = canUseSetpriv ? [setprivFile, '--pdeathsig=INT'] : [];
  if (process.getuid?.() !== 0) return { owner: undefined, prefix: dieWithUs };
  if (!canUseSetpriv) throw new Error(`PostgreSQL refuses to run as root and ${setprivFile} is missing: start as an ordinary user, or set DATABASE_URL.`);
  const owner = ordinaryOwner(clusterDir) ?? accountNamed(fallbackAccount);
  const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const canReach = [clusterDir, programDir].every((directory) => canTraverse(directory, owner.uid));
  return { owner, prefix: [...dieWithUs, ...identity, ...(canReach ? [] : capabilityOptions)] };
}

/** The nearest existing directory on the way up. */
export function nearestExisting(directory: string): string {
  return existsSync(directory) ? directory : nearestExisting(path.dirname(directory));
}

function ordinaryOwner(clusterDir: string): ServerAccount['owner'] {
  const { uid, gid } = statSync(nearestExisting(clusterDir));
  // initdb looks its own account up by name and refuses a number without one.
  return uid !== 0 && accounts().some((account) => account.uid === uid) ? { uid, gid } : undefined;
}

function accountNamed(name: string): { uid: number; gid: number } {
  const account = accounts().find((candidate) => candidate.name === name);
  if (account === undefined) throw new Error(`PostgreSQL refuses to run as root and there is no account "${name}": start as an ordinary user, or set DATABASE_URL.`);
  return account;
}

function accounts(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8').split('\n').filter((line) => line !== '').map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}

function canTraverse(directory: string, uid: number): boolean {
  const { mode, uid: owner } = statSync(nearestExisting(directory));
  const isOpen = owner === uid ? (mode & 0o100) !== 0 : (mode & 0o001) !== 0;
  return isOpen && (path.dirname(directory) === directory || canTraverse(path.dirname(directory), uid));
}
