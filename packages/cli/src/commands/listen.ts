import { emitKeypressEvents } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { optInEventNames, subscribableEvents } from '@paygate/contract/events';
import { LISTENER_WAIT_SECONDS_MAX, listenerOperations } from '@paygate/contract/webhook-listeners';
import type * as z from 'zod';
import { reasonOf, type Client } from '../client.ts';
import { textOf, type Work } from '../command.ts';
import { keepProfile, readConfig, type KeptListener } from '../config-file.ts';
import { exitCodes, Failure, usage } from '../failure.ts';

const POLL_MS_MAX = 30_000;
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 15_000;
const RECEIVER_MS_MAX = 30_000;
const MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

type Delivery = z.output<(typeof listenerOperations.deliveries)['ok']['schema']>['deliveries'][number];
interface Session { readonly work: Work; readonly api: Client; readonly target: string; readonly events: readonly EventName[] }
interface State { listener: KeptListener; cursor: string | undefined; last: Delivery | undefined }
type EventName = (typeof subscribableEvents)[number];

/** `4000/hook`, `localhost:4000/hook` and whole URLs. Throws Failure for what is no address. */
const targetOf = (text: string | undefined): string => {
  if (text === undefined) throw usage('Where to send webhooks is missing.', 'Use --forward-to localhost:3000/hook');
  const whole = /^https?:\/\//.test(text) ? text : /^:?\d+(\/|$)/.test(text) ? `http://localhost:${text.replace(/^:/, '')}` : `http://${text}`;
  if (!URL.canParse(whole)) throw usage(`${text} is no address.`, 'Use --forward-to localhost:3000/hook');
  return whole;
};
const eventsOf = (text: string | undefined): readonly EventName[] => {
  // In a terminal everything is welcome, also the newer events that `*` does not mean.
  const names = text === undefined ? ['*', ...optInEventNames] : text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !subscribableEvents.some((known) => known === name));
  if (unknown !== undefined) throw usage(`There is no event ${unknown}.`, `There are: ${subscribableEvents.join(', ')}.`);
  return subscribableEvents.filter((known) => names.includes(known));
};
/** 30s, 10m, 24h ago. */
const sinceOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  if (unit !== 's' && unit !== 'm' && unit !== 'h') throw usage('--replay needs a stretch of time.', 'For example --replay 10m, 30s or 24h.');
  return new Date(Date.now() - Number(count) * MS[unit]).toISOString();
};

const isGone = (cause: unknown): boolean => cause instanceof Failure && cause.code === 'LISTENER_NOT_FOUND';

/** The listener of the last time while it lives, so that the secret in the app stays right; else a new one. */
const openListener = async ({ work, api, events }: Session, isNew: boolean): Promise<KeptListener> => {
  const name = `${api.baseUrl} ${api.key.slice(-4)} ${events.join(',')}`;
  const kept = readConfig(work.env).profiles[work.profile];
  const known = kept?.listeners?.[name];
  if (known && !isNew) {
    // Asking from its own id on gives nothing away: it is only to learn whether it lives.
    const lives = await api.call(listenerOperations.deliveries, { id: known.id, cursor: 'ffffffff-ffff-7fff-bfff-ffffffffffff' }).then(() => true, (cause: unknown) => {
      if (isGone(cause)) return false;
      throw cause;
    });
    if (lives) return known;
  }
  const { id, secret } = await api.call(listenerOperations.create, { events: [...events] });
  if (kept) keepProfile(work.env, work.profile, { ...kept, listeners: { ...kept.listeners, [name]: { id, secret } } });
  return { id, secret };
};

interface Forwarded { readonly status: number | null; readonly error: string | null; readonly milliseconds: number }
const forward = async ({ target, work }: Session, { body, headers }: Delivery): Promise<Forwarded> => {
  const started = performance.now();
  const ended = (status: number | null, error: string | null): Forwarded => ({ status, error, milliseconds: Math.round(performance.now() - started) });
  try {
    const response = await fetch(target, { method: 'POST', headers, body: Buffer.from(body), redirect: 'manual', signal: AbortSignal.any([work.stopped, AbortSignal.timeout(RECEIVER_MS_MAX)]) });
    await response.arrayBuffer();
    return ended(response.status, null);
  } catch (cause) {
    return ended(null, reasonOf(cause));
  }
};

const clockText = (instant: Date): string => instant.toLocaleTimeString('en-GB');
const deliver = async (session: Session, delivery: Delivery, isResent = false): Promise<void> => {
  const { terminal } = session.work;
  const { paint } = terminal;
  const { status, error, milliseconds } = await forward(session, delivery);
  if (session.work.stopped.aborted) return;
  const outcome = status === null ? paint.red(`✗ ${error}`) : status < 300 ? paint.green(`→ ${status}`) : paint.red(`→ ${status}`);
  terminal.say(`${paint.dim(clockText(new Date()))}  ${delivery.event.padEnd(20)} ${outcome} ${paint.dim(`${milliseconds} ms  ${delivery.event_id}${isResent ? '  again' : ''}`)}`);
  terminal.json({ type: 'delivery', id: delivery.id, event: delivery.event, event_id: delivery.event_id, status, error, ms: milliseconds, resent: isResent });
};

/** r sends the last one again, signed anew; q and Ctrl-C end. */
const takeKeys = (session: Session, state: State, quit: () => void): (() => void) => {
  const { work, api } = session;
  if (!work.terminal.isInteractive) return () => undefined;
  emitKeypressEvents(process.stdin);
  process.stdin.setRawMode(true);
  process.stdin.resume();
  process.stdin.on('keypress', (_, key: { readonly name?: string; readonly ctrl?: boolean }) => {
    if (key.name === 'q' || (key.ctrl === true && key.name === 'c')) quit();
    const { last, listener } = state;
    if (key.name !== 'r') return;
    if (!last) return work.terminal.hint('Nothing has come yet.');
    // From a cursor just before it, the server gives the same bytes with a signature of now.
    void api.call(listenerOperations.deliveries, { id: listener.id, cursor: `${last.id.slice(0, 24)}000000000000` })
      .then(({ deliveries }) => deliver(session, deliveries.find(({ id }) => id === last.id) ?? last, true)).catch((cause: unknown) => work.terminal.hint(String(cause)));
  });
  return () => {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  };
};

const announce = ({ work: { terminal }, events, target }: Session, { listener }: State): void => {
  terminal.say(`${terminal.paint.green('✓')} Listening for ${events.includes('*') ? 'every event' : events.join(', ')} and sending on to ${terminal.paint.bold(target)}`);
  terminal.say(`  Put this secret into your app: ${terminal.paint.cyan(listener.secret)}`);
  terminal.json({ type: 'ready', listener_id: listener.id, secret: listener.secret, forward_to: target, events });
};

/** Asks once, for as long as the server lets us wait, and sends on what came, one after the other. The first time it asks for what is to come. */
const askOnce = async (session: Session, state: State, { signal, since }: { readonly signal: AbortSignal; readonly since: string | undefined }): Promise<void> => {
  const { cursor } = state;
  const from = cursor === undefined ? (since === undefined ? {} : { since }) : { cursor, waitSeconds: String(LISTENER_WAIT_SECONDS_MAX) };
  const { deliveries, next_cursor } = await session.api.call(listenerOperations.deliveries, { id: state.listener.id, ...from }, { signal, timeoutMs: POLL_MS_MAX });
  if (cursor === undefined) announce(session, state);
  for (const delivery of deliveries) {
    state.last = delivery;
    await deliver(session, delivery);
    state.cursor = delivery.id;
  }
  state.cursor = next_cursor;
};

/** Until it is stopped: a server that is away is asked again, more and more seldom; a listener that ended is replaced. */
const follow = async (session: Session, state: State, { signal, since }: { readonly signal: AbortSignal; readonly since: string | undefined }): Promise<void> => {
  const { terminal } = session.work;
  let patience = RETRY_MS;
  while (!signal.aborted) {
    try {
      await askOnce(session, state, { signal, since });
      patience = RETRY_MS;
    } catch (cause) {
      if (signal.aborted) return;
      if (!(cause instanceof Failure) || cause.exitCode === exitCodes.access || state.cursor === undefined) throw cause;
      if (isGone(cause)) {
        terminal.hint('The listener ended while nobody asked; a new one has another secret.');
        Object.assign(state, { listener: await openListener(session, true), cursor: undefined });
        continue;
      }
      terminal.hint(`${cause.message} Trying again in ${patience / MS.s} s.`);
      await pause(patience, undefined, { signal }).catch(() => undefined);
      patience = Math.min(patience * 2, RETRY_MS_MAX);
    }
  }
};

export const listen = async (work: Work): Promise<void> => {
  const session: Session = { work, target: targetOf(textOf(work.values, 'forward-to')), events: eventsOf(textOf(work.values, 'events')), api: await work.client() };
  const since = sinceOf(textOf(work.values, 'replay'));
  const state: State = { listener: await openListener(session, work.values['new'] === true), cursor: undefined, last: undefined };
  const ended = new AbortController();
  work.stopped.addEventListener('abort', () => ended.abort(), { once: true });
  const releaseKeys = takeKeys(session, state, () => ended.abort());
  if (work.terminal.isInteractive) work.terminal.hint('r sends the last one again, q ends');
  await follow(session, state, { signal: ended.signal, since }).finally(releaseKeys);
};
