/**
 * How to make the sandbox bank misbehave. An outgoing transfer does it by its exact amount or by a word in the
 * beneficiary's name; an incoming one by `#words` in the sender's name, which never reach the notice.
 */

export type OutgoingOutcome = 'SETTLE' | 'REJECT' | 'TIMEOUT' | 'LOST' | 'SLOW' | 'LATE' | 'BOUNCE' | 'DOWN';

interface OutgoingSentinel {
  readonly outcome: Exclude<OutgoingOutcome, 'SETTLE'>;
  readonly amountSatang: number;
  readonly nameContains: string;
  readonly does: string;
}
export const outgoingSentinels: readonly OutgoingSentinel[] = [
  { outcome: 'REJECT', amountSatang: 990_001, nameContains: 'SANDBOX REJECT', does: 'refused for good: AC01, wrong account number' },
  { outcome: 'TIMEOUT', amountSatang: 990_002, nameContains: 'SANDBOX TIMEOUT', does: 'executed, but the answer never comes' },
  { outcome: 'LOST', amountSatang: 990_003, nameContains: 'SANDBOX LOST', does: 'the connection breaks before anything was booked' },
  { outcome: 'SLOW', amountSatang: 990_004, nameContains: 'SANDBOX SLOW', does: 'executed, and the answer comes 3 s late' },
  { outcome: 'LATE', amountSatang: 990_005, nameContains: 'SANDBOX LATE', does: 'accepted at once, settled 5 s later' },
  { outcome: 'BOUNCE', amountSatang: 990_006, nameContains: 'SANDBOX BOUNCE', does: 'settled at once, returned by the other bank 5 s later (AC04, closed account)' },
  { outcome: 'DOWN', amountSatang: 990_007, nameContains: 'SANDBOX DOWN', does: 'answers 503, nothing is booked' },
];

export const outgoingOutcomeOf = (order: { readonly amountSatang: number; readonly toAccountName: string }): OutgoingOutcome =>
  outgoingSentinels.find(({ amountSatang, nameContains }) => order.amountSatang === amountSatang || order.toAccountName.toUpperCase().includes(nameContains))?.outcome ?? 'SETTLE';

export const senderSentinels = {
  '#masked': 'the account shows four digits: 1673585481 → xxx-x-x8548-x',
  '#truncated': 'the last name is cut to one letter: นาย ทองดี ใจงาม → นาย ทองดี ใ',
  '#anonymous': 'neither name nor account nor bank of the sender is told',
  '#late': 'the notice leaves 5 s after the booking',
  '#silent': 'no notice at all: the money shows on the statement alone',
} as const;
export type SenderSentinel = keyof typeof senderSentinels;

export interface Sender { readonly name: string | null; readonly account: string | null; readonly bankCode: string | null }
export interface RenderedSender extends Sender { readonly sentinels: readonly SenderSentinel[] }

const isSentinel = (word: string): word is SenderSentinel => Object.hasOwn(senderSentinels, word);

/** The sender as the receiving bank's notice shows it. */
export const renderSender = (sender: Sender): RenderedSender => {
  const words = (sender.name ?? '').split(/\s+/).filter((word) => word !== '');
  const sentinels = words.filter(isSentinel);
  if (sentinels.includes('#anonymous')) return { name: null, account: null, bankCode: null, sentinels };
  const name = words.filter((word) => !isSentinel(word));
  return {
    name: name.length === 0 ? null : (sentinels.includes('#truncated') ? truncateName(name) : name.join(' ')),
    account: sender.account !== null && sentinels.includes('#masked') ? maskAccount(sender.account) : sender.account,
    bankCode: sender.bankCode,
    sentinels,
  };
};

const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });
/** As slips of Thai banks do: นาย กสิกร รักไทย → นาย กสิกร ร. A single word stays. */
const truncateName = (words: readonly string[]): string => {
  const [first] = graphemes.segment(words.at(-1) ?? '');
  return words.length < 2 || !first ? words.join(' ') : [...words.slice(0, -1), first.segment].join(' ');
};

const VISIBLE_DIGITS = 4;
/** Shows the four digits before the last one; ten digits are grouped as banks print them (3-1-5-1). */
const maskAccount = (account: string): string => {
  const digits = account.replaceAll(/\D/g, '');
  const masked = Array.from(digits, (digit, at) => (at >= digits.length - VISIBLE_DIGITS - 1 && at < digits.length - 1 ? digit : 'x')).join('');
  return masked.length === 10 ? `${masked.slice(0, 3)}-${masked.slice(3, 4)}-${masked.slice(4, 9)}-${masked.slice(9)}` : masked;
};
