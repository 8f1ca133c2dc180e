import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Input } from '@paygate/contract/kernel';
import type { webhookOperations } from '@paygate/contract/webhooks';
import { v7 as uuidv7 } from 'uuid';
import type { KeyCaller, Mode, WriteCtx } from '../caller.ts';
import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { issueKey } from '../keys/issue-key.ts';
import { keyHash } from '../keys/keys.rules.ts';
import type { House } from '../sessions/session.fixture.ts';
import { createWebhook } from './create-webhook.ts';
import { recordEvents, type NewEvent } from './record-events.ts';

export interface Received { readonly body: string; readonly headers: Readonly<Record<string, string>>; readonly path: string }
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  connections(): number;
  close(): Promise<void>;
}
export type EventNames = Input<(typeof webhookOperations)['create']>['events'];
type Reply = (response: ServerResponse, count: number) => void;
export const replyWith = (statusCode: number): Reply => (response) => void response.writeHead(statusCode).end('noted');
/** Takes the request and never answers. */
export const hang: Reply = () => {};

export const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
};

/** A merchant's server: a real socket that remembers what came, as bytes read it. */
export const openReceiver = async (reply: Reply = replyWith(200)): Promise<Receiver> => {
  const received: Received[] = [];
  let connections = 0;
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await buffer(request)).toString('utf8');
    received.push({ body, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), path: request.url ?? '' });
    reply(response, received.length);
  };
  const server = createServer((request, response) => void listener(request, response).catch(() => response.destroy()));
  server.on('connection', () => { connections += 1; });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${portOf(server)}/hook`, received, connections: () => connections,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
};

export const keyCallerFor = async (platform: Platform, merchantId: string, mode: Mode = 'live'): Promise<KeyCaller> => {
  const { key } = await issueKey(platform.database, { merchantId, kind: 'secret', mode, name: 'Key', scopes: ['read', 'collect'] });
  const caller = await platform.keyCaller(keyHash(key).toString('base64'));
  if (!caller) throw new Error('a fresh key was refused');
  return caller;
};
export const withKey = <T>(platform: Platform, caller: KeyCaller, work: (ctx: WriteCtx<KeyCaller>) => Promise<T>): Promise<T> =>
  platform.database.transaction((transaction: Transaction) => work({ platform, caller, sql: transaction, transaction, requestId: 'test', issueCookie: () => {} }));

export interface Shop {
  readonly merchantId: string;
  readonly caller: KeyCaller;
  addEndpoint(url: string, events?: EventNames): Promise<{ readonly id: string; readonly secret: string }>;
  /** `count` payments paid now, written as one batch. */
  record(count?: number, type?: 'payment.success' | 'payment.created'): Promise<readonly NewEvent[]>;
}

export const openShop = async (house: House, mode: Mode = 'live'): Promise<Shop> => {
  const { platform } = house;
  const merchantId = await house.addMerchant();
  const caller = await keyCallerFor(platform, merchantId, mode);
  return {
    merchantId, caller,
    addEndpoint: (url, events = ['*']) => withKey(platform, caller, (ctx) => createWebhook(ctx, { url, events })),
    record: async (count = 1, type = 'payment.success') => {
      const events = Array.from({ length: count }, () => paidEvent({ merchantId, mode, type }));
      await platform.database.transaction((transaction) => recordEvents(transaction, platform, events));
      return events;
    },
  };
};

export const paidEvent = ({ merchantId, mode, type }: { readonly merchantId: string; readonly mode: Mode; readonly type: 'payment.success' | 'payment.created' }): NewEvent => {
  const id = uuidv7();
  const about = {
    id, transactionId: id, orderId: 'ORD-1', amount: 100.37, fee: 2.01, netAmount: 98.36, idempotencyKey: `${type}:${id}`, idempotency_key: `${type}:${id}`,
    memberName: 'นาย ทองดี ใจงาม', metadata: { note: 'a "quoted" \\ text \u2028', 2: 'two', 1: 'one' },
  };
  return type === 'payment.success'
    ? { merchantId, mode, type, objectId: id, data: { ...about, status: 'PAID', paidAt: '2026-03-05T08:02:10.000Z', late: false } }
    : { merchantId, mode, type, objectId: id, data: { ...about, status: 'PENDING', createdAt: '2026-03-05T08:00:00.000Z', expiresAt: '2026-03-05T08:15:00.000Z' } };
};
