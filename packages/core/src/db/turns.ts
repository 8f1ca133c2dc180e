/** PostgreSQL's own code for it (too_many_connections), so that callers are told to come back. */
const TOO_MANY = '53300';

/** Nobody got out of the way in time. */
export class TurnTimeout extends Error {
  override readonly name = 'TurnTimeout';
  readonly code = TOO_MANY;
}

export interface TurnsOptions { readonly atOnceMax: number; readonly waitMilliseconds: number }
export type Turns = <T>(whose: string, work: () => Promise<T>) => Promise<T>;
interface Waiting { readonly go: () => void; readonly timer: NodeJS.Timeout }

/**
 * Lets `atOnceMax` run at a time, first come first served within a name. A turn that ends goes to the name that holds fewest of those that wait; of
 * several to the one served longest ago: so nobody is given more than half while another waits. Whoever waits longer than `waitMilliseconds` is
 * refused with TurnTimeout.
 */
export const createTurns = ({ atOnceMax, waitMilliseconds }: TurnsOptions): Turns => {
  let running = 0;
  const held = new Map<string, number>();
  /** Never an empty set; whoever was served goes to the end. */
  const waiting = new Map<string, Set<Waiting>>();

  const heldBy = (whose: string): number => held.get(whose) ?? 0;
  const hold = (whose: string, change: 1 | -1): void => {
    running += change;
    const now = heldBy(whose) + change;
    if (now === 0) held.delete(whose);
    else held.set(whose, now);
  };
  const stopWaiting = (whose: string, one: Waiting): Set<Waiting> => {
    clearTimeout(one.timer);
    const others = waiting.get(whose)!;
    others.delete(one);
    if (others.size === 0) waiting.delete(whose);
    return others;
  };
  const turn = (whose: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stopWaiting(whose, one);
        reject(new TurnTimeout(`no turn within ${waitMilliseconds} ms, ${atOnceMax} are running`));
      }, waitMilliseconds);
      const one = { go: resolve, timer };
      waiting.set(whose, (waiting.get(whose) ?? new Set()).add(one));
    });
  const handOver = (): void => {
    const [first, ...others] = waiting.keys();
    if (first === undefined) return;
    const next = others.reduce((least, whose) => (heldBy(whose) < heldBy(least) ? whose : least), first);
    const [one] = waiting.get(next)!;
    const left = stopWaiting(next, one!);
    if (waiting.delete(next)) waiting.set(next, left);
    hold(next, 1);
    one!.go();
  };
  return async (whose, work) => {
    if (running < atOnceMax) hold(whose, 1);
    else await turn(whose);
    try {
      return await work();
    } finally {
      hold(whose, -1);
      handOver();
    }
  };
};
