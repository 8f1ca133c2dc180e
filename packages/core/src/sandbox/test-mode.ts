import { Refusal } from '@paygate/contract/errors';
import type { Whose } from '../caller.ts';

/** Refuses TEST_KEY_REQUIRED: the sandbox plays with test objects alone, and legacy keys act in live mode. */
export const requireTestMode = ({ mode }: Pick<Whose, 'mode'>): void => {
  if (mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
};
