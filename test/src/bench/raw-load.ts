import { connect } from 'node:net';
import type { Figures } from './figures.ts';
import { cpuMicrosecondsOf } from './machine.ts';

interface RawLoad {
  /** Of the server. */
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Whose CPU to count, a process and everything below it each. */
  readonly pids: Readonly<Record<string, number>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Makes each request; with a body it is a POST of JSON. */
  readonly request: () => { readonly path: string; readonly body?: string };
}

const HEAD_END = '\r\n\r\n';
const lengthOf = (head: string): number => Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);

/**
 * A closed load of requests written to sockets by hand: a third of what autocannon costs a request, which matters where the generator shares the
 * machine with what it measures, and p99 in less than whole milliseconds. Every answer must be a 2xx with a length: otherwise it throws.
 */
export const rawLoad = async ({ url, connections, seconds, pids, headers, request }: RawLoad): Promise<Figures> => {
  const { hostname, port } = new URL(url);
  const fixed = [`host: ${hostname}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  const textOf = ({ path, body }: ReturnType<typeof request>): string => body === undefined ? `GET ${path} HTTP/1.1\r\n${fixed}${HEAD_END}`
    : `POST ${path} HTTP/1.1\r\n${fixed}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`;
  const cpu = () => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMicrosecondsOf(pid)]));
  const tookMs: number[] = [];
  const [before, started] = [cpu(), performance.now()];
  const client = () => new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname).setNoDelay(true);
    let [sentAt, answer] = [0, Buffer.alloc(0)];
    const send = (): void => {
      sentAt = performance.now();
      if (sentAt - started > seconds * 1_000) return void socket.end(resolve);
      socket.write(textOf(request()));
    };
    socket.on('data', (chunk) => {
      answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
      const headEnd = answer.indexOf(HEAD_END);
      const head = headEnd < 0 ? '' : answer.toString('latin1', 0, headEnd);
      if (headEnd < 0 || answer.length < headEnd + HEAD_END.length + lengthOf(head)) return;
      if (!head.startsWith('HTTP/1.1 2')) return void socket.destroy(new Error(`an answer was no 2xx: ${answer.toString().slice(0, 500)}`));
      tookMs.push(performance.now() - sentAt);
      answer = Buffer.alloc(0);
      send();
    });
    socket.on('connect', send).on('error', reject).on('close', () => reject(new Error('a connection was closed')));
  });
  await Promise.all(Array.from({ length: connections }, client));
  const elapsedSeconds = (performance.now() - started) / 1_000;
  const after = cpu();
  tookMs.sort((one, other) => one - other);
  const at = (share: number) => tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN;
  return {
    perSecond: tookMs.length / elapsedSeconds, p50Milliseconds: at(0.5), p99Milliseconds: at(0.99),
    ...Object.fromEntries(Object.keys(pids).map((name) => [`${name}Microseconds`, (after[name]! - before[name]!) / tookMs.length])),
  };
};
