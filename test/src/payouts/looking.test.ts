import { sandboxBank } from '@paygate/core/banks/sandbox/sandbox-bank';
import type { Platform } from '@paygate/core/platform';
import { advancePayout } from '@paygate/core/payouts/advance-payout';
import { requeuePayouts } from '@paygate/core/payouts/requeue-payouts';
import { afterEach, describe, expect, it } from 'vitest';
import { gate } from '../support/fault-proxy.ts';
import { until } from '../support/until.ts';
import { openPayoutHouse } from './payout-house.ts';

const house = await openPayoutHouse();
const { sql, proxy, product } = house;
const merchant = await house.fundedMerchant(100_000);
const sandbox = sandboxBank({ url: proxy.url, answerMsMax: 2_000 });
const platform: Platform = { ...product.platform, bankFor: () => sandbox };
const forgetful: Platform = { ...platform, bankFor: () => ({ ...sandbox, capabilities: { ...sandbox.capabilities, isSendIdempotent: false } }) };
afterEach(async () => {
  proxy.plan = () => ({});
  await house.expectBooksRight();
});

let accounts = 5_190_000_000;
const order = async (accountName = 'เจษฎา') => {
  const accountNumber = String((accounts += 1));
  const { body } = await house.create(merchant, 100, { accountNumber, accountName });
  return { id: String(body.payout.id), accountNumber };
};
type Order = Awaited<ReturnType<typeof order>>;
const look = (payout: Order, by = platform) => advancePayout(by, payout.id, 'test');
const sendsOf = ({ accountNumber }: Order) => house.sends().filter(({ toAccountNumber }) => toAccountNumber === accountNumber);
const transfersOf = async ({ accountNumber }: Order) => (await house.transfers()).filter((line) => line.order.toAccountNumber === accountNumber);
const waitingLooks = async ({ id }: Order) => (await sql(`select 1 from pgboss.job where name = 'payouts.send' and state in ('created', 'retry') and data ->> 'payoutId' = $1`, id)).length;

describe('an open payout', () => {
  it('is looked at by one job, not by one more for every quarter of an hour it stays open', async () => {
    const payout = await order('SANDBOX LOST');
    await look(payout);
    await sql(`update payout set updated_at = now() - interval '1 hour' where id = $1`, payout.id);
    await look(payout);
    expect(await requeuePayouts(platform)).toBe(0);
    await sql(`update payout_attempt set updated_at = now() - interval '1 hour' where payout_id = $1`, payout.id);
    expect(await requeuePayouts(platform)).toBe(1);
  });
  it('that has ended meanwhile is not looked at again by who heard late', async () => {
    const payout = await order();
    const open = gate();
    proxy.plan = ({ method }) => (method === 'POST' ? { after: open.passed, answer: 'cut' } : {});
    const late = look(payout);
    await until('the bank to have paid', async () => (await transfersOf(payout)).length === 1);
    await look(payout);
    const planned = await waitingLooks(payout);
    open.open();
    await late;
    expect(await waitingLooks(payout)).toBe(planned);
    expect(await house.status(payout.id)).toBe('SUCCESS');
  });
  it('is reversed at once when the return is heard by who had asked before the success was written', async () => {
    const payout = await order('SANDBOX BOUNCE');
    proxy.plan = ({ method }) => (method === 'POST' ? { answer: 'cut' } : {});
    await look(payout);
    const open = gate();
    let inquiries = 0;
    proxy.plan = () => ((inquiries += 1) === 1 ? { before: open.passed } : {});
    const late = look(payout);
    await until('the first to ask', async () => inquiries === 1);
    await look(payout);
    expect(await house.status(payout.id)).toBe('SUCCESS');
    house.passTime(10_000);
    open.open();
    await late;
    expect(await house.status(payout.id)).toBe('REVERSED');
  });
});

describe('a paid payout', () => {
  it('is asked about again when the bank could not say whether the money came back', async () => {
    const payout = await order('SANDBOX BOUNCE');
    await look(payout);
    expect(await house.status(payout.id)).toBe('SUCCESS');
    const planned = await waitingLooks(payout);
    proxy.plan = () => ({ answer: { status: 500, body: '{}' } });
    await look(payout);
    expect(await waitingLooks(payout)).toBe(planned + 1);
    proxy.plan = () => ({});
    house.passTime(10_000);
    await look(payout);
    expect(await house.status(payout.id)).toBe('REVERSED');
    expect(await waitingLooks(payout)).toBe(planned + 1);
  });
});

describe('while sending is stopped', () => {
  const stopped: Platform = { ...platform, settings: async () => ({ ...(await product.platform.settings()), isSendingStopped: true }) };
  it('nothing leaves, not even again what was claimed before, and all of it goes on afterwards', async () => {
    const [fresh, claimed] = [await order(), await order()];
    proxy.plan = ({ method }) => (method === 'POST' ? { deliveries: 0, answer: 'cut' } : {});
    await look(claimed);
    proxy.plan = () => ({});
    await look(fresh, stopped);
    await look(claimed, stopped);
    expect([await transfersOf(fresh), await transfersOf(claimed)]).toEqual([[], []]);
    await look(fresh);
    await look(claimed);
    expect([await house.status(fresh.id), await house.status(claimed.id)]).toEqual(['SUCCESS', 'SUCCESS']);
  });
});

describe('at a bank that pays twice when asked twice', () => {
  it.each([
    ['never reached it', { deliveries: 0, answer: 'cut' }, 'UNKNOWN', 0], ['was paid without an answer', { answer: 'cut' }, 'SUCCESS', 1],
    ['was answered with a failure of its own', { answer: { status: 500, body: '{}' } }, 'SUCCESS', 1], ['it was closed for', { deliveries: 0, answer: { status: 503, body: '{"code":"DOWN"}' } }, 'UNKNOWN', 0],
  ] as const)('an order that %s is never sent again', async (_what, fault, status, transfers) => {
    const payout = await order();
    proxy.plan = ({ method }) => (method === 'POST' ? fault : {});
    await look(payout, forgetful);
    proxy.plan = () => ({});
    for (let again = 0; again < 5; again += 1) await Promise.all([look(payout, forgetful), look(payout, forgetful)]);
    expect(sendsOf(payout)).toHaveLength(1);
    expect(await transfersOf(payout)).toHaveLength(transfers);
    expect(await house.status(payout.id)).toBe(status);
  });
  it('an order that arrives after all is found by asking', async () => {
    const payout = await order();
    const open = gate();
    proxy.plan = ({ method }) => (method === 'POST' ? { before: open.passed, answer: 'cut' } : {});
    const late = look(payout, forgetful);
    await until('the order to be under way', async () => sendsOf(payout).length === 1);
    await look(payout, forgetful);
    expect(await house.status(payout.id)).toBe('UNKNOWN');
    open.open();
    await late;
    await look(payout, forgetful);
    expect(await house.status(payout.id)).toBe('SUCCESS');
    expect(await transfersOf(payout)).toHaveLength(1);
    expect(sendsOf(payout)).toHaveLength(1);
  });
});
