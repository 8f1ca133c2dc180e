import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { createServer } from '@paygate/api/server';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { openSqlSession, runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });
const merchant = await product.addMerchant();
const create = async (key = merchant.secretKey): Promise<string> => (await product.call(key, 'POST', '/api/v1/payment/create', { amount: 77 })).body.transaction.id;
const pay = (id: string) => `${product.baseUrl}/pay/${id}`;
const play = (id: string, what: string) =>
  fetch(`${pay(id)}/test?lang=en`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `do=${what}` });
const stateOf = async (id: string): Promise<string> => (await (await fetch(`${pay(id)}/status`)).json()).state;

/** The states a stream tells, as they come. */
const follow = async (url: string) => {
  const leaving = new AbortController();
  const response = await fetch(url, { signal: leaving.signal });
  const told: string[] = [];
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const isOver = (async () => {
    for (let text = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return true;
      text += value;
      const lines = text.split('\n\n');
      text = lines.pop()!;
      told.push(...lines.flatMap((line) => /^data: (.*)$/m.exec(line)?.[1] ?? []));
    }
  })().catch(() => false);
  return { response, told, isOver, leave: () => leaving.abort() };
};

describe('/pay/:id', () => {
  it('answers a page that is complete, never kept, and closed to every other page', async () => {
    const response = await fetch(pay(await create(merchant.liveSecretKey)), { headers: { 'accept-language': 'en', 'accept-encoding': 'gzip' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!doctype html>[\s\S]*฿77\.00[\s\S]*<\/html>$/);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-robots-tag': 'noindex' });
    expect(headers['content-security-policy']).toMatch(/default-src 'none';.*frame-ancestors 'none'$/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });
  it('may be framed by the pages of the shop\'s public keys of that mode alone, and tells its outcome to them alone', async () => {
    const other = await product.addMerchant();
    const id = await create(other.secretKey);
    const key = (mode: string, origins: string, more = '') => `insert into api_key (id, merchant_id, kind, mode, name, hash, last4, scopes, allowed_origins ${more && ', revoked_at'}) values (uuidv7(), '${other.id}', 'public', '${mode}', 'k', uuid_send(uuidv7()), 'last', '{}', '${origins}' ${more})`;
    await runSql(database.url, key('test', '{https://shop.example,null}'), key('live', '{https://live.example}'), key('test', '{https://gone.example}', ', now()'));
    const read = async (host: string) => {
      const response = await fetch(`${pay(id)}?host=${encodeURIComponent(host)}`);
      return { policy: response.headers.get('content-security-policy'), text: await response.text() };
    };
    const own = await read('https://shop.example');
    expect(own.policy).toMatch(/frame-ancestors https:\/\/shop\.example$/);
    expect(own.text).toContain('data-host="https://shop.example"');
    for (const strange of ['https://evil.example', 'https://live.example', 'https://gone.example', 'null', '*', 'https://shop.example.evil.example']) expect((await read(strange)).text, strange).not.toContain('data-host');
  });
  it.each([uuidv7(), 'nonsense', '%00', '..%2f'])('says kindly that there is no payment %s', async (id) => {
    for (const at of ['', '/qr.png']) {
      const response = await fetch(`${product.baseUrl}/pay/${id}${at}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('ไม่พบรายการชำระเงิน');
    }
    for (const at of ['/status', '/events']) expect((await fetch(`${product.baseUrl}/pay/${id}${at}`)).status).toBe(404);
  });
});

describe('the test buttons', () => {
  it('play payer, wrong amount, clock and bank, and lead back to the page', async () => {
    const endings = { pay: 'paid', wrong: 'wrong_amount', expire: 'expired', fail: 'failed' } as const;
    for (const [what, ending] of Object.entries(endings)) {
      const id = await create();
      const answer = await play(id, what);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/pay/${id}?lang=en`]);
      await until(`${what} ends in ${ending}`, async () => (await stateOf(id)) === ending);
    }
  });
  it('change no live payment', async () => {
    const id = await create(merchant.liveSecretKey);
    for (const what of ['pay', 'wrong', 'expire', 'fail']) expect((await play(id, what)).status).toBe(404);
    expect(await stateOf(id)).toBe('pending');
  });
  it('change nothing that is over, and know no other play', async () => {
    const id = await create();
    await play(id, 'fail');
    expect((await play(id, 'expire')).status).toBe(303);
    expect(await stateOf(id)).toBe('failed');
    for (const what of ['paid', '', '__proto__']) expect((await play(id, what)).status).toBe(404);
  });
});

describe('live status', () => {
  it('tells the present state at once and each change as it happens', async () => {
    const tellOnce = async (): Promise<number> => {
      const id = await create();
      const stream = await follow(`${pay(id)}/events`);
      expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
      await until('the present state', async () => stream.told.length === 1);
      const before = performance.now();
      await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${id}/cancel`, {});
      await until('the change', async () => stream.told.length === 2);
      expect(stream.told).toEqual(['pending', 'cancelled']);
      stream.leave();
      return performance.now() - before;
    };
    // Far below the sweep of five seconds: the bell did it. A machine may stand still while one is told, hardly while five are.
    await until('a change that is told at once', async () => (await tellOnce()) < 2_000);
  });
  it('is heard by another process over the same database', async () => {
    const second = await createServer(product.platform);
    const elsewhere = await second.listen({ port: 0, host: '127.0.0.1' });
    const id = await create();
    const stream = await follow(`${elsewhere}/pay/${id}/events`);
    await until('the present state', async () => stream.told.length === 1);
    await play(id, 'pay');
    await until('paid', async () => stream.told.at(-1) === 'paid');
    // A stop ends the streams instead of waiting for the payers.
    await second.close();
    expect(await stream.isOver).toBe(true);
  });
  it('gives one address a hundred streams and no more, and room again when they leave', async () => {
    const id = await create();
    const second = await createServer(product.platform);
    const elsewhere = await second.listen({ port: 0, host: '127.0.0.1' });
    const streams = await Promise.all(Array.from({ length: 100 }, () => follow(`${elsewhere}/pay/${id}/events`)));
    expect(streams.every(({ response }) => response.status === 200)).toBe(true);
    expect((await fetch(`${elsewhere}/pay/${id}/events`)).status).toBe(503);
    for (const { leave } of streams) leave();
    const late = await until('room again', async () => {
      const next = await follow(`${elsewhere}/pay/${id}/events`);
      return next.response.status === 200 && next;
    });
    await second.close();
    expect(await late.isOver).toBe(true);
  });
  it('keeps no room for those who left while the payment was looked up', async () => {
    const id = await create();
    const second = await createServer(product.platform);
    const elsewhere = await second.listen({ port: 0, host: '127.0.0.1' });
    let asked = 0;
    second.server.on('request', () => { asked += 1; });
    const session = await openSqlSession(database.url);
    await session.query('begin');
    await session.query('lock table payment in access exclusive mode');
    const sockets = Array.from({ length: 150 }, () => connect(Number(new URL(elsewhere).port), '127.0.0.1'));
    for (const socket of sockets) socket.write(`GET /pay/${id}/events HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until('all of them to have asked', async () => asked === sockets.length);
    const left = sockets.map((socket) => once(socket, 'close'));
    for (const socket of sockets) socket.destroy();
    await Promise.all(left);
    const connections = promisify(second.server.getConnections.bind(second.server));
    await until('the server to have heard of it', async () => (await connections()) === 0);
    await session.query('commit');
    await session.close();
    const next = await follow(`${elsewhere}/pay/${id}/events`);
    expect(next.response.status).toBe(200);
    await second.close();
    expect(await next.isOver).toBe(true);
  });
});
