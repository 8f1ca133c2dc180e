import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFaultProxy, type Fault, type FaultProxy } from '@paygate/test/support/fault-proxy';
import { describe, expect, it } from 'vitest';
import type { BankPort } from './bank-port.ts';
import { connectorPromises, type BankLab, type Fate, type Trouble } from './connector-conformance.ts';
import { sandboxBank } from './sandbox/sandbox-bank.ts';
import { BookedOutgoing } from './sandbox/sandbox-lines.ts';
import { startSandboxBank } from './sandbox/sandbox-server.ts';

const ANSWER_MS_MAX = 3_000;
const gateway = (status: number): Fault => ({ answer: { status, body: '<html><title>gateway</title></html>' } });
const faults: Readonly<Record<Exclude<Trouble, 'away'>, Fault>> = {
  'cut before': { deliveries: 0, answer: 'cut' }, 'cut after': { answer: 'cut' }, 'silence after': { answer: 'silence' }, 'drip after': { answer: 'drip' },
  'nonsense after': { answer: { status: 200, body: '{"status":"FINE"}' } },
  'another transfer answered after': { answer: ({ status, body }) => ({ status, body: body.replace(/"reference":"[A-Z0-9]+"/, '"reference":"POANOTHER"') }) },
  'gateway 400 after': gateway(400), 'gateway 404 after': gateway(404), 'gateway 409 after': gateway(409), 'gateway 500 after': gateway(500), 'gateway 503 after': gateway(503),
  closed: { deliveries: 0, answer: { status: 503, body: '{"code":"DOWN"}' } },
};
const fates: Readonly<Record<Fate, string>> = { settles: 'เจษฎา', 'is rejected': 'SANDBOX REJECT', 'settles later': 'SANDBOX LATE', 'is returned later': 'SANDBOX BOUNCE' };

/** Meets the next call with trouble; a refused connection lasts for that call alone. */
const troubled = (port: BankPort, proxy: FaultProxy, isAway: () => boolean): BankPort => {
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isAway()) return work();
    await proxy.refuse();
    const result = await work();
    await proxy.accept();
    return result;
  };
  return { ...port, send: (reference, order) => call(() => port.send(reference, order)), inquire: (reference) => call(() => port.inquire(reference)) };
};

const openSandboxLab = async (): Promise<BankLab> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'paygate-lab-'));
  let now = Date.now();
  const feed = { url: 'http://127.0.0.1:9/', id: 'none', secret: 'none' };
  const bank = await startSandboxBank({ port: 0, dataFile: path.join(directory, 'bank.jsonl'), feed, log: () => undefined, clock: () => now });
  const proxy = await openFaultProxy(bank.url);
  let next: Trouble | undefined;
  const take = (): Trouble | undefined => {
    const taken = next;
    next = undefined;
    return taken;
  };
  proxy.plan = () => {
    const trouble = take();
    return trouble === undefined || trouble === 'away' ? {} : faults[trouble];
  };
  return {
    port: troubled(sandboxBank({ url: proxy.url, answerMsMax: ANSWER_MS_MAX }), proxy, () => next === 'away' && take() === 'away'),
    order: (fate) => ({ amountSatang: 50_000, toBankCode: '014', toAccountNumber: '4190621964', toAccountName: fates[fate] }),
    expect: async (trouble) => { next = trouble; },
    booked: async (reference) => {
      const lines = BookedOutgoing.array().parse(await (await fetch(`${bank.url}/outgoing`)).json());
      return lines.filter(({ order, outcome }) => order.reference === reference && outcome !== 'REJECT').map(({ order: { amountSatang, toBankCode, toAccountNumber, toAccountName } }) => ({ amountSatang, toBankCode, toAccountNumber, toAccountName }));
    },
    passTime: async () => { now += 10_000; },
    close: async () => {
      await proxy.close();
      await bank.stop();
      rmSync(directory, { recursive: true });
    },
  };
};

describe('the sandbox adapter', () => {
  it.for(connectorPromises({ isSendIdempotent: true }).map(({ name, holds }) => [name, holds] as const))('%s', async ([, holds]) => {
    const lab = await openSandboxLab();
    try {
      await holds(lab);
    } finally {
      await lab.close();
    }
  });
});

/** Adapters as they are written in a hurry, and the promise each of them breaks. */
const careless: readonly (readonly [what: string, make: (port: BankPort) => BankPort, breaks: string])[] = [
  ['calls a lost answer a rejection', (port) => ({ ...port, send: async (...sent) => { const result = await port.send(...sent); return result.kind === 'UNKNOWN' ? { kind: 'REJECTED', reasonCode: 'MS03', reason: 'no answer' } : result; } }), 'a send that meets "cut after"'],
  ['calls a lost answer never sent', (port) => ({ ...port, send: async (...sent) => { const result = await port.send(...sent); return result.kind === 'UNKNOWN' ? { kind: 'NOT_SENT', reason: 'no answer' } : result; } }), 'a send that meets "silence after"'],
  ['calls an inquiry without answer not found', (port) => ({ ...port, inquire: async (reference) => { const result = await port.inquire(reference); return result.kind === 'UNKNOWN' ? { kind: 'NOT_FOUND' } : result; } }), 'an inquiry that meets "gateway 404 after"'],
  ['throws', (port) => ({ ...port, send: async (...sent) => { const result = await port.send(...sent); if (result.kind === 'UNKNOWN') throw new Error('no answer'); return result; } }), 'a send that meets "cut before"'],
  ['names its own references', (port) => ({ ...port, send: (_, order) => port.send(`X${performance.now().toString(36).toUpperCase().replaceAll(/\W/g, '')}`, order) }), 'the same reference'],
  ['rounds to whole baht', (port) => ({ ...port, send: (reference, order) => port.send(reference, { ...order, amountSatang: Math.max(1, order.amountSatang - (order.amountSatang % 100)) }) }), 'amounts arrive'],
  ['drops what is not ASCII', (port) => ({ ...port, send: (reference, order) => port.send(reference, { ...order, toAccountName: order.toAccountName.replaceAll(/[^ -~]/g, '?') }) }), 'names arrive'],
  ['promises more than it keeps', (port) => ({ ...port, capabilities: { ...port.capabilities, answerMsMax: port.capabilities.answerMsMax - 2_000 } }), 'a send that meets "drip after"'],
];
describe('the suite', () => {
  it.for(careless)('catches an adapter that %s', async ([, make, breaks]) => {
    const broken = connectorPromises({ isSendIdempotent: true }).find(({ name }) => name.startsWith(breaks))!;
    const lab = await openSandboxLab();
    try {
      await expect(broken.holds({ ...lab, port: make(lab.port) })).rejects.toThrow();
    } finally {
      await lab.close();
    }
  });
});
