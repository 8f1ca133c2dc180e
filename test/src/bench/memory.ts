import { readFileSync } from 'node:fs';
import { freePort } from '../support/free-port.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { openInspector } from './inspector.ts';
import { load } from './load.ts';

const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 1_000_000);
const REST_SECONDS = Number(process.env['BENCH_REST_SECONDS'] ?? 60);
const STEPS = 10;
const RESTS = 6;
const CONNECTIONS = 32;
const SECONDS = 5;
const CREATE_EVERY = 10;
const KIB_PER_MIB = 1_024;

/** Resident memory of one process in MiB. */
const residentOf = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / KIB_PER_MIB;

/** One request in ten creates a payment, the others read those that are there, by order and a page at a time. */
const requests = (house: BenchHouse, orders: number) => {
  const headers = { 'x-api-key': house.secretKey };
  let count = 0;
  return () => {
    count += 1;
    if (count % CREATE_EVERY === 0) return { headers, path: '/api/v1/payment/create', body: JSON.stringify({ amount: 100.37, metadata: { memberName: 'นาย ทองดี ใจงาม' } }) };
    return { headers, path: count % CREATE_EVERY === 1 ? '/api/v1/transactions?limit=20&cursor=' : `/api/v1/payment/order/M-${count % orders}` };
  };
};

const ORDERS = 1_000;
const createOrders = async (house: BenchHouse): Promise<void> => {
  for (let order = 0; order < ORDERS; order += 1) {
    const response = await fetch(`${house.baseUrl}/api/v1/payment/create`, { method: 'POST', headers: { 'x-api-key': house.secretKey, 'content-type': 'application/json' }, body: JSON.stringify({ amount: 100.37, orderId: `M-${order}` }) });
    if (!response.ok) throw new Error(`create answered ${response.status}`);
  }
};

/** What api and worker hold after each tenth of a million requests (BENCH_REQUESTS), and once they have rested: a leak would show as a slope. */
export const benchMemory = async (): Promise<void> => {
  const [apiPort, workerPort] = [await freePort(), await freePort()];
  const house = await openHouse({ NODE_OPTIONS: `--inspect-port=${apiPort}`, API_PROCESSES: '1' });
  const worker = await house.startWorker({ NODE_OPTIONS: `--inspect-port=${workerPort}` });
  try {
    await createOrders(house);
    const [api, work] = [await openInspector(house.pid, apiPort), await openInspector(worker.pid, workerPort)];
    const next = requests(house, ORDERS);
    const held = async (): Promise<Figures> => ({
      apiHeapMebibytes: await api.heapMebibytes(), apiMebibytes: residentOf(house.pid), workerHeapMebibytes: await work.heapMebibytes(), workerMebibytes: residentOf(worker.pid),
    });
    const after = async (wanted: number): Promise<Figures> => {
      let answered = 0;
      while (answered < wanted) answered += ((await load({ url: house.baseUrl, connections: CONNECTIONS, seconds: SECONDS, pids: {}, request: next }))['perSecond'] ?? 0) * SECONDS;
      const figures = { requests: answered, ...await held() };
      process.stdout.write(`memory: ${JSON.stringify(figures)}\n`);
      return figures;
    };
    const steps = Array.from({ length: STEPS }, (_, step) => [`after tenth ${step + 1} of ${REQUESTS.toLocaleString('en')} requests`, () => after(REQUESTS / STEPS)] as const);
    const rest = async (): Promise<Figures> => {
      await new Promise((resolve) => setTimeout(resolve, (REST_SECONDS * 1_000) / RESTS));
      return held();
    };
    const restName = (part: number) => `after ${Math.round((REST_SECONDS * part) / RESTS)} s of rest`;
    const rests = Array.from({ length: RESTS }, (_, part) => [restName(part + 1), rest] as const);
    const rounds = await interleave<string>('memory', { 'at the start': held, ...Object.fromEntries([...steps, ...rests]) }, 1);
    const heap = (step: number) => rounds.of(`after tenth ${step} of ${REQUESTS.toLocaleString('en')} requests`, 'apiHeapMebibytes').median;
    report('memory', rounds, {
      'MiB of heap gained from the second tenth to the last (a leak of 10 bytes a request is 8)': rounds.ratio(() => heap(STEPS) - heap(2)),
      'MiB of heap the worker gained while it rested': rounds.ratio(() => rounds.of(restName(RESTS), 'workerHeapMebibytes').median - rounds.of(restName(1), 'workerHeapMebibytes').median),
      'MiB of the api at rest': rounds.of(restName(RESTS), 'apiMebibytes'), 'MiB of the worker at rest': rounds.of(restName(RESTS), 'workerMebibytes'),
    });
    api.close();
    work.close();
  } finally {
    await house.close();
  }
};
