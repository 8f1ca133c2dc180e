import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { openNotifier, type Feed, type Notifier } from './credit-notifier.ts';
import { LATE_MS } from './outgoing-book.ts';
import { openSandboxBook, type SandboxBook } from './sandbox-book.ts';
import { type BookedOutgoing, type BookedTransfer, NoticeOrder, type OutgoingAnswer, OutgoingOrder, type TransferAnswer, TransferOrder } from './sandbox-lines.ts';
import { answerScb } from './scb-desk.ts';
import { outgoingOutcomeOf } from './sentinels.ts';
import { confirmSlip, slipQrOf } from './slips.ts';

interface SandboxBankOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** The journal; made when missing. One bank at a time. */
  readonly dataFile: string;
  readonly feed: Feed;
  readonly log: (sentence: string) => void;
  readonly clock?: () => number;
  readonly slowMs?: number;
  readonly retryMs?: number;
  readonly lateMs?: number;
}
export interface SandboxBankServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const BODY_BYTES_MAX = 65_536;
const SLOW_MS = 3_000;
// A TIMEOUT order's connection is held this long at most: longer than any client of ours waits.
const HOLD_MS_MAX = 60_000;
const PAGE_MAX = 1_000;

interface Bank { readonly book: SandboxBook; readonly notifier: Notifier; readonly slowMs: number; readonly clock: () => number; readonly lateMs: number }
export interface Answered { readonly status: number; readonly body: unknown; readonly afterMs?: number }
/** 'hold' keeps the connection open without an answer, 'cut' breaks it. */
type Reply = Answered | 'hold' | 'cut';
class BadRequest extends Error {}

/**
 * A bank that exists only here, over real HTTP: takes transfers to receiving accounts and notifies PayGate, executes outgoing transfers,
 * answers inquiries, and misbehaves on command (sentinels.ts). What it answered survives `kill -9`.
 */
export const startSandboxBank = async (options: SandboxBankOptions): Promise<SandboxBankServer> => {
  const { port, host = '127.0.0.1', dataFile, feed, log, clock = Date.now, slowMs = SLOW_MS, ...delays } = options;
  const book = await openSandboxBook(dataFile, clock);
  const bank: Bank = { book, notifier: openNotifier({ feed, book, log, ...delays }), slowMs, clock, lateMs: delays.lateMs ?? LATE_MS };
  const server = createServer({ requestTimeout: 15_000 }, (request, response) => {
    reply(bank, request).then((answer) => send(response, answer), (error: unknown) => {
      if (error instanceof BadRequest) return send(response, { status: 400, body: { code: 'INVALID_REQUEST', error: error.message } });
      log(`request failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
      // Not "down": whether the order was booked is not certain.
      send(response, { status: 500, body: { code: 'INTERNAL', error: 'The outcome is not certain; inquire.' } });
    });
  });
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await bank.notifier.close();
    await book.close();
  };
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  } catch (error) {
    await stop();
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bank got no port');
  const bound = address.port;
  return { url: `http://${host}:${bound}`, port: bound, stop };
};

const reply = async (bank: Bank, request: IncomingMessage): Promise<Reply> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bank');
  const route = `${request.method ?? ''} ${pathname}`;
  const after = () => ({ sequence: z.coerce.number().int().min(0).catch(0).parse(searchParams.get('after') ?? 0), limit: PAGE_MAX });
  if (route === 'GET /healthz') return { status: 200, body: { ok: true } };
  if (route === 'POST /transfers') return takeTransfer(bank, await bodyOf(request, TransferOrder));
  if (route === 'GET /transfers') return { status: 200, body: bank.book.transfersAfter(after().sequence, after().limit) };
  if (route === 'POST /outgoing') return takeOutgoing(bank, await bodyOf(request, OutgoingOrder));
  if (route === 'GET /outgoing') return { status: 200, body: bank.book.outgoingAfter(after().sequence, after().limit) };
  if (pathname.startsWith('/scb/')) return answerScb(bank.book, { route, searchParams, headers: request.headers, body: () => bodyOf(request, z.unknown()) });
  const [, told] = /^POST \/transfers\/([A-Z0-9]{1,35})\/notices$/.exec(route) ?? [];
  if (told !== undefined) return tellAgain(bank, told, await bodyOf(request, NoticeOrder));
  const [, returned] = /^POST \/outgoing\/([A-Z0-9]{1,35})\/return$/.exec(route) ?? [];
  if (returned !== undefined) return answerOutgoing(bank, await bank.book.returnOutgoing(returned));
  const [, sendingBank, transRef] = /^GET \/slips\/(\d{3})\/([A-Za-z0-9]{1,35})$/.exec(route) ?? [];
  if (sendingBank !== undefined && transRef !== undefined) return slipAnswer(bank, { sendingBank, transRef });
  const [, reference] = /^GET \/outgoing\/([A-Z0-9]{1,35})$/.exec(route) ?? [];
  return answerOutgoing(bank, reference === undefined ? undefined : await bank.book.findOutgoing(reference));
};

const notFound: Answered = { status: 404, body: { code: 'NOT_FOUND', error: 'No such transfer.' } };
const answerOutgoing = ({ book }: Bank, booked: BookedOutgoing | undefined): Answered => (booked ? { status: 200, body: book.answerOf(booked) satisfies OutgoingAnswer } : notFound);

const answerOfTransfer = (booked: BookedTransfer): TransferAnswer => ({ bankReference: booked.bankReference, paidAt: booked.paidAt, slipQr: slipQrOf(booked) });

const tellAgain = ({ book, notifier }: Bank, bankReference: string, { via, times }: z.output<typeof NoticeOrder>): Answered => {
  const booked = book.findTransfer(bankReference);
  if (!booked) return notFound;
  notifier.notify({ ...booked, notify: 'now', times: times ?? 1, via: via ?? booked.via });
  return { status: 202, body: answerOfTransfer(booked) };
};

const takeTransfer = async ({ book, notifier }: Bank, order: TransferOrder): Promise<Reply> => {
  const booked = await book.bookTransfer(order);
  notifier.notify(booked);
  return { status: 201, body: answerOfTransfer(booked) };
};

/** What a slip's verifier is told, and nothing where the bank does not know it, or not yet. */
const slipAnswer = ({ book, clock, lateMs }: Bank, name: { readonly sendingBank: string; readonly transRef: string }): Answered => {
  const booked = book.findTransfer(name.transRef);
  const confirmed = booked && confirmSlip(booked, { ...name, nowMs: clock(), lateMs });
  return confirmed ? { status: 200, body: confirmed } : { status: 404, body: { code: 'NOT_FOUND', error: 'No such slip.' } };
};

const takeOutgoing = async ({ book, slowMs }: Bank, order: OutgoingOrder): Promise<Reply> => {
  const outcome = outgoingOutcomeOf(order);
  if (outcome === 'DOWN') return { status: 503, body: { code: 'DOWN', error: 'Closed for maintenance; nothing was booked.' } };
  if (outcome === 'LOST') return 'cut';
  const booked = await book.bookOutgoing(order, outcome);
  if (!booked) return { status: 409, body: { code: 'REFERENCE_REUSED', error: 'This reference names another transfer.' } };
  if (outcome === 'TIMEOUT') return 'hold';
  return { status: 200, body: book.answerOf(booked) satisfies OutgoingAnswer, ...(outcome === 'SLOW' && { afterMs: slowMs }) };
};

const send = (response: ServerResponse, answer: Reply): void => {
  if (answer === 'cut') return void response.destroy();
  if (answer === 'hold') {
    const timer = setTimeout(() => response.destroy(), HOLD_MS_MAX);
    response.once('close', () => clearTimeout(timer));
    return;
  }
  const write = () => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  if (answer.afterMs === undefined) return void write();
  const timer = setTimeout(write, answer.afterMs);
  response.once('close', () => clearTimeout(timer));
};

const bodyOf = async <T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> => {
  // A web page of somebody else can post text across origins, JSON it cannot.
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') throw new BadRequest('Send application/json.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new BadRequest(`At most ${BODY_BYTES_MAX} bytes.`);
    chunks.push(chunk);
  }
  const parsed = schema.safeParse(jsonOf(Buffer.concat(chunks).toString('utf8')));
  if (!parsed.success) throw new BadRequest(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return parsed.data;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('Not JSON.');
  }
};
