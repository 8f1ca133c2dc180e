import { hash, randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import type { KeyMode } from './api-key.entity.ts';

const prefixes = { secret: { live: 'sk_live_', test: 'sk_test_', legacy: 'sk_legacy_' }, public: { live: 'pk_live_', test: 'pk_test_', legacy: 'pk_legacy_' } } as const;
const KEY_BYTES = 32;

/** A new key: 256 random bits behind a prefix that a secret scanner can find. */
export const newKey = (kind: 'secret' | 'public', mode: KeyMode): string => `${prefixes[kind][mode]}${randomBytes(KEY_BYTES).toString('base64url').replaceAll(/[-_]/g, 'x')}`;

/** What is stored and looked up. */
export const keyHash = (key: string): Buffer => hash('sha256', key, 'buffer');

/** Decisions A4: production takes live and legacy keys, and test keys only when told to; development takes all. */
export const allowedKeyModes = (config: Pick<Config, 'runtime' | 'allowTestKeysInProduction'>): readonly KeyMode[] =>
  config.runtime === 'development' || config.allowTestKeysInProduction ? ['live', 'test', 'legacy'] : ['live', 'legacy'];
