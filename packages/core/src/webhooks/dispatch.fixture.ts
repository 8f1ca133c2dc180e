import { spawn, type ChildProcess } from 'node:child_process';
import { atEndOfFile } from '@paygate/test/support/end-of-file';
import { PATIENCE_MS } from '@paygate/test/support/until';
import { vi } from 'vitest';
import type { House } from '../sessions/session.fixture.ts';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import { listDeliveries } from './list-deliveries.ts';
import type { DeliveryStatus } from './webhook.entity.ts';
import { openReceiver, withKey, type Receiver, type Shop } from './webhook.fixture.ts';

export interface Dispatching {
  /** Retries after 5, 30, 180 … ms instead of seconds. */
  readonly dispatcher: (options?: DispatcherOptions & { readonly timeoutMs?: number; readonly runtime?: 'development' | 'production' }) => Dispatcher;
  readonly receiver: (reply?: Parameters<typeof openReceiver>[0]) => Promise<Receiver>;
  /** The shop's newest hundred deliveries. */
  readonly log: (shop: Shop, filter?: { readonly status?: DeliveryStatus }) => Promise<Awaited<ReturnType<typeof listDeliveries>>['deliveries']>;
  readonly attemptsOf: (deliveryId: string) => Promise<readonly Record<string, unknown>[]>;
  /** Waits until the shop has so many deliveries, all of them in this status. */
  readonly allAre: (shop: Shop, status: string, count: number) => Promise<unknown>;
  /** Ends both kinds and whatever is still waiting. */
  readonly settle: () => Promise<void>;
}

/** Real dispatchers and receivers on the house's database, ended after each test. */
export const openDispatching = (house: House): Dispatching => {
  const receivers: Receiver[] = [];
  const dispatchers: Dispatcher[] = [];
  const log: Dispatching['log'] = async (shop, filter = {}) => (await withKey(house.platform, shop.caller, (ctx) => listDeliveries(ctx, { limit: 100, ...filter }))).deliveries;
  return {
    log,
    attemptsOf: async (deliveryId) => (await house.owner.query('select attempt, status_code, error, response_body from delivery_attempt where delivery_id = $1 order by attempt', [deliveryId])).rows,
    allAre: (shop, status, count) => until(async () => {
      const deliveries = await log(shop);
      return deliveries.length === count && deliveries.every((delivery) => delivery.status === status);
    }),
    dispatcher: ({ timeoutMs = 5_000, runtime = 'development', ...rest } = {}) => {
      const config = { ...house.platform.config, runtime, webhookTimeoutMs: timeoutMs, webhookAttemptsMax: 3 };
      const opened = createDispatcher({ ...house.platform, config }, { backoffScale: 0.001, ...rest });
      dispatchers.push(opened);
      return opened;
    },
    receiver: async (reply) => {
      const opened = await openReceiver(reply);
      receivers.push(opened);
      return opened;
    },
    settle: async () => {
      const closing = receivers.splice(0).map((receiver) => receiver.close());
      await Promise.all([...closing, ...dispatchers.splice(0).map((dispatcher) => dispatcher.stop())]);
      await house.owner.query(`update delivery set status = 'FAILED' where status = 'PENDING'`);
    },
  };
};

export const until = (isSo: () => boolean | Promise<boolean>) => vi.waitUntil(isSo, { timeout: PATIENCE_MS, interval: 10 });

/** A worker in a process of its own, to be killed; it dies with the test file at the latest, also where a test fails before it kills it. */
export const startMortalWorker = (databaseUrl: string): ChildProcess => {
  const worker = spawn(process.execPath, [`${import.meta.dirname}/mortal-worker.fixture.ts`], { env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, MORTAL_LEASE_MS: '2000' }, stdio: 'inherit' });
  atEndOfFile(() => worker.kill('SIGKILL'));
  return worker;
};
