import type { Desk } from './sandbox-book.ts';
import type { BookedOutgoing, BookLine, OutgoingAnswer, OutgoingOrder } from './sandbox-lines.ts';

/** How long LATE settlements, BOUNCE returns and #late notices take. */
export const LATE_MS = 5_000;

export interface OutgoingBook {
  /**
   * Books a transfer, once for its reference: the same reference again, also while the first is being written, finds that first
   * transfer. Undefined when the reference already names another order.
   */
  bookOutgoing(order: OutgoingOrder, outcome: BookedOutgoing['outcome']): Promise<BookedOutgoing | undefined>;
  findOutgoing(reference: string): Promise<BookedOutgoing | undefined>;
  /** The other bank gives a settled transfer back. Safe to repeat; undefined when nothing was settled under that reference. */
  returnOutgoing(reference: string): Promise<BookedOutgoing | undefined>;
  /** What the transfer has come to by now. */
  answerOf(booked: BookedOutgoing): OutgoingAnswer;
  outgoingAfter(sequence: number, limit: number): readonly BookedOutgoing[];
}

export const bookOfOutgoing = ({ journal, next, clock }: Desk, lines: readonly BookLine[]): OutgoingBook => {
  const booked = lines.filter((line) => line.kind === 'outgoing');
  const byReference = new Map(booked.map((line) => [line.order.reference, Promise.resolve(line)]));
  const returned = new Set(lines.flatMap((line) => (line.kind === 'returned' ? [line.reference] : [])));
  const answerOf = (line: BookedOutgoing) => answerAt(line, { now: clock(), isReturned: returned.has(line.order.reference) });
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
    returnOutgoing: async (reference) => {
      const line = await byReference.get(reference);
      if (!line || !['SETTLED', 'RETURNED'].includes(answerOf(line).status)) return undefined;
      if (!returned.has(reference)) await journal.append({ kind: 'returned', reference });
      returned.add(reference);
      return line;
    },
    answerOf,
    outgoingAfter: (after, limit) => booked.filter((line) => line.sequence > after).slice(0, limit),
  };
};

const isSameOrder = (one: OutgoingOrder, other: OutgoingOrder): boolean =>
  one.amountSatang === other.amountSatang && one.toBankCode === other.toBankCode && one.toAccountNumber === other.toAccountNumber;

const answerAt = ({ order, bankReference, acceptedAt, outcome }: BookedOutgoing, { now, isReturned }: { readonly now: number; readonly isReturned: boolean }): OutgoingAnswer => {
  const isLater = now >= Date.parse(acceptedAt) + LATE_MS;
  const common = { reference: order.reference, bankReference, acceptedAt };
  if (outcome === 'REJECT') return { ...common, status: 'REJECTED', reasonCode: 'AC01' };
  if (outcome === 'LATE' && !isLater) return { ...common, status: 'PENDING', reasonCode: null };
  if (isReturned || (outcome === 'BOUNCE' && isLater)) return { ...common, status: 'RETURNED', reasonCode: 'AC04' };
  return { ...common, status: 'SETTLED', reasonCode: null };
};
