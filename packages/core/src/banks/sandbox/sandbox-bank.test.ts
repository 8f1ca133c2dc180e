import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { outgoingSentinels } from '@paygate/contract/sandbox-sentinels';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openTestFeed, type TestFeed } from './feed.fixture.ts';
import { payAtSandboxBank } from './pay-at-sandbox-bank.ts';
import { BookedOutgoing, BookedTransfer } from './sandbox-lines.ts';
import { sandboxBank } from './sandbox-bank.ts';
import { startSandboxBank, type SandboxBankServer } from './sandbox-server.ts';
import { renderSender } from './sentinels.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'sandbox-bank-'));
const opened: { stop(): Promise<void> }[] = [];
const feeds: TestFeed[] = [];
let dataFile = '';
let feed: TestFeed;
let files = 0;

beforeEach(async () => {
  dataFile = path.join(directory, `${(files += 1)}.jsonl`);
  feed = await openTestFeed();
  feeds.push(feed);
});
afterAll(async () => {
  for (const bank of opened) await bank.stop();
  for (const each of feeds) await each.close();
  rmSync(directory, { recursive: true });
});

const start = async (more: Partial<Parameters<typeof startSandboxBank>[0]> = {}): Promise<SandboxBankServer> => {
  const bank = await startSandboxBank({ port: 0, dataFile, feed, log: () => undefined, retryMs: 1, lateMs: 1, slowMs: 1, ...more });
  let stopped: Promise<void> | undefined;
  const stoppable = { ...bank, stop: () => (stopped ??= bank.stop()) };
  opened.push(stoppable);
  return stoppable;
};
const startProcess = async (): Promise<{ url: string; child: ChildProcess }> => {
  const env = { ...process.env, SANDBOX_BANK_PORT: '0', SANDBOX_BANK_DATA: dataFile, PAYGATE_FEED_URL: feed.url, PAYGATE_FEED_ID: feed.id, PAYGATE_FEED_SECRET: feed.secret };
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
  const [said]: unknown[] = await once(child.stdout!, 'data');
  return { url: /http:\S+/.exec(String(said))![0], child };
};
const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

const sender = (words: string) => renderSender({ name: `นาย ทองดี ใจงาม ${words}`, account: '1673585481', bankCode: '030' }, { amountSatang: 10_037 });
const transfer = { toAccount: '0999900000017', amountSatang: 10_037, senderName: 'นาย ทองดี ใจงาม', senderAccount: '1673585481', senderBankCode: '030' };
const order = { amountSatang: 50_000, toBankCode: '014', toAccountNumber: '4190621964', toAccountName: 'เจษฎา' };
const sentinelOrder = (outcome: string) => ({ ...order, amountSatang: outgoingSentinels.find((sentinel) => sentinel.outcome === outcome)!.amountSatang });

it('notifies the signed feed of a transfer under the reference it answered', async () => {
  const bank = await start();
  const paid = await payAtSandboxBank(bank.url, transfer);
  await feed.until(1);
  expect(feed.notices).toEqual([expect.objectContaining({
    bankReference: paid.ok && paid.bankReference, accountNumber: '0999900000017', amount: 100.37, payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030',
  })]);
});

it('notifies as often as asked of one and the same transfer', async () => {
  const bank = await start();
  await payAtSandboxBank(bank.url, { ...transfer, times: 5 });
  await feed.until(5);
  expect(new Set(feed.notices.map(({ bankReference }) => bankReference)).size).toBe(1);
});

it('repeats a notice three times and keeps it for the next start while nobody takes it', async () => {
  feed.status = 503;
  const bank = await start();
  await payAtSandboxBank(bank.url, transfer);
  await feed.until(3);
  await bank.stop();
  feed.status = 200;
  await start();
  await feed.until(4);
  expect(new Set(feed.notices.map(({ bankReference }) => bankReference)).size).toBe(1);
});

it('never repeats a notice that was taken, not even after a restart', async () => {
  const first = await start();
  const taken = await payAtSandboxBank(first.url, transfer);
  await feed.until(1);
  await first.stop();
  const second = await start();
  const other = await payAtSandboxBank(second.url, transfer);
  await feed.until(2);
  expect(feed.notices.map(({ bankReference }) => bankReference)).toEqual([taken, other].map((paid) => paid.ok && paid.bankReference));
});

it('keeps every transfer it answered for through kill -9, and never gives a bank reference twice', async () => {
  const references: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    const { url, child } = await startProcess();
    const paid = await Promise.all(Array.from({ length: 20 }, () => payAtSandboxBank(url, { ...transfer, senderName: 'x #silent' })));
    references.push(...paid.map((each) => (each.ok ? each.bankReference : 'refused')));
    await sandboxBank({ url }).send(`RUN${run}`, order);
    await kill(child);
  }
  const bank = await start();
  const kept = BookedTransfer.array().parse(await (await fetch(`${bank.url}/transfers`)).json());
  expect(kept.map(({ bankReference }) => bankReference).toSorted()).toEqual(references.toSorted());
  expect(new Set(references).size).toBe(40);
  expect(await sandboxBank(bank).inquire('RUN0')).toMatchObject({ kind: 'SETTLED' });
  expect(await sandboxBank(bank).inquire('RUN1')).toMatchObject({ kind: 'SETTLED' });
});

it('cuts off a torn last line and goes on', async () => {
  const bank = await start();
  await sandboxBank(bank).send('WHOLE', order);
  await bank.stop();
  appendFileSync(dataFile, '{"kind":"outgoing","sequ');
  const again = await start();
  expect(await sandboxBank(again).inquire('WHOLE')).toMatchObject({ kind: 'SETTLED' });
  await sandboxBank(again).send('NEXT', order);
  expect(readFileSync(dataFile, 'utf8').trim().split('\n').map((text) => BookedOutgoing.parse(JSON.parse(text)).order.reference)).toEqual(['WHOLE', 'NEXT']);
});

it('refuses to start on books that are damaged in the middle', async () => {
  appendFileSync(dataFile, 'garbage\n');
  await expect(start()).rejects.toThrow('line 1');
});

it('makes one transfer of the same reference sent fifty times at once, and of once more after a restart', async () => {
  const bank = await start();
  const results = await Promise.all(Array.from({ length: 50 }, () => sandboxBank(bank).send('ONE', order)));
  await bank.stop();
  const again = await start();
  results.push(await sandboxBank(again).send('ONE', order));
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(await (await fetch(`${again.url}/outgoing`)).json()).toHaveLength(1);
});

it('does not call a reused reference with another order rejected: the first one moved money', async () => {
  const bank = await start();
  await sandboxBank(bank).send('USED', order);
  expect(await sandboxBank(bank).send('USED', { ...order, amountSatang: 60_000 })).toEqual({ kind: 'UNKNOWN', reason: 'the bank answered 409 REFERENCE_REUSED' });
});

it('leaves a time-out after acceptance unknown until asked', async () => {
  const bank = await start();
  expect(await sandboxBank({ url: bank.url, answerMsMax: 200 }).send('HELD', sentinelOrder('TIMEOUT'))).toMatchObject({ kind: 'UNKNOWN' });
  expect(await sandboxBank(bank).inquire('HELD')).toMatchObject({ kind: 'SETTLED' });
});

it('leaves a broken connection unknown, and the bank then knows nothing of it', async () => {
  const port = sandboxBank(await start());
  expect(await port.send('GONE', sentinelOrder('LOST'))).toMatchObject({ kind: 'UNKNOWN' });
  expect(await port.inquire('GONE')).toEqual({ kind: 'NOT_FOUND' });
});

it('says for certain that nothing was sent to a bank that is closed or away', async () => {
  const bank = await start();
  expect(await sandboxBank(bank).send('CLOSED', sentinelOrder('DOWN'))).toMatchObject({ kind: 'NOT_SENT' });
  await bank.stop();
  expect(await sandboxBank(bank).send('AWAY', order)).toMatchObject({ kind: 'NOT_SENT' });
  expect(await sandboxBank(bank).inquire('AWAY')).toMatchObject({ kind: 'UNKNOWN' });
});

it('rejects, answers slowly, settles late and bounces on command, by amount or by name', async () => {
  let now = Date.now();
  const port = sandboxBank(await start({ clock: () => now }));
  expect(await port.send('R', { ...order, toAccountName: 'Sandbox Reject' })).toEqual({ kind: 'REJECTED', reasonCode: 'AC01', reason: 'wrong account number' });
  expect(await port.send('S', sentinelOrder('SLOW'))).toMatchObject({ kind: 'SETTLED' });
  expect(await port.send('L', sentinelOrder('LATE'))).toMatchObject({ kind: 'ACCEPTED' });
  expect(await port.send('B', sentinelOrder('BOUNCE'))).toMatchObject({ kind: 'SETTLED' });
  now += 5_000;
  expect(await port.inquire('L')).toMatchObject({ kind: 'SETTLED' });
  expect(await port.inquire('B')).toMatchObject({ kind: 'RETURNED', reasonCode: 'AC04' });
});

it('shows senders as real banks do: masked, truncated, or not at all', () => {
  expect(sender('')).toMatchObject({ name: 'นาย ทองดี ใจงาม', account: '1673585481', bankCode: '030' });
  expect(sender('#masked #truncated')).toMatchObject({ name: 'นาย ทองดี ใ', account: 'xxx-x-x8548-x', bankCode: '030' });
  expect(sender('#anonymous')).toMatchObject({ name: null, account: null, bankCode: null });
});

it('takes JSON alone, so that no foreign web page can post to it', async () => {
  const bank = await start();
  const response = await fetch(`${bank.url}/transfers`, { method: 'POST', body: JSON.stringify(transfer), headers: { 'content-type': 'text/plain' } });
  expect(response.status).toBe(400);
});
