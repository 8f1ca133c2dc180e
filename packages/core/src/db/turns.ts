/** PostgreSQL's own code for it (too_many_connections), so that callers are told to come back. */
const TOO_MANY = '53300';

/** Nobody got out of the way in time. */
export class TurnTimeout extends Error {
  override readonly name = 'TurnTimeout';
  readonly code = TOO_MANY;
}

interface Waiting { readonly go: () => void; readonly timer: NodeJS.Timeout }

/** Lets `atOnceMax` run at a time, first come first served. Whoever waits longer than `waitMilliseconds` is refused with TurnTimeout. */
export const createTurns = ({ atOnceMax, waitMilliseconds }: { readonly atOnceMax: number; readonly waitMilliseconds: number }): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let running = 0;
  const waiting = new Set<Waiting>();
  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(one);
        reject(new TurnTimeout(`no turn within ${waitMilliseconds} ms, ${atOnceMax} are running`));
      }, waitMilliseconds);
      const one = { go: resolve, timer };
      waiting.add(one);
    });
  // The one who leaves hands its turn over, so `running` does not change.
  const leave = (): void => {
    const [next] = waiting;
    if (!next) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    clearTimeout(next.timer);
    next.go();
  };
  return async (work) => {
    if (running < atOnceMax) running += 1;
    else await turn();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
