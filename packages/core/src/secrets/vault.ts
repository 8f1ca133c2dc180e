import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

export interface Vault {
  /** AES-256-GCM; `purpose` (table:row id) is bound in, so a secret moved to another row no longer opens. */
  seal(secret: string, purpose: string): string;
  /** Throws when the key, the purpose or a byte differs. */
  open(sealed: string, purpose: string): string;
  /** A key for another use of the same master key, e.g. signing session tokens. */
  derive(purpose: string): Buffer;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Secrets that must be read again (webhook secrets, feed secrets) rest encrypted under the master key. */
export const openVault = (masterKey: string): Vault => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, 'paygate', purpose, 32));
  const key = derive('vault');
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    derive,
    seal: (secret, purpose) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${keyId}.${sealed.toString('base64url')}`;
    },
    open: (sealed, purpose) => {
      const [version, id, text] = sealed.split('.');
      if (version !== VERSION || text === undefined) throw new Error('a stored secret has an unknown form');
      if (id !== keyId) throw new Error(`a stored secret was encrypted under another PAYGATE_MASTER_KEY (${id ?? '?'}, this one is ${keyId})`);
      const bytes = Buffer.from(text, 'base64url');
      const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([opener.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), opener.final()]).toString('utf8');
    },
  };
};
