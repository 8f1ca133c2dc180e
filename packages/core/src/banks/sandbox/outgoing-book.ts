import type { Desk } from './sandbox-book.ts';
import type { BookedOutgoing, OutgoingAnswer, OutgoingOrder } from './sandbox-lines.ts';

/** How long LATE settlements, BOUNCE returns and #late notices take. */
export const LATE_MS = 5_000;

export interface OutgoingBook {
  /**
   * Books a transfer, once for its reference: the same reference again, also while the first is being written, finds that first
   * transfer. Undefined when the reference already names another order.
   */
  bookOutgoing(order: OutgoingOrder, outcome: BookedOutgoing['outcome']): Promise<BookedOutgoing | undefined>;
  findOutgoing(reference: string): Promise<BookedOutgoing | undefined>;
  /** What the transfer has come to by now. */
  answerOf(booked: BookedOutgoing): OutgoingAnswer;
  outgoingAfter(sequence: number, limit: number): readonly BookedOutgoing[];
}

export const bookOfOutgoing = ({ journal, next, clock }: Desk, lines: readonly BookedOutgoing[]): OutgoingBook => {
  const booked = [...lines];
  const byReference = new Map(lines.map((line) => [line.order.reference, Promise.resolve(line)]));
  const write = async (order: OutgoingOrder, outcome: BookedOutgoing['outcome']): Promise<BookedOutgoing> => {
    const { at, ...numbers } = next();
    const line: BookedOutgoing = { kind: 'outgoing', ...numbers, acceptedAt: at, order, outcome };
    await journal.append(line);
    booked.push(line);
    return line;
  };
  return {
    bookOutgoing: async (order, outcome) => {
      const { reference } = order;
      const known = byReference.get(reference);
      const line = known ?? write(order, outcome);
      if (!known) {
        byReference.set(reference, line);
        line.catch(() => byReference.delete(reference));
      }
      const first = await line;
      return isSameOrder(first.order, order) ? first : undefined;
    },
    findOutgoing: async (reference) => byReference.get(reference),
    answerOf: (line) => answerAt(line, clock()),
    outgoingAfter: (after, limit) => booked.filter((line) => line.sequence > after).slice(0, limit),
  };
};

const isSameOrder = (one: OutgoingOrder, other: OutgoingOrder): boolean =>
  one.amountSatang === other.amountSatang && one.toBankCode === other.toBankCode && one.toAccountNumber === other.toAccountNumber;

const answerAt = ({ order, bankReference, acceptedAt, outcome }: BookedOutgoing, now: number): OutgoingAnswer => {
  const isLater = now >= Date.parse(acceptedAt) + LATE_MS;
  const common = { reference: order.reference, bankReference, acceptedAt };
  if (outcome === 'REJECT') return { ...common, status: 'REJECTED', reasonCode: 'AC01' };
  if (outcome === 'LATE' && !isLater) return { ...common, status: 'PENDING', reasonCode: null };
  if (outcome === 'BOUNCE' && isLater) return { ...common, status: 'RETURNED', reasonCode: 'AC04' };
  return { ...common, status: 'SETTLED', reasonCode: null };
};
