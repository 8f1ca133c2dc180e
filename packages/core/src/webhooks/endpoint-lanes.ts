import { BREAKER_OPENS_AFTER } from './health.rules.ts';

/** How many deliveries may be on their way to one endpoint at once, until it has shown that it answers quickly. */
export const LANE_WIDTH = 8;
/** A quick endpoint gets more, as long as all lanes together stay within the second figure: more sockets make nothing faster. */
const LANE_WIDTH_MAX = 64;
const SENDING_QUICK_MAX = 256;
/** An answer within this is quick. */
const QUICK_MS = 250;
/** So many are claimed ahead for one quick endpoint, and for all of them together, so that sending never waits for a claim. */
const AHEAD_MAX = 256;
const AHEAD_TOTAL = 1_500;
/** After so many time-outs in a row an endpoint is tried by one delivery at a time, until one is answered; after as many failures as open its breaker, until one is accepted. */
const TIMEOUTS_TO_NARROW = 3;
const ENDPOINTS_PER_CLAIM_MAX = 500;
/** What an endpoint has shown is remembered so long after it was used last: its tries come again within minutes. */
const IDLE_MS_MAX = 5 * 60_000;

export interface Asked { readonly endpointId: string; readonly room: number }
export interface LaneOutcome { readonly isAccepted: boolean; readonly isTimeout: boolean; readonly durationMs: number }

/**
 * Remembers which endpoints may have due deliveries, what is claimed for each and how much of it may be on its way. In memory and
 * per process: with several workers an endpoint gets as many lanes. Fair: an endpoint that was served goes to the end of the line.
 * Only an endpoint that accepts quickly has deliveries claimed ahead, so that what a failing one holds is small. Those that nothing is sent to or
 * wanted for narrow nobody and are forgotten.
 */
export interface EndpointLanes<T extends { readonly endpointId: string }> {
  /** There may be something due. True if nobody knew that. */
  want(endpointId: string): boolean;
  /** Takes endpoints that are wanted and have room out of the line, for `total` deliveries at most, all lanes together. */
  take(total: number): readonly Asked[];
  /** Claimed; waits for its turn. */
  hold(claimed: T): void;
  /** What may be sent to this endpoint now; it counts as on its way from here on. */
  start(endpointId: string): readonly T[];
  /** One less on its way. After a failure what was claimed ahead is given up and answered. */
  end(endpointId: string, outcome: LaneOutcome): readonly T[];
  /** Gives up everything that waits. */
  empty(): readonly T[];
  /** Waiting and on their way. */
  count(): number;
}

interface Lane<T> { sending: number; held: T[]; width: number; acceptedInRow: number; failuresInRow: number; timeouts: number; isWanted: boolean }

export const createEndpointLanes = <T extends { readonly endpointId: string }>(nowMs = () => performance.now()): EndpointLanes<T> => {
  const lanes = new Map<string, Lane<T>>();
  const line = new Set<string>();
  /** Lanes with nothing to do, longest first, and since when. */
  const idle = new Map<string, number>();
  let total = 0;
  const busyCount = (): number => Math.max(1, lanes.size - idle.size);
  const isQuick = ({ acceptedInRow }: Lane<T>): boolean => acceptedInRow >= LANE_WIDTH;
  const widthOf = (lane: Lane<T>): number => (lane.timeouts >= TIMEOUTS_TO_NARROW || lane.failuresInRow >= BREAKER_OPENS_AFTER ? 1 : lane.width);
  // A quick endpoint asks when half of what is ahead has gone, so that claims are few and large.
  const roomOf = (lane: Lane<T>): number => {
    const width = widthOf(lane);
    if (!isQuick(lane)) return width - lane.sending - lane.held.length;
    const ahead = Math.max(LANE_WIDTH, Math.min(AHEAD_MAX, Math.floor(AHEAD_TOTAL / busyCount())));
    return lane.held.length > ahead / 2 ? 0 : width + ahead - lane.sending - lane.held.length;
  };
  /** To give it something to do, or to go on with that. */
  const laneOf = (endpointId: string): Lane<T> => {
    const lane = lanes.get(endpointId) ?? { sending: 0, held: [], width: LANE_WIDTH, acceptedInRow: 0, failuresInRow: 0, timeouts: 0, isWanted: false };
    lanes.set(endpointId, lane);
    idle.delete(endpointId);
    return lane;
  };
  const rest = (endpointId: string, { sending, held, isWanted }: Lane<T>, isRemembered: boolean): void => {
    if (sending > 0 || held.length > 0 || isWanted) return;
    if (isRemembered) idle.set(endpointId, nowMs());
    else lanes.delete(endpointId);
  };
  const forgetIdle = (): void => {
    for (const [endpointId, sinceMs] of idle) {
      if (nowMs() - sinceMs < IDLE_MS_MAX) return;
      idle.delete(endpointId);
      lanes.delete(endpointId);
    }
  };
  const lineUp = (endpointId: string, lane: Lane<T>): void => {
    if (lane.isWanted && roomOf(lane) > 0) line.add(endpointId);
  };
  const widen = (lane: Lane<T>): void => {
    const most = Math.max(LANE_WIDTH, Math.min(LANE_WIDTH_MAX, Math.floor(SENDING_QUICK_MAX / busyCount())));
    lane.acceptedInRow += 1;
    if (lane.width > most) lane.width = most;
    else if (lane.acceptedInRow % lane.width === 0) lane.width = Math.min(most, lane.width * 2);
  };
  return {
    want: (endpointId) => {
      const lane = laneOf(endpointId);
      const isNews = !lane.isWanted && lane.sending === 0 && lane.held.length === 0;
      lane.isWanted = true;
      lineUp(endpointId, lane);
      return isNews;
    },
    take: (most) => {
      forgetIdle();
      const asked: Asked[] = [];
      let left = most - total;
      for (const endpointId of line) {
        if (left <= 0 || asked.length === ENDPOINTS_PER_CLAIM_MAX) break;
        line.delete(endpointId);
        const lane = laneOf(endpointId);
        const room = Math.min(roomOf(lane), left);
        // Filled or narrowed since it was put into line: it comes back when a delivery ends.
        if (room <= 0) continue;
        lane.isWanted = false;
        left -= room;
        asked.push({ endpointId, room });
        // What a lane has shown holds while its claim runs.
        rest(endpointId, lane, lane.failuresInRow > 0 || lane.acceptedInRow > 0);
      }
      return asked;
    },
    hold: (claimed) => {
      laneOf(claimed.endpointId).held.push(claimed);
      total += 1;
    },
    start: (endpointId) => {
      const lane = lanes.get(endpointId);
      if (!lane) return [];
      const started = lane.held.splice(0, Math.max(0, widthOf(lane) - lane.sending));
      lane.sending += started.length;
      return started;
    },
    end: (endpointId, { isAccepted, isTimeout, durationMs }) => {
      const lane = laneOf(endpointId);
      lane.sending -= 1;
      total -= 1;
      lane.timeouts = isTimeout ? lane.timeouts + 1 : 0;
      lane.failuresInRow = isAccepted ? 0 : lane.failuresInRow + 1;
      if (isAccepted && durationMs <= QUICK_MS) widen(lane);
      else Object.assign(lane, { acceptedInRow: 0, width: LANE_WIDTH });
      const givenUp = isAccepted ? [] : lane.held.splice(0);
      total -= givenUp.length;
      lineUp(endpointId, lane);
      rest(endpointId, lane, lane.failuresInRow > 0);
      return givenUp;
    },
    empty: () => {
      const givenUp = [...lanes.values()].flatMap(({ held }) => held.splice(0));
      total -= givenUp.length;
      return givenUp;
    },
    count: () => total,
  };
};
