/** Later retries are left to the sweep: seconds do not matter there, and a long outage must not fill the memory with timers. */
const ALARM_MS_MAX = 60_000;
const SLOT_MS = 50;

export interface RetryAlarm {
  /** Rings for this endpoint once `delayMs` have passed, at most 50 ms later. */
  set(endpointId: string, delayMs: number): void;
  stop(): void;
}

/** Wakes endpoints when their next retry is due. Retries due in the same moment share a timer. */
export const createRetryAlarm = (ring: (endpointIds: readonly string[]) => void): RetryAlarm => {
  const slots = new Map<number, { readonly endpointIds: Set<string>; readonly timer: NodeJS.Timeout }>();
  let isStopped = false;
  return {
    set: (endpointId, delayMs) => {
      if (isStopped || delayMs > ALARM_MS_MAX) return;
      const now = performance.now();
      const slot = Math.ceil((now + delayMs) / SLOT_MS);
      const known = slots.get(slot);
      known?.endpointIds.add(endpointId);
      if (known) return;
      const endpointIds = new Set([endpointId]);
      const timer = setTimeout(() => {
        slots.delete(slot);
        ring([...endpointIds]);
      }, slot * SLOT_MS - now + 1);
      slots.set(slot, { endpointIds, timer });
    },
    stop: () => {
      isStopped = true;
      for (const { timer } of slots.values()) clearTimeout(timer);
      slots.clear();
    },
  };
};
