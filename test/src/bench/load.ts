import autocannon from 'autocannon';
import type { Figures } from './figures.ts';
import { cpuMicrosecondsOf } from './machine.ts';

interface Request { readonly path?: string; readonly body?: string; readonly headers: Readonly<Record<string, string>> }
interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Whose CPU to count, a process and everything below it each. */
  readonly pids: Readonly<Record<string, number>>;
  /** Makes each request; with a body it is a POST. */
  readonly request: () => Request;
  /** At most so many a second, all connections together. */
  readonly perSecond?: number;
}

/** A closed load over HTTP. Every answer must be a 2xx: otherwise the figures would mean nothing, and it throws. */
export const load = async ({ url, connections, seconds, pids, request, perSecond }: Load): Promise<Figures> => {
  const cpu = () => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMicrosecondsOf(pid)]));
  const before = cpu();
  const result = await autocannon({
    url, connections, duration: seconds, method: 'GET', headers: {}, ...(perSecond !== undefined && { overallRate: perSecond }),
    requests: [{ setupRequest: (prepared) => {
      const { headers, ...made } = request();
      return { ...prepared, ...made, method: made.body === undefined ? 'GET' : 'POST', headers: { ...headers, ...(made.body !== undefined && { 'content-type': 'application/json' }) } };
    } }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals and ${result.errors} errors: the figures would mean nothing`);
  const answered = result['2xx'];
  const after = cpu();
  return {
    perSecond: answered / result.duration, p50Milliseconds: result.latency.p50, p99Milliseconds: result.latency.p99,
    ...Object.fromEntries(Object.keys(pids).map((name) => [`${name}Microseconds`, (after[name]! - before[name]!) / answered])),
  };
};
