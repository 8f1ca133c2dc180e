import type { OpenAccount, Receiving } from './receiving.ts';

/** Whether a payment of this amount still fits under the account's limits of the day. */
export const hasRoom = ({ dailyLimitCount, dailyLimitSatang, used }: Pick<OpenAccount, 'dailyLimitCount' | 'dailyLimitSatang' | 'used'>, amountSatang: number): boolean =>
  (dailyLimitCount === null || used.count < dailyLimitCount) && (dailyLimitSatang === null || used.satang + amountSatang <= dailyLimitSatang);

const isLessUsed = (one: OpenAccount, other: OpenAccount): boolean =>
  one.used.count < other.used.count || (one.used.count === other.used.count && one.used.satang < other.used.satang);

/**
 * The account of one type that the next payment is given, by the owner's rule; undefined where none has room. Takes it: the turn
 * moves on and what counts is counted. `default_first` uses the others only when the first is full; `round_robin` takes turns;
 * `least_used_today` goes by the number of payments, then by their sum.
 */
export const takeAccount = ({ rotation, accounts, turns }: Receiving, type: OpenAccount['type'], amountSatang: number): OpenAccount | undefined => {
  const fitting = accounts.filter((account) => account.type === type && hasRoom(account, amountSatang));
  const [first] = fitting;
  if (first === undefined) return undefined;
  const pick = {
    default_first: () => first,
    round_robin: () => fitting[turns[type]++ % fitting.length] ?? first,
    least_used_today: () => fitting.reduce((least, account) => (isLessUsed(account, least) ? account : least), first),
  }[rotation]();
  pick.used.count += 1;
  pick.used.satang += amountSatang;
  return pick;
};
