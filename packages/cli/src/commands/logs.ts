import { setTimeout as pause } from 'node:timers/promises';
import { requestOperations } from '@paygate/contract/requests';
import type * as z from 'zod';
import { textOf, type Work } from '../command.ts';
import { Failure, usage } from '../failure.ts';

const LOOK_MS = 1_000;
const MICROSECONDS = 1_000;
type Request = z.output<(typeof requestOperations.list)['ok']['schema']>['requests'][number];

const sayRequest = ({ terminal: { say, json, paint } }: Work, request: Request): void => {
  const { status, created_at, method, path, error_code, duration_us, id } = request;
  const colour = status < 300 ? paint.green : status < 500 ? paint.yellow : paint.red;
  say(`${paint.dim(new Date(created_at).toLocaleTimeString('en-GB'))}  ${colour(String(status))} ${method.padEnd(6)} ${path.padEnd(44)} ${paint.dim(`${Math.round(duration_us / MICROSECONDS)} ms`.padStart(7))}  ${error_code === null ? '' : `${colour(error_code)} `}${paint.dim(id)}`);
  json(request);
};

const filtersOf = ({ values }: Work) => Object.fromEntries(['status', 'operation', 'path', 'q', 'key'].flatMap((name) => {
  const value = textOf(values, name);
  return value === undefined ? [] : [[name, value]];
}));
const countOf = ({ values }: Work): number => {
  const text = textOf(values, 'lines') ?? '10';
  if (!/^\d{1,2}$/.test(text)) throw usage('--lines must be a number from 0 to 99.', 'For example --lines 20');
  return Number(text);
};

export const tail = async (work: Work): Promise<void> => {
  const api = await work.client();
  const filters = filtersOf(work);
  const count = countOf(work);
  const first = await api.call(requestOperations.list, { ...filters, limit: '100' });
  // What this program itself asks again and again is left out, else nothing else could be seen.
  const fresh = (requests: readonly Request[]) => requests.filter(({ operation }) => !['requests.list', 'listeners.deliveries'].includes(operation ?? '') || operation === filters['operation']).toReversed();
  const shown = new Set(first.requests.map(({ id }) => id));
  for (const request of fresh(first.requests).slice(-count || Infinity)) if (count > 0) sayRequest(work, request);
  if (work.values['no-follow'] === true) return;
  work.terminal.hint('Waiting for more. Ctrl-C ends.');
  while (!work.stopped.aborted) {
    await pause(LOOK_MS, undefined, { signal: work.stopped }).catch(() => undefined);
    if (work.stopped.aborted) return;
    const requests = await api.call(requestOperations.list, { ...filters, limit: '100' }, { signal: work.stopped }).then((page) => page.requests, (cause: unknown) => {
      if (work.stopped.aborted) return [];
      if (!(cause instanceof Failure) || cause.exitCode === 3) throw cause;
      work.terminal.hint(cause.message);
      return [];
    });
    // Rows arrive in batches, and a long request after a short one that began later: what was not shown is new.
    for (const request of fresh(requests)) if (!shown.has(request.id)) sayRequest(work, request);
    for (const { id } of requests) shown.add(id);
  }
};

const sayBody = ({ terminal }: Work, body: unknown): void => {
  for (const line of JSON.stringify(body ?? null, null, 2).split('\n')) terminal.say(line);
};
export const show = async (work: Work): Promise<void> => {
  const request = await (await work.client()).call(requestOperations.get, { id: work.words[0]! });
  const { terminal } = work;
  if (terminal.isJson) return terminal.json(request);
  sayRequest(work, request);
  for (const [label, body] of [['query', request.query], ['sent', request.request_body], ['answered', request.response_body]] as const) {
    if (body === null) continue;
    terminal.say(terminal.paint.dim(label));
    sayBody(work, body);
  }
};

export const replay = async (work: Work): Promise<void> => {
  const answer = await (await work.client()).call(requestOperations.replay, { id: work.words[0]! });
  const { paint, say, json } = work.terminal;
  say(`${answer.status < 300 ? paint.green(String(answer.status)) : paint.red(String(answer.status))}  ${paint.dim(`request ${answer.request_id}`)}`);
  sayBody(work, answer.response);
  json(answer);
};
