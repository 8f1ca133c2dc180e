/** How many deliveries may be on their way to one endpoint at once, so that one receiver cannot take all there is. */
export const LANE_WIDTH = 8;
/** After so many time-outs in a row an endpoint is tried by one delivery at a time, until one is answered. */
const TIMEOUTS_TO_NARROW = 3;
const ENDPOINTS_PER_CLAIM_MAX = 500;

export interface Asked { readonly endpointId: string; readonly room: number }

/**
 * Remembers which endpoints may have due deliveries and how much room each has. In memory and per process: with several
 * workers an endpoint gets as many lanes. Fair: an endpoint that was served goes to the end of the line.
 */
export interface EndpointLanes {
  /** There may be something due. True if nobody knew that. */
  want(endpointId: string): boolean;
  /** Takes endpoints that are wanted and have room out of the line, for `total` deliveries at most. */
  take(total: number): readonly Asked[];
  begin(endpointId: string): void;
  end(endpointId: string, outcome: { readonly isTimeout: boolean }): void;
}

interface Lane { inFlight: number; timeouts: number; isWanted: boolean }

export const createEndpointLanes = (width: number = LANE_WIDTH): EndpointLanes => {
  const lanes = new Map<string, Lane>();
  const line = new Set<string>();
  const roomOf = ({ inFlight, timeouts }: Lane): number => (timeouts >= TIMEOUTS_TO_NARROW ? 1 : width) - inFlight;
  const laneOf = (endpointId: string): Lane => {
    const lane = lanes.get(endpointId) ?? { inFlight: 0, timeouts: 0, isWanted: false };
    lanes.set(endpointId, lane);
    return lane;
  };
  const forgetIdle = (endpointId: string, { inFlight, timeouts, isWanted }: Lane): void => {
    if (inFlight === 0 && timeouts === 0 && !isWanted) lanes.delete(endpointId);
  };
  return {
    want: (endpointId) => {
      const lane = laneOf(endpointId);
      const isNews = !lane.isWanted && lane.inFlight === 0;
      lane.isWanted = true;
      if (roomOf(lane) > 0) line.add(endpointId);
      return isNews;
    },
    take: (total) => {
      const asked: Asked[] = [];
      let left = total;
      for (const endpointId of line) {
        if (left <= 0 || asked.length === ENDPOINTS_PER_CLAIM_MAX) break;
        line.delete(endpointId);
        const lane = laneOf(endpointId);
        const room = Math.min(roomOf(lane), left);
        // Narrowed since it was put into line: it comes back when its delivery ends.
        if (room <= 0) continue;
        lane.isWanted = false;
        left -= room;
        asked.push({ endpointId, room });
        forgetIdle(endpointId, lane);
      }
      return asked;
    },
    begin: (endpointId) => {
      laneOf(endpointId).inFlight += 1;
    },
    end: (endpointId, { isTimeout }) => {
      const lane = laneOf(endpointId);
      lane.inFlight -= 1;
      lane.timeouts = isTimeout ? lane.timeouts + 1 : 0;
      if (lane.isWanted && roomOf(lane) > 0) line.add(endpointId);
      forgetIdle(endpointId, lane);
    },
  };
};
