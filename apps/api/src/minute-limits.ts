import cluster from 'node:cluster';
import { RateLimiterCluster, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE = 60;

/** Counts a call, and tells the whole seconds to wait before it may be made: 0 while there is room. */
type MinuteLimit = (who: string) => Promise<number>;

const limitBy = (limiter: RateLimiterMemory | RateLimiterCluster): MinuteLimit => async (who) =>
  limiter.consume(who).then(() => 0, (cause: unknown) => {
    if (!(cause instanceof RateLimiterRes)) throw cause;
    return Math.max(1, Math.ceil(cause.msBeforeNext / 1_000));
  });

/** Counted in this process alone: for calls so many that to ask another process about each would cost more than most of them. */
export const limitHere = (perMinute: number): MinuteLimit => limitBy(new RateLimiterMemory({ points: perMinute, duration: MINUTE }));

/** Counted for all processes of the API together, by the one that started them. `name` tells one such limit from another. */
export const limitTogether = (name: string, perMinute: number): MinuteLimit =>
  limitBy(cluster.isWorker ? new RateLimiterCluster({ keyPrefix: name, points: perMinute, duration: MINUTE }) : new RateLimiterMemory({ points: perMinute, duration: MINUTE }));
