import { bankOf } from '../banks/banks.ts';

export interface Payer {
  readonly payerAccount: string | null;
  readonly payerVisible: readonly string[];
  readonly payerBankCode: string | null;
}

const mask = /[x*#•X]/;

/** Reads a bank's way of naming the payer: an account in full ("167-3-58548-1") or masked ("xxx-x-x3585-x"), a bank by code or alias. */
export const payerOf = ({ payerAccount, payerBankCode }: { readonly payerAccount: string | null; readonly payerBankCode: string | null }): Payer => {
  const compact = payerAccount?.replaceAll(/[\s-]/g, '') ?? '';
  const isMasked = mask.test(compact);
  const found = payerBankCode === null ? undefined : bankOf(payerBankCode);
  return {
    payerAccount: !isMasked && /^\d+$/.test(compact) ? compact : null,
    payerVisible: isMasked ? (compact.match(/\d+/g) ?? []) : [],
    payerBankCode: found?.ok ? found.bank.code : (payerBankCode?.toUpperCase() ?? null),
  };
};
