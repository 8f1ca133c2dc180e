import { Refusal } from '@paygate/contract/errors';

/** Runs at most `runningMax` at a time; beyond `waitingMax` waiting it refuses SERVICE_UNAVAILABLE, so that a flood cannot queue without end. */
export const slots = ({ runningMax, waitingMax }: { readonly runningMax: number; readonly waitingMax: number }): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < runningMax) running += 1;
    else {
      if (waiting.length >= waitingMax) throw new Refusal('SERVICE_UNAVAILABLE');
      // The one who leaves hands its slot over, so `running` does not change here.
      await new Promise<void>((go) => { waiting.push(go); });
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
