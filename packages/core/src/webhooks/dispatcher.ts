import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import type { ClaimedDelivery } from './deliveries.sql.ts';
import { createDeliveryDesk, type DeliveryDesk, type DeskOptions } from './delivery-desk.ts';
import { createEndpointLanes, type Asked, type LaneOutcome } from './endpoint-lanes.ts';
import type { NextStep } from './retry.rules.ts';
import { createRetryAlarm } from './retry-alarm.ts';

export interface DispatcherOptions extends DeskOptions {
  /** Deliveries claimed and not yet answered, over all endpoints. Default 2,000. */
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
/** Shorter than what a lease leaves beside the time-out of a delivery (see DeskOptions), so that nobody else takes what is sent. */
const HELD_MS_MAX = 10_000;
const stale: LaneOutcome = { isAccepted: false, isTimeout: false, durationMs: 0 };

/**
 * Delivers webhooks at least once, each endpoint on lanes of its own, so that a slow receiver delays nobody else.
 * Safe with any number of processes. Rows are the truth: a wake-up may be lost or doubled and a process may die at any point,
 * since the sweep of any process finds whatever is due, first tries and retries alike.
 */
export const createDispatcher = (platform: Pick<Platform, 'config' | 'log' | 'database' | 'vault' | 'clock'>, options: DispatcherOptions = {}): Dispatcher => {
  const [{ log }, { inFlightMax = 2_000 }] = [platform, options];
  const desk = createDeliveryDesk(platform, options);
  const lanes = createEndpointLanes<Held>();
  const alarm = createRetryAlarm((endpointIds) => wakeCounting(endpointIds));
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    const tracked: Promise<unknown> = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const wakeCounting = (endpointIds: readonly string[]): number => {
    const news = endpointIds.filter((endpointId) => lanes.want(endpointId)).length;
    claims.start();
    return news;
  };
  const giveUp = (held: readonly Held[]): void => {
    if (held.length === 0) return;
    const released = desk.release(held.map(({ claimed }) => claimed)).then(() => wakeCounting([...new Set(held.map(({ endpointId }) => endpointId))]));
    track(released.catch((error: unknown) => log.warn({ err: error }, 'webhook deliveries not given back; they are taken again when their lease ends')));
  };
  const claims = createClaimLoop({
    take: () => lanes.take(inFlightMax),
    claim: async (asked) => {
      try {
        const [claimed, sinceMs] = [await desk.claim(asked), performance.now()];
        for (const one of claimed) lanes.hold({ endpointId: one.endpointId, claimed: one, sinceMs });
        for (const endpointId of filledRooms(asked, claimed)) lanes.want(endpointId);
        for (const { endpointId } of asked) send(endpointId);
      } catch (error) {
        log.warn({ err: error }, 'webhook deliveries could not be claimed; trying again');
        for (const { endpointId } of asked) alarm.set(endpointId, CLAIM_AGAIN_MS);
      }
    },
  });
  /** As much of what is claimed for the endpoint as its lanes take. */
  const send = (endpointId: string): void => {
    for (const held of lanes.start(endpointId)) {
      if (performance.now() - held.sinceMs <= HELD_MS_MAX) track(sendOne(held.claimed));
      // Its lease may end before an answer would come.
      else giveUp([held, ...lanes.end(endpointId, stale)]);
    }
  };
  const sendOne = async (claimed: ClaimedDelivery): Promise<void> => {
    const { endpointId, deliveryId, isProbe } = claimed;
    try {
      const step = await deliver(desk, claimed, (ended) => {
        giveUp(lanes.end(endpointId, ended));
        send(endpointId);
        claims.start();
      });
      if (step.status === 'PENDING') alarm.set(endpointId, step.delayMs);
      // The breaker has closed again: what waited behind it may go.
      if (step.status === 'DELIVERED' && isProbe) wakeCounting([endpointId]);
    } catch (error) {
      log.error({ err: error, deliveryId }, 'webhook delivery not completed; it is tried again when its lease ends');
    }
  };
  return {
    wake: (endpointIds) => void wakeCounting(endpointIds),
    sweep: async () => wakeCounting(await desk.dueEndpointIds()),
    stop: async () => {
      alarm.stop();
      await claims.stop();
      giveUp(lanes.empty());
      while (underWay.size > 0) await Promise.all(underWay);
      await desk.close();
    },
  };
};

/** Claimed and not sent yet. */
interface Held { readonly endpointId: string; readonly claimed: ClaimedDelivery; readonly sinceMs: number }

/** Who filled its room may have more. */
const filledRooms = (asked: readonly Asked[], claimed: readonly ClaimedDelivery[]): readonly string[] => {
  const taken = Map.groupBy(claimed, ({ endpointId }) => endpointId);
  return asked.filter(({ endpointId, room }) => taken.get(endpointId)?.length === room).map(({ endpointId }) => endpointId);
};

/** One try from the request to its committed completion. `onEnded` is called when the endpoint's lane is free again, before the commit. */
const deliver = async (desk: DeliveryDesk, claimed: ClaimedDelivery, onEnded: (ended: LaneOutcome) => void): Promise<NextStep> => {
  let ended: LaneOutcome = stale;
  try {
    const attempted = await desk.send(claimed);
    ended = attempted;
    return desk.complete(claimed, attempted);
  } finally {
    onEnded(ended);
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
