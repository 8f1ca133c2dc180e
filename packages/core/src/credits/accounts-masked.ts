/**
 * AGREE: every visible digit stands where the announced account has it. `digits` is how many decimal digits of evidence that is: digits
 * whose place is not known count one less in all, since they may stand anywhere.
 */
export type AccountVerdict =
  | { readonly kind: 'AGREE'; readonly digits: number; readonly isFull: boolean }
  | { readonly kind: 'SILENT' | 'DIFFERS' };

const SILENT: AccountVerdict = { kind: 'SILENT' };
const DIFFERS: AccountVerdict = { kind: 'DIFFERS' };
/** The documents ask for at least 8 digits; fewer are the end of an account. */
export const WHOLE_ACCOUNT_DIGITS_MIN = 8;
/** Ten payments could announce the last digit of every payer there is, and a thousand the last three: so few may deny a payer, and tell nobody apart. */
export const ANNOUNCED_DIGITS_MIN = 4;
const PLACE_UNKNOWN = 1;

/** "XXX-X-X3585-X" → "xxxxx3585x", "•••• 5481" → "••••5481" as x: digits and one x for each hidden place; null where no digit is seen or nothing is masked. */
export const maskOf = (account: string | null): string | null => {
  const compact = account?.replaceAll(/[\s\-–./()]/g, '') ?? '';
  return /\d/.test(compact) && /\D/.test(compact) ? compact.replaceAll(/\D/gu, 'x') : null;
};

const placesAgree = (mask: string, account: string): boolean => {
  for (let index = 0; index < mask.length; index += 1) if (mask[index] !== 'x' && mask[index] !== account[index]) return false;
  return true;
};

/** Runs of digits in order; where `isAnchored`, the first at the beginning and the last at the end if the mask shows them there. */
const runsAgree = (mask: string, account: string, isAnchored: boolean): boolean => {
  const runs = mask.match(/\d+/g) ?? [];
  let from = 0;
  for (const [index, run] of runs.entries()) {
    const isAtEnd = isAnchored && index === runs.length - 1 && !mask.endsWith('x');
    const at = isAtEnd ? account.length - run.length : account.indexOf(run, from);
    if (at < from || !account.startsWith(run, at) || (isAnchored && index === 0 && !mask.startsWith('x') && at !== 0)) return false;
    from = at + run.length;
  }
  return true;
};

const digitsIn = (mask: string): number => mask.replaceAll('x', '').length;

/**
 * Compares a masked account, in the form of `maskOf`, with the announced one. Where both have the same length every place counts; where the
 * mask is shorter or longer ("x5481", "xxx3585x") the visible runs must come in order, at the ends where the mask shows them there. Runs that
 * the account has elsewhere are SILENT: some banks leave digits out of the mask.
 */
export const compareMasked = (mask: string, announced: string): AccountVerdict => {
  const seen = digitsIn(mask);
  if (announced.length < WHOLE_ACCOUNT_DIGITS_MIN) return SILENT;
  const isPlaced = mask.length === announced.length;
  if (isPlaced ? placesAgree(mask, announced) : runsAgree(mask, announced, true)) {
    const hasKnownPlace = isPlaced || !mask.startsWith('x') || !mask.endsWith('x');
    return { kind: 'AGREE', digits: hasKnownPlace ? seen : Math.max(0, seen - PLACE_UNKNOWN), isFull: false };
  }
  return runsAgree(mask, announced, false) ? SILENT : DIFFERS;
};

/** Compares an account given in full; an announced one of fewer than 8 digits is taken for its end, and is SILENT where it agrees with fewer than 4. */
export const compareFull = (account: string, announced: string): AccountVerdict => {
  if (announced.length >= WHOLE_ACCOUNT_DIGITS_MIN) return account === announced ? { kind: 'AGREE', digits: account.length, isFull: true } : DIFFERS;
  if (!account.endsWith(announced)) return DIFFERS;
  return announced.length >= ANNOUNCED_DIGITS_MIN ? { kind: 'AGREE', digits: announced.length, isFull: false } : SILENT;
};
