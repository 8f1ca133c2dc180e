import type { Mode } from '../caller.ts';
import type { Config } from '../config.ts';
import { httpSlipVerifier } from './http-slip-verifier.ts';
import type { SlipVerifyPort } from './slip-verify-port.ts';

/** Who confirms slips: the sandbox bank those of test payments, the configured service those of live ones. */
export const slipVerifiers = ({ sandboxBankUrl, slipVerifyUrl, slipVerifyToken }: Pick<Config, 'sandboxBankUrl' | 'slipVerifyUrl' | 'slipVerifyToken'>): ((mode: Mode) => SlipVerifyPort | undefined) => {
  const test = sandboxBankUrl === undefined ? undefined : httpSlipVerifier({ name: 'sandbox bank', url: sandboxBankUrl });
  const live = slipVerifyUrl === undefined ? undefined : httpSlipVerifier({ name: 'slip service', url: slipVerifyUrl, token: slipVerifyToken });
  return (mode) => (mode === 'test' ? test : live);
};
