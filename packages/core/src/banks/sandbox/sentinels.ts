import { incomingSentinels, outgoingSentinels, type IncomingOutcome, type OutgoingOutcome } from '@paygate/contract/sandbox-sentinels';

/** Plain orders settle; the others are the contract's sentinels. */
export const outgoingOutcomeOf = (order: { readonly amountSatang: number; readonly toAccountName: string }): OutgoingOutcome | 'SETTLE' =>
  outgoingSentinels.find(({ amountSatang, word }) => order.amountSatang === amountSatang || order.toAccountName.toUpperCase().includes(word))?.outcome ?? 'SETTLE';

export interface Sender { readonly name: string | null; readonly account: string | null; readonly bankCode: string | null }
export interface RenderedSender extends Sender { readonly outcomes: readonly IncomingOutcome[] }

/** The sender as the receiving bank's notice shows it. The amount and `#words` in the name say how; the words never reach the notice. */
export const renderSender = (sender: Sender, order: { readonly amountSatang: number; readonly isMasked?: boolean | null | undefined }): RenderedSender => {
  const words = (sender.name ?? '').split(/\s+/).filter((word) => word !== '');
  const said = incomingSentinels.filter(({ word, amountSatang }) => words.includes(word) || amountSatang === order.amountSatang).map(({ outcome }) => outcome);
  const outcomes: readonly IncomingOutcome[] = order.isMasked ? [...said, 'MASKED'] : said;
  if (outcomes.includes('ANONYMOUS')) return { name: null, account: null, bankCode: null, outcomes };
  const name = words.filter((word) => !incomingSentinels.some((sentinel) => sentinel.word === word));
  return {
    name: name.length === 0 ? null : (outcomes.includes('TRUNCATED') ? truncateName(name) : name.join(' ')),
    account: sender.account !== null && outcomes.includes('MASKED') ? maskAccount(sender.account) : sender.account,
    bankCode: sender.bankCode,
    outcomes,
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
