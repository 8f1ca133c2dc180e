import cluster from 'node:cluster';
import { recall } from '@paygate/core/recall';
import { AggregatorRegistry, type Registry } from '@prometheus-io/client';

const ASKED = 'paygate:metrics-asked';
const ANSWERED = 'paygate:metrics-answered';
interface Asked { readonly type: typeof ASKED; readonly id: number }
interface Answered { readonly type: typeof ANSWERED; readonly id: number; readonly text: string | undefined }
const isOf = <M extends { readonly type: string }>(message: unknown, type: M['type']): message is M => typeof message === 'object' && message !== null && 'type' in message && message.type === type;

/** In the process that started the others: answers each of them with the metrics of all, gathered once for those who ask within a second. */
export const answerMetrics = (): void => {
  const all = new AggregatorRegistry();
  // One that does not answer within five seconds fails all of it.
  const gathered = recall((_: 'all') => all.clusterMetrics());
  cluster.on('message', (worker, message: unknown) => {
    if (!isOf<Asked>(message, ASKED)) return;
    const answer = (text: string | undefined): void => {
      if (worker.isConnected()) worker.send({ type: ANSWERED, id: message.id, text } satisfies Answered);
    };
    gathered('all').then(answer, () => answer(undefined));
  });
};

/** Prometheus' text, of all processes of the API where there are several: whichever is asked must tell the same. Up to a second old: anybody may ask, and gathering is work. Rejects when one of them does not answer. */
export const metricsOf = (registry: Registry): (() => Promise<string>) => {
  if (!cluster.isWorker) {
    const gathered = recall((_: 'own') => registry.metrics());
    return () => gathered('own');
  }
  AggregatorRegistry.setRegistries([registry]);
  // Made for what it does to this process: it hears when its own are asked for.
  void new AggregatorRegistry();
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  process.on('message', (message: unknown) => {
    if (!isOf<Answered>(message, ANSWERED)) return;
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.text === undefined) asked?.reject(new Error('a process of the API did not tell its metrics'));
    else asked?.resolve(message.text);
  });
  let asked = 0;
  return () => {
    const answered = Promise.withResolvers<string>();
    waiting.set((asked += 1), answered);
    process.send?.({ type: ASKED, id: asked } satisfies Asked);
    return answered.promise;
  };
};
