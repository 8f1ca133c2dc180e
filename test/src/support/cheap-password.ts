import { argon2Sync, randomBytes } from 'node:crypto';

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** What would be stored for a password, made with the least work argon2id allows: signing in then costs a test next to nothing. */
export const cheapPasswordHash = (password: string): string => {
  const nonce = randomBytes(16);
  const hash = argon2Sync('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, tagLength: 32, memory: 8, passes: 1, parallelism: 1 });
  return `$argon2id$v=19$m=8,t=1,p=1$${unpadded(nonce)}$${unpadded(hash)}`;
};
