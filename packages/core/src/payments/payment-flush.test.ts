import { createTestDatabase } from '@paygate/test/support/test-database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { openShop } from '../webhooks/webhook.fixture.ts';
import { DELIVERIES_DUE } from '../webhooks/wake-endpoints.ts';
import type { PaymentDraft } from './payment-draft.ts';
import { paymentEvent } from './payment-events.ts';
import type { PaymentRow } from './payment.entity.ts';
import { findPayment } from './payments.sql.ts';
import { referenceOf } from './reference.rules.ts';

const { url } = await createTestDatabase();
const house = await openHouse(url);
afterAll(() => house.close());
const { platform } = house;
const shop = await openShop(house, 'test');
const endpoint = await shop.addEndpoint('http://localhost:1/', ['payment.created']);
const draftOf = (orderId: string | null): PaymentDraft => {
  const id = uuidv7();
  return {
    id, merchantId: shop.merchantId, mode: 'test', orderId, reference: referenceOf(id), source: 'API', amountSatang: 10_037, feeSatang: 201, qrMode: 'CENTRAL', description: 'a "quoted" \\ text',
    metadata: { memberName: 'นาย ทองดี', createdAt: '', expiresAt: '","expiresAt":""}' }, returnUrl: null, qrPayload: null, receivingOwnerId: '00000000-0000-0000-0000-000000000000', receivingAccountId: null,
    senderAccount: null, senderBankCode: null, senderName: 'นาย ทองดี', senderNameEn: null, expirySeconds: 900,
  };
};
const stored = async ({ id }: PaymentDraft): Promise<PaymentRow | undefined> => (await platform.database.query(findPayment, [id, shop.merchantId, 'test']))[0];
const eventsOf = async ({ id }: PaymentDraft) => (await house.owner.query('select data from event where object_id = $1', [id])).rows.map(({ data }) => String(data));

it('answers each of many concurrent creates with its own row as it is stored, and writes the event that the row means', async () => {
  const drafts = Array.from({ length: 40 }, (_, index) => draftOf(`MANY-${index}`));
  const rows = await Promise.all(drafts.map((draft) => platform.paymentFlush.push(draft)));
  for (const [index, draft] of drafts.entries()) {
    expect(rows[index]).toEqual(await stored(draft));
    expect(await eventsOf(draft)).toEqual([JSON.stringify(paymentEvent(rows[index]!).data)]);
  }
});
it('gives a taken order id to nobody else, in one flush or in two, and writes nothing for it', async () => {
  const [first, second, third] = [draftOf('TAKEN'), draftOf('TAKEN'), draftOf('TAKEN')];
  const together = await Promise.all([first, second].map((draft) => platform.paymentFlush.push(draft)));
  expect(together.map((row) => row?.id)).toEqual([first.id, undefined]);
  expect(await platform.paymentFlush.push(third)).toBeUndefined();
  expect([await eventsOf(second), await eventsOf(third)]).toEqual([[], []]);
});
it('answers a repeat of what was stored with what is stored, and writes no second event', async () => {
  const drafts = [draftOf('REPEATED'), draftOf(null)];
  const before = await Promise.all(drafts.map((draft) => platform.paymentFlush.push(draft)));
  const again = await Promise.all([...drafts, draftOf('NEW BESIDE IT')].map((draft) => platform.paymentFlush.push(draft)));
  expect(again.slice(0, 2)).toEqual(before);
  for (const draft of drafts) expect(await eventsOf(draft)).toHaveLength(1);
});
it('names the endpoints it wrote deliveries for by the bell', async () => {
  const rung = new Promise<readonly string[]>((resolve) => { platform.bell.listen(DELIVERIES_DUE, resolve); });
  const draft = draftOf('WOKEN');
  await platform.paymentFlush.push(draft);
  expect(await rung).toEqual([endpoint.id]);
  expect((await house.owner.query(`select 1 from delivery d join event e on e.id = d.event_id where e.object_id = $1 and d.endpoint_id = $2`, [draft.id, endpoint.id])).rows).toHaveLength(1);
});
