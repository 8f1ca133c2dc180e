import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import type { ClaimedDelivery } from './deliveries.sql.ts';
import { createDeliveryDesk, type DeliveryDesk, type DeskOptions } from './delivery-desk.ts';
import { createEndpointLanes, type Asked } from './endpoint-lanes.ts';
import type { NextStep } from './retry.rules.ts';
import { createRetryAlarm } from './retry-alarm.ts';

export interface DispatcherOptions extends DeskOptions {
  /** Deliveries on their way at once, over all endpoints. Default 1,000. */
  readonly inFlightMax?: number;
}

export interface Dispatcher {
  /** These endpoints may have due deliveries. Returns at once; what happens next is nobody's to wait for. */
  wake(endpointIds: readonly string[]): void;
  /**
   * Looks for due deliveries of all endpoints and wakes theirs. To be called every few seconds: after a crash or a lost wake-up, and
   * for retries more than a minute away, nothing else finds them. Says how many endpoints were not in work already.
   */
  sweep(): Promise<number>;
  /** Claims no more and waits for what is on its way, which the time-out of a delivery bounds. */
  stop(): Promise<void>;
}

const CLAIM_AGAIN_MS = 1_000;

/**
 * Delivers webhooks at least once, each endpoint on lanes of its own, so that a slow receiver delays nobody else.
 * Safe with any number of processes. Rows are the truth: a wake-up may be lost or doubled and a process may die at any point,
 * since the sweep of any process finds whatever is due, first tries and retries alike.
 */
export const createDispatcher = (platform: Pick<Platform, 'config' | 'log' | 'database' | 'vault' | 'clock'>, options: DispatcherOptions = {}): Dispatcher => {
  const [{ log }, { inFlightMax = 1_000 }] = [platform, options];
  const desk = createDeliveryDesk(platform, options);
  const lanes = createEndpointLanes();
  const alarm = createRetryAlarm((endpointIds) => wakeCounting(endpointIds));
  const underWay = new Set<Promise<unknown>>();
  const wakeCounting = (endpointIds: readonly string[]): number => {
    const news = endpointIds.filter((endpointId) => lanes.want(endpointId)).length;
    claims.start();
    return news;
  };
  const claims = createClaimLoop({
    take: () => lanes.take(inFlightMax - underWay.size),
    claim: async (asked) => {
      try {
        const claimed = await desk.claim(asked);
        for (const one of claimed) track(one);
        for (const endpointId of filledRooms(asked, claimed)) lanes.want(endpointId);
      } catch (error) {
        log.warn({ err: error }, 'webhook deliveries could not be claimed; trying again');
        for (const { endpointId } of asked) alarm.set(endpointId, CLAIM_AGAIN_MS);
      }
    },
  });
  const goOn = ({ endpointId, isProbe }: ClaimedDelivery, step: NextStep): void => {
    if (step.status === 'PENDING') alarm.set(endpointId, step.delayMs);
    // The breaker has closed again: what waited behind it may go.
    if (step.status === 'DELIVERED' && isProbe) wakeCounting([endpointId]);
  };
  const track = (claimed: ClaimedDelivery): void => {
    const { endpointId, deliveryId } = claimed;
    lanes.begin(endpointId);
    const delivered: Promise<unknown> = deliver(desk, claimed, (ended) => {
      lanes.end(endpointId, ended);
      claims.start();
    })
      .then((step) => goOn(claimed, step))
      .catch((error: unknown) => log.error({ err: error, deliveryId }, 'webhook delivery not completed; it is tried again when its lease ends'))
      .finally(() => {
        underWay.delete(delivered);
        claims.start();
      });
    underWay.add(delivered);
  };
  return {
    wake: (endpointIds) => void wakeCounting(endpointIds),
    sweep: async () => wakeCounting(await desk.dueEndpointIds()),
    stop: async () => {
      alarm.stop();
      await claims.stop();
      while (underWay.size > 0) await Promise.all(underWay);
      await desk.close();
    },
  };
};

/** Who filled its room may have more. */
const filledRooms = (asked: readonly Asked[], claimed: readonly ClaimedDelivery[]): readonly string[] => {
  const taken = Map.groupBy(claimed, ({ endpointId }) => endpointId);
  return asked.filter(({ endpointId, room }) => taken.get(endpointId)?.length === room).map(({ endpointId }) => endpointId);
};

/** One try from the request to its committed completion. `onEnded` is called when the endpoint's lane is free again, before the commit. */
const deliver = async (desk: DeliveryDesk, claimed: ClaimedDelivery, onEnded: (ended: { readonly isTimeout: boolean }) => void): Promise<NextStep> => {
  let isTimeout = false;
  try {
    const attempted = await desk.send(claimed);
    ({ isTimeout } = attempted);
    return desk.complete(claimed, attempted);
  } finally {
    onEnded({ isTimeout });
  }
};

interface ClaimLoop { start(): void; stop(): Promise<void> }

/** One claim at a time: what is woken and what gets free meanwhile leaves with the next, so batches grow with the load. */
const createClaimLoop = ({ take, claim }: { readonly take: () => readonly Asked[]; readonly claim: (asked: readonly Asked[]) => Promise<void> }): ClaimLoop => {
  let running: Promise<void> | undefined;
  let isStopped = false;
  const next = () => (isStopped ? [] : take());
  const run = async (): Promise<void> => {
    await nextTurn();
    for (let asked = next(); asked.length > 0; asked = next()) await claim(asked);
    // In the same turn as the last look, so that no wake-up falls between.
    running = undefined;
  };
  return {
    start: () => {
      if (!isStopped) running ??= run();
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
};
