import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { slots } from './slots.ts';

interface Cost { readonly memory: number; readonly passes: number; readonly parallelism: number }
interface Stored { readonly cost: Cost; readonly salt: Buffer; readonly hash: Buffer }

// OWASP Password Storage: argon2id with 19 MiB (19,456 KiB), 2 passes, 1 lane. About 45 ms of one core.
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
// Four hashes hold 76 MiB and every thread of Node's pool; 200 waiting are about four seconds on two cores.
const inSlot = slots({ runningMax: 4, waitingMax: 200 });
const argon2Async = promisify(argon2);

/**
 * The password as a PHC string (`$argon2id$v=19$m=19456,t=2,p=1$salt$hash`), with a new salt each time.
 * Runs off the event loop, at most four at once in this process. Refuses SERVICE_UNAVAILABLE when too many wait.
 */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  return written({ cost: COST, salt, hash: await derived(password, { cost: COST, salt, hash: Buffer.alloc(HASH_BYTES) }) });
};

/**
 * Whether this is the password behind a PHC string. Give undefined for an account that does not exist: the same work is done
 * and the answer is false, so that time does not tell who has an account. Compares in constant time. Throws when the stored
 * string is not one of ours. Refuses SERVICE_UNAVAILABLE when too many wait.
 */
export const verifyPassword = async (password: string, phc: string | undefined): Promise<boolean> => {
  const stored = phc === undefined ? nobody : parsed(phc);
  const isSame = timingSafeEqual(await derived(password, stored), stored.hash);
  return isSame && phc !== undefined;
};

const nobody: Stored = { cost: COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };

// NFKC: the same Thai or accented text typed on two keyboards is one password (NIST SP 800-63B 3.1.1.2).
const derived = (password: string, { cost, salt, hash }: Stored): Promise<Buffer> =>
  inSlot(() => argon2Async('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce: salt, tagLength: hash.length, ...cost }));

// PHC strings are base64 without padding.
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
const written = ({ cost, salt, hash }: Stored): string =>
  `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;

const phcForm = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;
const parsed = (phc: string): Stored => {
  const match = phcForm.exec(phc);
  if (!match) throw new Error('a stored password hash has an unknown form');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64'),
  };
};
