import { bankOf } from '../banks/banks.ts';

/** What the merchant told us of the payer, in the form that credits are compared with. */
export interface Sender {
  /** Digits only. */
  readonly senderAccount: string | null;
  /** The national 3-digit code where we know the bank, else as sent in capitals. */
  readonly senderBankCode: string | null;
  readonly memberName: string | null;
  readonly memberNameEn: string | null;
}
type Metadata = Readonly<Record<string, unknown>>;

const LAST_DIGITS = 4;
const NAME_LENGTH_MAX = 200;
const textOf = (value: unknown): string | null => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  // Metadata is kept as it came, these columns are text: PostgreSQL stores neither NUL nor half a surrogate pair there.
  const storable = text.toWellFormed().replaceAll(/\p{Cc}/gu, '').trim();
  return storable === '' ? null : storable;
};
/** The letters of a name that tell people apart stand at its beginning. */
const nameOf = (value: unknown): string | null => textOf(value)?.slice(0, NAME_LENGTH_MAX).toWellFormed() ?? null;

export const senderOf = (metadata: Metadata | null): Sender => {
  const account = textOf(metadata?.['senderAccountNumber'])?.replaceAll(/\D/g, '') ?? '';
  const bank = textOf(metadata?.['senderBankCode']);
  const found = bank === null ? undefined : bankOf(bank);
  return {
    senderAccount: account === '' ? null : account,
    senderBankCode: found?.ok ? found.bank.code : (bank?.toUpperCase() ?? null),
    memberName: nameOf(metadata?.['memberName']),
    memberNameEn: nameOf(metadata?.['memberNameEn']),
  };
};

/** The document's promise: senderAccountLast4 is filled in where it can be computed. Everything else stays as sent. */
export const withLast4 = (metadata: Metadata | null, { senderAccount }: Sender): Metadata | null =>
  metadata === null || senderAccount === null || textOf(metadata['senderAccountLast4']) !== null
    ? metadata
    : { ...metadata, senderAccountLast4: senderAccount.slice(-LAST_DIGITS) };
