import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Seen } from '../support/fault-proxy.ts';

/** The same word for the same question: a seed and what is decided, not the order in which it is asked. 0 ≤ x < 1. */
export const chance = (seed: number, ...what: readonly (string | number)[]): number =>
  createHash('sha256').update([seed, ...what].join(' ')).digest().readUInt32BE() / 2 ** 32;

/** Longer than the workers of this run wait for an answer. */
const TOO_LATE_MS = 900;
const SOON_MS = 60;
const words = (status: number, body = '<html>gateway</html>') => ({ status, body });

/** What may happen to an order on its way, as often as it is listed. "Twice" and "late" only prove something where the bank tells references apart. */
const sendFaults: readonly Fault[] = [
  {}, {}, {}, {}, { answer: 'cut' }, { answer: 'silence' }, { answer: 'drip' }, { deliveries: 0, answer: 'cut' }, { deliveries: 2 }, { deliveries: 2, answer: 'cut' },
  { before: () => delay(TOO_LATE_MS) }, { after: () => delay(TOO_LATE_MS) }, { after: () => delay(SOON_MS) }, { answer: words(500) }, { answer: words(400) }, { answer: words(200, '{') },
  { deliveries: 0, answer: words(503, '{"code":"DOWN"}') },
];
const askFaults: readonly Fault[] = [
  {}, {}, {}, {}, {}, { answer: 'cut' }, { answer: 'silence' }, { answer: words(404) }, { answer: words(500) }, { answer: words(200, '{') }, { after: () => delay(SOON_MS) },
];

/** Harms the bank's calls by a seed until `calm` says otherwise. An order is told by its account, an inquiry by the order of its reference. */
export const createHarm = (seed: number): { readonly plan: (seen: Seen) => Fault; readonly calm: () => void } => {
  const accounts = new Map<string, string>();
  const counts = new Map<string, number>();
  let isCalm = false;
  const pick = (faults: readonly Fault[], ...what: readonly (string | number)[]): Fault => faults[Math.floor(chance(seed, ...what) * faults.length)]!;
  const nth = (key: string): number => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)!;
  };
  return {
    calm: () => { isCalm = true; },
    plan: ({ method, path, body }) => {
      if (isCalm) return {};
      if (method !== 'POST') {
        const account = accounts.get(path.split('/').at(-1) ?? '') ?? 'unknown';
        return pick(askFaults, 'ask', account, nth(`ask ${account}`));
      }
      const { reference, toAccountNumber }: { readonly reference: string; readonly toAccountNumber: string } = JSON.parse(body);
      accounts.set(reference, toAccountNumber);
      return pick(sendFaults, 'send', toAccountNumber, nth(`send ${toAccountNumber}`));
    },
  };
};
