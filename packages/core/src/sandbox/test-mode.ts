import { Refusal } from '@paygate/contract/errors';
import type { KeyCaller } from '../caller.ts';

/** Refuses TEST_KEY_REQUIRED: the sandbox plays with test objects alone, and legacy keys act in live mode. */
export const requireTestMode = ({ mode }: KeyCaller): void => {
  if (mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
};
