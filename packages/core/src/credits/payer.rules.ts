import { bankOf } from '../banks/banks.ts';
import { maskOf } from './accounts-masked.ts';

export interface Payer {
  /** Digits of an account given in full. */
  readonly payerAccount: string | null;
  /** A masked account, in the form of `maskOf`. */
  readonly payerMask: string | null;
  readonly payerBankCode: string | null;
}

/** Reads a bank's way of naming the payer: an account in full ("167-3-58548-1") or masked ("xxx-x-x3585-x"), a bank by code or alias. */
export const payerOf = ({ payerAccount, payerBankCode }: { readonly payerAccount: string | null; readonly payerBankCode: string | null }): Payer => {
  const compact = payerAccount?.replaceAll(/[\s-]/g, '') ?? '';
  const found = payerBankCode === null ? undefined : bankOf(payerBankCode);
  return {
    payerAccount: /^\d+$/.test(compact) ? compact : null,
    payerMask: maskOf(payerAccount),
    payerBankCode: found?.ok ? found.bank.code : (payerBankCode?.toUpperCase() ?? null),
  };
};
