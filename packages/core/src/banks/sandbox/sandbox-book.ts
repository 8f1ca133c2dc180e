import { openJournal, type Journal } from './journal.ts';
import { bookOfOutgoing, type OutgoingBook } from './outgoing-book.ts';
import { BookLine, type BookedTransfer, type TransferOrder } from './sandbox-lines.ts';
import { renderSender } from './sentinels.ts';

/** The bank's books: every answer it gave survives a crash. */
export interface SandboxBook extends OutgoingBook, TransferBook {
  close(): Promise<void>;
}

interface TransferBook {
  /** Books money that came in; resolves when it is on disk. */
  bookTransfer(order: TransferOrder): Promise<BookedTransfer>;
  markNotified(bankReference: string): Promise<void>;
  /** Booked and neither notified nor silent, oldest first. */
  unnotified(): readonly BookedTransfer[];
  /** The statement: what was booked after that sequence, in order. */
  transfersAfter(sequence: number, limit: number): readonly BookedTransfer[];
}

/** What both halves of the books share. */
export interface Desk {
  readonly journal: Journal<BookLine>;
  readonly clock: () => number;
  /** A fresh sequence and bank reference: the sequence keeps it unique across restarts, the instant across lost files. */
  readonly next: () => { readonly sequence: number; readonly bankReference: string; readonly at: string };
}

export const openSandboxBook = async (file: string, clock: () => number): Promise<SandboxBook> => {
  const { lines, journal } = await openJournal(file, (line) => BookLine.parse(line));
  let sequence = lines.reduce((max, line) => (line.kind === 'notified' ? max : Math.max(max, line.sequence)), 0);
  const next: Desk['next'] = () => {
    sequence += 1;
    const at = new Date(clock()).toISOString();
    return { sequence, at, bankReference: `SBX${at.replaceAll(/\D/g, '').slice(0, 14)}${String(sequence).padStart(6, '0')}` };
  };
  const desk: Desk = { journal, clock, next };
  return { ...bookOfTransfers(desk, lines), ...bookOfOutgoing(desk, lines.filter((line) => line.kind === 'outgoing')), close: () => journal.close() };
};

const bookOfTransfers = ({ journal, next }: Desk, lines: readonly BookLine[]): TransferBook => {
  const transfers: BookedTransfer[] = [];
  const open = new Map<string, BookedTransfer>();
  const keep = (booked: BookedTransfer) => {
    transfers.push(booked);
    if (booked.notify !== 'never') open.set(booked.bankReference, booked);
  };
  for (const line of lines) {
    if (line.kind === 'transfer') keep(line);
    if (line.kind === 'notified') open.delete(line.bankReference);
  }
  return {
    bookTransfer: async (order) => {
      const { at, ...numbers } = next();
      const { sentinels, ...sender } = renderSender({ name: order.senderName ?? null, account: order.senderAccount ?? null, bankCode: order.senderBankCode ?? null });
      const booked: BookedTransfer = {
        kind: 'transfer', ...numbers, toAccount: order.toAccount, amountSatang: order.amountSatang, paidAt: at, sender,
        ref1: order.ref1 ?? null, ref2: order.ref2 ?? null, times: order.times ?? 1,
        notify: sentinels.includes('#silent') ? 'never' : (sentinels.includes('#late') ? 'late' : 'now'),
      };
      await journal.append(booked);
      keep(booked);
      return booked;
    },
    markNotified: async (bankReference) => {
      await journal.append({ kind: 'notified', bankReference });
      open.delete(bankReference);
    },
    unnotified: () => [...open.values()],
    transfersAfter: (after, limit) => transfers.filter((line) => line.sequence > after).slice(0, limit),
  };
};
