import { bankOf } from '../banks/banks.ts';

/** What the merchant told us of the payer, in the form that credits are compared with. */
export interface Sender {
  /** Digits only. */
  readonly senderAccount: string | null;
  /** The national 3-digit code where we know the bank, else as sent in capitals. */
  readonly senderBankCode: string | null;
  readonly memberName: string | null;
}
type Metadata = Readonly<Record<string, unknown>>;

const LAST_DIGITS = 4;
const textOf = (value: unknown): string | null => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
};

export const senderOf = (metadata: Metadata | null): Sender => {
  const account = textOf(metadata?.['senderAccountNumber'])?.replaceAll(/\D/g, '') ?? '';
  const bank = textOf(metadata?.['senderBankCode']);
  const found = bank === null ? undefined : bankOf(bank);
  return {
    senderAccount: account === '' ? null : account,
    senderBankCode: found?.ok ? found.bank.code : (bank?.toUpperCase() ?? null),
    memberName: textOf(metadata?.['memberName']),
  };
};

/** The document's promise: senderAccountLast4 is filled in where it can be computed. Everything else stays as sent. */
export const withLast4 = (metadata: Metadata | null, { senderAccount }: Sender): Metadata | null =>
  metadata === null || senderAccount === null || textOf(metadata['senderAccountLast4']) !== null
    ? metadata
    : { ...metadata, senderAccountLast4: senderAccount.slice(-LAST_DIGITS) };
