import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { bahtFromSatang } from '@paygate/contract/money';
import { scbConfirmationOf } from './scb-desk.ts';
import { LATE_MS } from './outgoing-book.ts';
import type { SandboxBook } from './sandbox-book.ts';
import type { BookedTransfer } from './sandbox-lines.ts';

/** Where notices go, and what signs them. `url` is the whole address of `POST /api/bank/credits`; SCB's go to the same house. */
export interface Feed { readonly url: string; readonly id: string; readonly secret: string }

export interface Notifier {
  /** Queues the notice; whatever is not taken stays unnotified in the book. */
  notify(transfer: BookedTransfer): void;
  /** Hears the answers that are on their way for a moment; the next start sends the rest. */
  close(): Promise<void>;
}

interface NotifierOptions { readonly feed: Feed; readonly book: SandboxBook; readonly log: (sentence: string) => void; readonly retryMs?: number; readonly lateMs?: number }

const TRIES_MAX = 3;
const RETRY_MS = 1_000;
const AT_ONCE_MAX = 16;
const ANSWER_MS_MAX = 10_000;
const CLOSING_MS_MAX = 1_000;

/**
 * Tells PayGate of booked transfers: `times` notices at once, until one is answered 200, at most three rounds. A transfer nobody
 * took is tried again after the next one that goes through, and at the next start: a real bank's evening reconciliation.
 */
export const openNotifier = ({ feed, book, log, retryMs = RETRY_MS, lateMs = LATE_MS }: NotifierOptions): Notifier => {
  const closing = new AbortController();
  const closed = new AbortController();
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let waiting: BookedTransfer[] = [];
  let refused: BookedTransfer[] = [];

  const tell = async (transfer: BookedTransfer): Promise<void> => {
    const trouble = await untilTaken(transfer, { feed, retryMs, closing: closing.signal, closed: closed.signal });
    if (trouble !== undefined && transfer.via === 'scb') return log(`payment confirmation of ${transfer.bankReference} not answered properly (${trouble}); SCB would write an e-mail now`);
    if (trouble !== undefined) {
      refused.push(transfer);
      return log(`notice of ${transfer.bankReference} not taken (${trouble}); kept`);
    }
    await book.markNotified(transfer.bankReference);
    waiting.push(...refused);
    refused = [];
  };
  const pump = (): void => {
    while (running.size < AT_ONCE_MAX && !closing.signal.aborted) {
      const transfer = waiting.shift();
      if (!transfer) return;
      const telling = tell(transfer).catch((error: unknown) => log(`notice of ${transfer.bankReference} failed: ${String(error)}`)).finally(() => {
        running.delete(telling);
        pump();
      });
      running.add(telling);
    }
  };
  const queue = (transfer: BookedTransfer): void => {
    waiting.push(transfer);
    pump();
  };
  for (const transfer of book.unnotified()) queue(transfer);
  return {
    notify: (transfer) => {
      if (transfer.notify === 'never') return;
      if (transfer.notify === 'now') return queue(transfer);
      const timer = setTimeout(() => {
        timers.delete(timer);
        queue(transfer);
      }, lateMs);
      timers.add(timer);
    },
    close: async () => {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      waiting = [];
      const timer = setTimeout(() => closed.abort(), CLOSING_MS_MAX);
      await Promise.all(running);
      clearTimeout(timer);
    },
  };
};

interface Telling { readonly feed: Feed; readonly retryMs: number; readonly closing: AbortSignal; readonly closed: AbortSignal }
/** Undefined once a notice was answered 200, else what came instead in the last round. */
const untilTaken = async (transfer: BookedTransfer, { feed, retryMs, closing, closed }: Telling): Promise<string | undefined> => {
  for (let tried = 1; ; tried += 1) {
    const answers = await Promise.all(Array.from({ length: transfer.times }, () => (transfer.via === 'scb' ? confirmAsScb(feed, transfer, closed) : post(feed, transfer, closed))));
    if (answers.includes(200)) return undefined;
    if (tried === TRIES_MAX || closing.aborted) return answers.join(', ');
    await delay(retryMs, undefined, { signal: closing }).catch(() => undefined);
  }
};

/** The HTTP status, or a word for what went wrong on the way. */
const post = async (feed: Feed, transfer: BookedTransfer, closed: AbortSignal): Promise<number | string> => {
  const body = JSON.stringify({ credits: [noticeOf(transfer)] });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = { 'x-feed-id': feed.id, 'x-signature-timestamp': timestamp, 'x-signature': signatureOf(feed.secret, timestamp, body) };
  return (await send(feed.url, { body, headers: signed, closed })).status;
};

const confirmAsScb = async (feed: Feed, transfer: BookedTransfer, closed: AbortSignal): Promise<number | string> => {
  const { status, text } = await send(new URL('/api/bank/scb/payment-confirmation', feed.url).href, { body: JSON.stringify(scbConfirmationOf(transfer)), headers: {}, closed });
  return status === 200 && !text.includes('"resCode":"00"') ? 'another resCode' : status;
};

interface Sending { readonly body: string; readonly headers: Readonly<Record<string, string>>; readonly closed: AbortSignal }
const send = async (url: string, { body, headers, closed }: Sending): Promise<{ readonly status: number | string; readonly text: string }> => {
  try {
    const response = await fetch(url, {
      method: 'POST', body, redirect: 'error', signal: AbortSignal.any([closed, AbortSignal.timeout(ANSWER_MS_MAX)]), headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: error instanceof Error ? error.name : 'unreachable', text: '' };
  }
};

/** hex(HMAC_SHA256(secret, "<timestamp>.<raw body>")), the timestamp in seconds. */
const signatureOf = (secret: string, timestamp: string, body: string): string => createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

const noticeOf = ({ bankReference, toAccount, amountSatang, paidAt, sender, ref1, ref2 }: BookedTransfer) => ({
  bankReference, accountNumber: toAccount, amount: bahtFromSatang(amountSatang), paidAt,
  payerName: sender.name, payerAccount: sender.account, payerBankCode: sender.bankCode, ref1, ref2,
});
