import { createPeople, otherAccount, type Person } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { masks, memberLatin, memberThai, shownName, wholes } from './rendering.ts';

/** What a merchant announced of a payer; the person behind it is for the oracle, who may know how her name can be written. */
export interface Announced { readonly account: string | null; readonly bank: string | null; readonly nameThai: string | null; readonly nameLatin: string | null; readonly person: Person }
export interface WorldPayment {
  readonly id: string;
  readonly merchantId: string;
  readonly ownerId: string;
  readonly amountSatang: number;
  readonly reference: string;
  readonly announced: Announced;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly cancelledMs: number | null;
  /** Set by whoever runs the day. */
  paidBy: string | null;
}
/** One line of a bank. `meantFor` is the truth: the payment this money was sent for, null for a stranger's. */
export interface WorldLine {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly amountSatang: number;
  readonly paidAt: string;
  readonly arrivesMs: number;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly payerBank: string | null;
  readonly reference: string | null;
  readonly meantFor: string | null;
}
export interface Day { readonly payments: readonly WorldPayment[]; readonly lines: readonly WorldLine[] }
/**
 * `natural`: every line shows something of its payer, as transfers do, and merchants who announce nobody ask for satang that no
 * other payment of that receiver has had that day (decisions D4).
 * `harsh`: 1 line in 50 shows nothing at all, and those merchants ask for round amounts: what an amount alone can bear.
 */
export interface World { readonly seed: number; readonly lines: number; readonly climate: 'natural' | 'harsh' }
export type Channel = 'REFERENCE' | 'WHOLE' | 'MASKED' | 'DIGITS' | 'NAME' | 'BARE';
type Profile = 'ALL' | 'ACCOUNT' | 'NAME' | 'NOTHING';
interface Merchant { readonly id: string; readonly ownerId: string; readonly hasLatin: boolean }

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 5);
export const GRACE_MS = 24 * HOUR;
const PLATFORM = 'platform';
/** Share of people who have the name of somebody else, and nothing more in common with her. */
const NAMESAKES = 0.03;
const REGULARS = 0.2;

const merchantsOf = (random: Random): readonly Merchant[] => Array.from({ length: 160 }, (_, index) => ({
  // Half of the merchants, the busier ones among them, share the platform's account.
  id: `m${index}`, ownerId: index % 2 === 0 ? PLATFORM : `m${index}`, hasLatin: random.chance(0.6),
}));
/** Merchants know most of their members as the contract asks, some by account or name alone, some not at all. */
const profileOf = (random: Random): Profile => random.weighted<Profile>([['ALL', 94], ['ACCOUNT', 1], ['NAME', 1], ['NOTHING', 4]]);
const popular: readonly (readonly [number, number])[] = [[100, 20], [500, 18], [1_000, 16], [300, 12], [200, 12], [50, 7], [2_000, 6], [150, 4], [3_000, 3], [5_000, 2]];
const bahtOf = (random: Random): number => random.weighted([[() => random.weighted(popular), 55], [() => random.whole(5, 500) * 10, 27], [() => random.whole(20, 5_000), 18]])();
/** 1 in 12 is not in whole baht, but a price. */
const amountOf = (random: Random): number => bahtOf(random) * 100 + (random.chance(1 / 12) ? random.pick([25, 50, 75]) : 0);
/** Whoever types an amount leaves the satang out, or sends another. */
const mistyped = (amountSatang: number, random: Random): number => {
  if (random.chance(0.5)) return amountOf(random);
  return amountSatang % 100 === 0 ? Math.max(100, amountSatang + random.pick([-100, 100, -1_000, 10_000, -1])) : Math.max(100, Math.floor(amountSatang / 100) * 100);
};
/** The quiet night and the busy evening. */
const instantOf = (random: Random): number => START + (random.chance(0.25) ? random.next() * 24 : random.weighted([[7, 2], [10, 4], [14, 4], [18, 6]]) + random.next() * 4) * HOUR;

interface Asked { readonly person: Person; readonly merchant: Merchant; readonly profile: Profile; readonly amountSatang: number; readonly createdMs: number; readonly cancelledMs?: number }
interface Sent { readonly kind: string; readonly person: Person; readonly ownerId: string; readonly amountSatang: number; readonly sentMs: number; readonly payment: WorldPayment | null }

export const createDay = ({ seed, lines: linesWanted, climate }: World): Day => {
  const random = createRandom(seed);
  const merchants = merchantsOf(random);
  // Nobody asks twice in a day, but for regulars and in the stories about it: a second payment of one person is hers by every sign there is.
  const people = createPeople(random, linesWanted * 2, NAMESAKES);
  const regulars = createPeople(random, Math.round(linesWanted / 10), NAMESAKES);
  let met = 0;
  const nextPerson = (): Person => people[(met += 1) % people.length]!;
  const payments: WorldPayment[] = [];
  const lines: WorldLine[] = [];

  const announce = ({ person, merchant: { hasLatin }, profile }: Asked): Announced => {
    const saysAccount = profile === 'ALL' || profile === 'ACCOUNT';
    const saysName = profile === 'ALL' || profile === 'NAME';
    return {
      person, account: saysAccount ? person.account : null, bank: saysAccount ? person.bank : null, nameThai: saysName ? memberThai(person, random) : null, nameLatin: saysName && hasLatin ? memberLatin(person, random) : null,
    };
  };
  const used = new Set<string>();
  const ownAmountOf = (ownerId: string): number => {
    for (;;) {
      const amountSatang = bahtOf(random) * 100 + random.whole(1, 100);
      if (amountSatang % 25 === 0 || used.has(`${ownerId} ${amountSatang}`)) continue;
      used.add(`${ownerId} ${amountSatang}`);
      return amountSatang;
    }
  };
  /** The same again, but that who announces nobody gives every payment an amount of its own. */
  const again = (asked: Asked): Asked => (asked.profile === 'NOTHING' && climate === 'natural' ? { ...asked, amountSatang: ownAmountOf(asked.merchant.ownerId) } : asked);
  const ask = (asked: Asked): WorldPayment => {
    const { merchant, amountSatang, createdMs, cancelledMs } = asked;
    const payment: WorldPayment = {
      id: `p${payments.length}`, merchantId: merchant.id, ownerId: merchant.ownerId, amountSatang, reference: `PG${String(payments.length).padStart(8, '0')}${random.digits(8)}`, announced: announce(asked),
      createdMs, expiresMs: createdMs + random.weighted([[15, 85], [30, 10], [60, 5]]) * MINUTE, cancelledMs: cancelledMs ?? null, paidBy: null,
    };
    payments.push(payment);
    return payment;
  };

  const channels: readonly (readonly [Channel, number])[] = [['REFERENCE', 8], ['WHOLE', 15], ['MASKED', 75], ['DIGITS', 1], ['NAME', 1], ['BARE', climate === 'harsh' ? 2 : 0]];
  const show = (person: Person, channel: Channel): Pick<WorldLine, 'payerName' | 'payerAccount' | 'payerBank'> => {
    const showsName = channel === 'NAME' || channel === 'MASKED' || channel === 'WHOLE' || (channel === 'REFERENCE' && random.chance(0.5));
    const account = channel === 'WHOLE' ? random.pick(wholes)(person.account) : channel === 'MASKED' || channel === 'DIGITS' ? random.weighted(masks)(person.account) : null;
    return { payerName: showsName ? shownName(person, random) : null, payerAccount: account, payerBank: channel === 'BARE' || random.chance(0.03) ? null : person.bank };
  };
  /** Banks' clocks are half a minute off, one in ten tells no seconds; most lines arrive in seconds, some in hours, a few with the next statement, which tells only the date. */
  const send = ({ kind, person, ownerId, amountSatang, sentMs, payment }: Sent): void => {
    const drawn = random.weighted(channels);
    // A stranger has no reference of ours to bring back.
    const channel = drawn === 'REFERENCE' && payment === null ? 'MASKED' : drawn;
    const isDated = random.chance(0.002);
    const toldMs = sentMs + random.whole(-30, 31) * SECOND;
    const paidMs = isDated ? Math.floor((sentMs + 7 * HOUR) / (24 * HOUR)) * 24 * HOUR - 7 * HOUR : random.chance(0.1) ? Math.floor(toldMs / MINUTE) * MINUTE : toldMs;
    const delay = isDated ? 3 * HOUR + random.wait(3 * HOUR) : random.weighted([[5 * SECOND, 97], [10 * MINUTE, 2.5], [2 * HOUR, 0.5]]);
    lines.push({
      id: `c${lines.length}`, ownerId, kind, channel, amountSatang, paidAt: new Date(paidMs).toISOString(), arrivesMs: sentMs + SECOND + random.wait(delay),
      ...show(person, channel), reference: channel === 'REFERENCE' && payment ? payment.reference : null, meantFor: payment?.id ?? null,
    });
  };
  const pay = (payment: WorldPayment, sentMs: number, more: Partial<Sent> = {}) =>
    send({ kind: 'in time', person: payment.announced.person, ownerId: payment.ownerId, amountSatang: payment.amountSatang, sentMs, payment, ...more });
  const inTime = ({ createdMs, expiresMs }: WorldPayment): number => createdMs + Math.min(20 * SECOND + random.wait(100 * SECOND), (expiresMs - createdMs) * 0.98);

  const perhapsRegular = (asked: Asked): Asked => (random.chance(REGULARS) ? { ...asked, person: random.pick(regulars) } : asked);
  const stories: readonly (readonly [(asked: Asked) => void, number])[] = [
    [(asked) => { const payment = ask(perhapsRegular(asked)); pay(payment, inTime(payment)); }, 100],
    [(asked) => { ask(perhapsRegular(asked)); }, 28],
    [(asked) => { const payment = ask(asked); pay(payment, payment.expiresMs + Math.min(MINUTE + random.wait(90 * MINUTE), 23 * HOUR), { kind: 'late' }); }, 1.2],
    [(asked) => { const payment = ask(asked); pay(payment, payment.expiresMs + GRACE_MS + random.wait(5 * HOUR), { kind: 'too late' }); }, 0.2],
    [(asked) => { const payment = ask({ ...asked, cancelledMs: asked.createdMs + MINUTE }); pay(payment, asked.createdMs + 2 * MINUTE + random.wait(5 * MINUTE), { kind: 'cancelled' }); }, 0.3],
    [(asked) => { const payment = ask(asked); pay(payment, inTime(payment), { kind: 'wrong amount', amountSatang: mistyped(payment.amountSatang, random) }); }, 1],
    [(asked) => { const payment = ask(asked); const at = inTime(payment); pay(payment, at); pay(payment, at + random.wait(5 * MINUTE), { kind: 'paid again' }); }, 0.5],
    [(asked) => {
      const lapsed = ask(asked);
      const payment = ask({ ...again(asked), createdMs: lapsed.expiresMs + random.wait(10 * MINUTE) });
      pay(payment, inTime(payment), { kind: 'asked anew' });
    }, 2],
    [(asked) => {
      const [one, other] = [ask(asked), ask({ ...again(asked), createdMs: asked.createdMs + Math.min(random.wait(3 * MINUTE), 10 * MINUTE) })];
      pay(one, Math.max(other.createdMs, one.createdMs) + random.wait(2 * MINUTE), { kind: 'twice the same' });
      pay(other, inTime(other), { kind: 'twice the same' });
    }, 0.6],
    [(asked) => { const payment = ask(asked); pay(payment, inTime(payment), { kind: 'another account', person: otherAccount(asked.person, random) }); }, 1],
  ];
  const customer = (): Asked => {
    const merchant = merchants[Math.floor(random.next() ** 1.7 * merchants.length)]!;
    const profile = profileOf(random);
    const amountSatang = profile === 'NOTHING' && climate === 'natural' ? ownAmountOf(merchant.ownerId) : amountOf(random);
    return { person: nextPerson(), merchant, profile, amountSatang, createdMs: instantOf(random) };
  };
  /** Somebody whom no payment waits for: one in three sends exactly what another person is being asked for at that moment. */
  const stranger = (): void => {
    const model = random.chance(1 / 3) ? payments[random.whole(0, payments.length)] : undefined;
    const isCopy = model !== undefined && (climate === 'harsh' || model.announced.account !== null || model.announced.nameThai !== null);
    send({
      kind: isCopy ? 'stranger, same amount' : 'stranger', person: nextPerson(), ownerId: model?.ownerId ?? random.pick(merchants).ownerId, payment: null,
      amountSatang: isCopy ? model.amountSatang : amountOf(random), sentMs: isCopy ? model.createdMs + random.next() * (model.expiresMs - model.createdMs) : instantOf(random),
    });
  };
  while (lines.length < linesWanted) {
    if (payments.length > 0 && random.chance(0.008)) stranger();
    else random.weighted(stories)(customer());
  }
  return { payments: payments.toSorted((one, other) => one.createdMs - other.createdMs), lines: lines.slice(0, linesWanted).toSorted((one, other) => one.arrivesMs - other.arrivesMs) };
};
