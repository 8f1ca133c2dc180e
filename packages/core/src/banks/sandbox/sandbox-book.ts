import { openJournal, type Journal } from './journal.ts';
import { bookOfOutgoing, type OutgoingBook } from './outgoing-book.ts';
import { BookLine, type BookedTransfer, type TransferOrder } from './sandbox-lines.ts';
import { renderSender } from './sentinels.ts';

/** The bank's books: every answer it gave survives a crash. */
export interface SandboxBook extends OutgoingBook, TransferBook {
  close(): Promise<void>;
}

interface TransferBook {
  /** Books money that came in; resolves when it is on disk. A reference that is booked already answers that transfer. */
  bookTransfer(order: TransferOrder): Promise<BookedTransfer>;
  markNotified(bankReference: string): Promise<void>;
  findTransfer(bankReference: string): BookedTransfer | undefined;
  /** Transfers with that Ref1, oldest first. */
  transfersNamed(ref1: string): readonly BookedTransfer[];
  /** Booked and neither notified nor silent, oldest first. */
  unnotified(): readonly BookedTransfer[];
  /** The statement: what was booked after that sequence, in order. */
  transfersAfter(sequence: number, limit: number): readonly BookedTransfer[];
}

const REPEATED_TIMES = 5;

/** What both halves of the books share. */
export interface Desk {
  readonly journal: Journal<BookLine>;
  readonly clock: () => number;
  /** A fresh sequence and bank reference: the sequence keeps it unique across restarts, the instant across lost files. */
  readonly next: () => { readonly sequence: number; readonly bankReference: string; readonly at: string };
}

export const openSandboxBook = async (file: string, clock: () => number): Promise<SandboxBook> => {
  const { lines, journal } = await openJournal(file, (line) => BookLine.parse(line));
  let sequence = lines.reduce((max, line) => ('sequence' in line ? Math.max(max, line.sequence) : max), 0);
  const next: Desk['next'] = () => {
    sequence += 1;
    const at = new Date(clock()).toISOString();
    return { sequence, at, bankReference: `SBX${at.replaceAll(/\D/g, '').slice(0, 14)}${String(sequence).padStart(6, '0')}` };
  };
  const desk: Desk = { journal, clock, next };
  return { ...bookOfTransfers(desk, lines), ...bookOfOutgoing(desk, lines), close: () => journal.close() };
};

const bookOfTransfers = ({ journal, next }: Desk, lines: readonly BookLine[]): TransferBook => {
  const transfers: BookedTransfer[] = [];
  const open = new Map<string, BookedTransfer>();
  const byReference = new Map<string, BookedTransfer>();
  const byRef1 = new Map<string, BookedTransfer[]>();
  const keep = (booked: BookedTransfer) => {
    transfers.push(booked);
    byReference.set(booked.bankReference, booked);
    if (booked.ref1 !== null) byRef1.set(booked.ref1, [...(byRef1.get(booked.ref1) ?? []), booked]);
    if (booked.notify !== 'never') open.set(booked.bankReference, booked);
  };
  for (const line of lines) {
    if (line.kind === 'transfer') keep(line);
    if (line.kind === 'notified') open.delete(line.bankReference);
  }
  return {
    bookTransfer: async (order) => {
      const known = order.bankReference ? byReference.get(order.bankReference) : undefined;
      if (known) return known;
      const { at, ...made } = next();
      const numbers = { ...made, bankReference: order.bankReference ?? made.bankReference };
      const { outcomes, ...sender } = renderSender({ name: order.senderName ?? null, account: order.senderAccount ?? null, bankCode: order.senderBankCode ?? null }, order);
      const booked: BookedTransfer = {
        kind: 'transfer', ...numbers, toAccount: order.toAccount, amountSatang: order.amountSatang, paidAt: order.paidAt ?? at, sender,
        ref1: order.ref1 ?? null, ref2: order.ref2 ?? null, times: order.times ?? (outcomes.includes('REPEATED') ? REPEATED_TIMES : 1),
        notify: outcomes.includes('SILENT') ? 'never' : (outcomes.includes('LATE') ? 'late' : 'now'), via: order.via ?? (outcomes.includes('SCB') ? 'scb' : 'feed'),
      };
      // Kept before it is written, so that the same reference at the same time is one transfer.
      byReference.set(booked.bankReference, booked);
      await journal.append(booked).catch((error: unknown) => {
        byReference.delete(booked.bankReference);
        throw error;
      });
      keep(booked);
      return booked;
    },
    markNotified: async (bankReference) => {
      await journal.append({ kind: 'notified', bankReference });
      open.delete(bankReference);
    },
    findTransfer: (bankReference) => byReference.get(bankReference),
    transfersNamed: (ref1) => byRef1.get(ref1) ?? [],
    unnotified: () => [...open.values()],
    transfersAfter: (after, limit) => transfers.filter((line) => line.sequence > after).slice(0, limit),
  };
};
