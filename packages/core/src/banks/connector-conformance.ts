import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { BankCapabilities, BankPort, BankTransferOrder, InquiryResult, SendResult } from './bank-port.ts';

/** What goes wrong with the next call, at the bank or on the way to it. "After" means: the bank has done what it was asked. */
export type Trouble =
  | 'cut before' | 'cut after' | 'silence after' | 'drip after' | 'nonsense after' | 'another transfer answered after'
  | 'gateway 400 after' | 'gateway 404 after' | 'gateway 409 after' | 'gateway 500 after' | 'gateway 503 after' | 'away' | 'closed';
/** What the bank does with an order, which its beneficiary decides. */
export type Fate = 'settles' | 'is rejected' | 'settles later' | 'is returned later';

/** An adapter with its bank on the bench. A factory makes one for each promise. */
export interface BankLab {
  readonly port: BankPort;
  readonly order: (fate: Fate) => BankTransferOrder;
  /** The next call through the adapter meets it. */
  readonly expect: (trouble: Trouble) => Promise<void>;
  /** What the bank carried out under the reference, by its own books: rejected orders are not in it. */
  readonly booked: (reference: string) => Promise<readonly BankTransferOrder[]>;
  /** Until late settlements and returns have happened. */
  readonly passTime: () => Promise<void>;
  readonly close: () => Promise<void>;
}
export interface ConnectorPromise { readonly name: string; readonly holds: (lab: BankLab) => Promise<void> }

/** As our attempts name them: 18 of A–Z and 0–9. */
const freshReference = (): string => `PO${randomBytes(8).toString('hex').toUpperCase()}`;
// What the event loop may add to a deadline of the adapter's.
const SLACK_MS = 1_900;
const AT_ONCE = 20;
const reasonCode = /^[A-Z]{2}\d{2}$/;

const inTime = async <T>({ capabilities }: BankPort, work: Promise<T>): Promise<T> => {
  const startedAt = performance.now();
  const result = await work;
  const tookMs = Math.round(performance.now() - startedAt);
  assert(tookMs <= capabilities.answerMsMax + SLACK_MS, `took ${tookMs} ms, answerMsMax is ${capabilities.answerMsMax}`);
  return result;
};
const isKind = (result: SendResult | InquiryResult, ...kinds: readonly (SendResult | InquiryResult)['kind'][]): void =>
  assert(kinds.includes(result.kind), `expected ${kinds.join(' or ')}, got ${JSON.stringify(result)}`);

const sendMeets = (trouble: Trouble, expected: { readonly answer: readonly SendResult['kind'][]; readonly isBooked: boolean }): ConnectorPromise => ({
  name: `a send that meets "${trouble}" is ${expected.answer.join(' or ')}, in time, and an inquiry then tells the truth`,
  holds: async (lab) => {
    const [reference, order] = [freshReference(), lab.order('settles')];
    await lab.expect(trouble);
    isKind(await inTime(lab.port, lab.port.send(reference, order)), ...expected.answer);
    assert.deepEqual(await lab.booked(reference), expected.isBooked ? [order] : []);
    isKind(await lab.port.inquire(reference), expected.isBooked ? 'SETTLED' : 'NOT_FOUND');
    await lab.passTime();
    assert.equal((await lab.booked(reference)).length, expected.isBooked ? 1 : 0);
  },
});
const inquiryMeets = (trouble: Trouble): ConnectorPromise => ({
  name: `an inquiry that meets "${trouble}" is UNKNOWN, in time: never a word about the transfer`,
  holds: async (lab) => {
    const reference = freshReference();
    isKind(await lab.port.send(reference, lab.order('settles')), 'SETTLED');
    await lab.expect(trouble);
    isKind(await inTime(lab.port, lab.port.inquire(reference)), 'UNKNOWN');
    isKind(await lab.port.inquire(reference), 'SETTLED');
  },
});

const uncertain: readonly Trouble[] = [
  'cut after', 'silence after', 'drip after', 'nonsense after', 'another transfer answered after', 'gateway 400 after', 'gateway 404 after', 'gateway 409 after', 'gateway 500 after', 'gateway 503 after',
];
const troubles: readonly ConnectorPromise[] = [
  ...uncertain.map((trouble) => sendMeets(trouble, { answer: ['UNKNOWN'], isBooked: true })),
  sendMeets('cut before', { answer: ['UNKNOWN'], isBooked: false }),
  sendMeets('closed', { answer: ['NOT_SENT', 'UNKNOWN'], isBooked: false }),
  sendMeets('away', { answer: ['NOT_SENT', 'UNKNOWN'], isBooked: false }),
  ...([...uncertain, 'cut before', 'away'] satisfies readonly Trouble[]).map(inquiryMeets),
];

const names: readonly string[] = ['เจษฎา', 'นางสาว เก๋ไก๋ ศรีสุข์', 'บริษัท ทดสอบ "ปั๊มน้ำมัน" จำกัด (มหาชน)', 'O’Brien & Søn <x>', 'กำกับ\u{e4d}\u{e32}'];

const always: readonly ConnectorPromise[] = [
  {
    name: 'a settled transfer is answered SETTLED under one bank reference, and every inquiry says the same',
    holds: async ({ port, order }) => {
      const reference = freshReference();
      const sent = await inTime(port, port.send(reference, order('settles')));
      isKind(sent, 'SETTLED');
      assert.deepEqual([await port.inquire(reference), await port.inquire(reference)], [sent, sent]);
    },
  },
  {
    name: 'amounts arrive to the satang, from one satang to the largest',
    holds: async ({ port, order, booked }) => {
      for (const amountSatang of [1, 29, 435, 10_037, 12_345_679, port.capabilities.amountSatangMax]) {
        const [reference, wanted] = [freshReference(), { ...order('settles'), amountSatang }];
        isKind(await port.send(reference, wanted), 'SETTLED');
        assert.deepEqual(await booked(reference), [wanted]);
      }
    },
  },
  {
    name: 'an amount above the largest is REJECTED and never reaches the bank\'s books',
    holds: async ({ port, order, booked }) => {
      const reference = freshReference();
      isKind(await port.send(reference, { ...order('settles'), amountSatang: port.capabilities.amountSatangMax + 1 }), 'REJECTED');
      assert.deepEqual(await booked(reference), []);
    },
  },
  {
    name: 'names arrive as they were written, Thai above all',
    holds: async ({ port, order, booked }) => {
      for (const toAccountName of names) {
        const [reference, wanted] = [freshReference(), { ...order('settles'), toAccountName }];
        isKind(await port.send(reference, wanted), 'SETTLED');
        assert.deepEqual(await booked(reference), [wanted]);
      }
    },
  },
  {
    name: 'an order refused for good is REJECTED with an ISO 20022 reason, now and whenever asked, and moves nothing',
    holds: async ({ port, order, booked, passTime }) => {
      const reference = freshReference();
      for (const result of [await port.send(reference, order('is rejected')), await port.inquire(reference)]) {
        assert(result.kind === 'REJECTED' && reasonCode.test(result.reasonCode), JSON.stringify(result));
      }
      await passTime();
      assert.deepEqual(await booked(reference), []);
    },
  },
  {
    name: 'an accepted order is ACCEPTED until it is SETTLED, under the same bank reference',
    holds: async ({ port, order, passTime }) => {
      const reference = freshReference();
      const sent = await port.send(reference, order('settles later'));
      isKind(sent, 'ACCEPTED');
      await passTime();
      const settled = await port.inquire(reference);
      isKind(settled, 'SETTLED');
      assert.equal('bankReference' in settled && settled.bankReference, 'bankReference' in sent && sent.bankReference);
    },
  },
  {
    name: 'a transfer that comes back is RETURNED with its reason',
    holds: async ({ port, order, passTime }) => {
      const reference = freshReference();
      isKind(await port.send(reference, order('is returned later')), 'SETTLED');
      await passTime();
      const result = await port.inquire(reference);
      assert(result.kind === 'RETURNED' && reasonCode.test(result.reasonCode), JSON.stringify(result));
    },
  },
  {
    name: 'asking for what was never sent is NOT_FOUND and makes nothing',
    holds: async ({ port, booked }) => {
      const reference = freshReference();
      for (const result of await Promise.all(Array.from({ length: AT_ONCE }, () => port.inquire(reference)))) isKind(result, 'NOT_FOUND');
      assert.deepEqual(await booked(reference), []);
    },
  },
];

/** Only where the adapter claims `isSendIdempotent`: everything automatic repeats rest on it. */
const idempotent: readonly ConnectorPromise[] = [
  {
    name: `the same reference ${AT_ONCE} times at once and once more later is one transfer with one answer`,
    holds: async ({ port, order, booked, passTime }) => {
      const [reference, wanted] = [freshReference(), order('settles')];
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => port.send(reference, wanted)));
      await passTime();
      answers.push(await port.send(reference, wanted));
      for (const result of answers) assert.deepEqual(result, answers[0]);
      isKind(answers[0]!, 'SETTLED');
      assert.deepEqual(await booked(reference), [wanted]);
    },
  },
  {
    name: 'sending again after a lost answer finds the first transfer',
    holds: async (lab) => {
      const [reference, order] = [freshReference(), lab.order('settles')];
      await lab.expect('cut after');
      isKind(await lab.port.send(reference, order), 'UNKNOWN');
      isKind(await lab.port.send(reference, order), 'SETTLED');
      assert.deepEqual(await lab.booked(reference), [order]);
    },
  },
  {
    name: 'sending a rejected order again stays REJECTED',
    holds: async ({ port, order, booked }) => {
      const reference = freshReference();
      for (const result of [await port.send(reference, order('is rejected')), await port.send(reference, order('is rejected'))]) isKind(result, 'REJECTED');
      assert.deepEqual(await booked(reference), []);
    },
  },
  {
    name: 'a used reference with another order is UNKNOWN: the first one moved money',
    holds: async ({ port, order, booked }) => {
      const [reference, wanted] = [freshReference(), order('settles')];
      isKind(await port.send(reference, wanted), 'SETTLED');
      isKind(await port.send(reference, { ...wanted, amountSatang: wanted.amountSatang + 1 }), 'UNKNOWN');
      assert.deepEqual(await booked(reference), [wanted]);
    },
  },
];

/**
 * What every adapter owes its caller, each with a check that throws AssertionError where it is not kept. Register each as a test
 * of its own; `advance-payout.ts` pays once only if all of them hold.
 */
export const connectorPromises = ({ isSendIdempotent }: Pick<BankCapabilities, 'isSendIdempotent'>): readonly ConnectorPromise[] =>
  [...always, ...(isSendIdempotent ? idempotent : []), ...troubles];
