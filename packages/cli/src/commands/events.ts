import { eventFeedOperations } from '@paygate/contract/event-feed';
import { webhookOperations } from '@paygate/contract/webhooks';
import { textOf, type Work } from '../command.ts';
import { usage } from '../failure.ts';

export const list = async (work: Work): Promise<void> => {
  const { values, terminal } = work;
  const [type, objectId, limit = '20'] = ['type', 'object', 'limit'].map((name) => textOf(values, name));
  if (!/^\d{1,3}$/.test(limit)) throw usage('--limit must be a number from 1 to 100.', 'For example --limit 50');
  const { events } = await (await work.client()).call(eventFeedOperations.list, { limit, ...(type !== undefined && { type }), ...(objectId !== undefined && { objectId }) });
  for (const event of events) {
    terminal.say(`${terminal.paint.dim(new Date(event.created_at).toLocaleString('sv-SE'))}  ${event.type.padEnd(22)} ${event.object_id}  ${terminal.paint.dim(event.id)}`);
    terminal.json(event);
  }
  if (events.length === 0) terminal.hint('Nothing yet. `paygate trigger payment.success` makes something happen.');
};

/** The delivery itself, or the newest one of an event, by the event's id. */
const deliveryIdOf = async (work: Work): Promise<string> => {
  const name = work.words[0]!;
  const api = await work.client();
  const isDelivery = await api.call(webhookOperations.delivery, { id: name }).then(() => true, () => false);
  if (isDelivery) return name;
  const event = await api.call(eventFeedOperations.get, { id: name });
  const { deliveries } = await api.call(webhookOperations.deliveries, { objectId: event.object_id, limit: '100' });
  const newest = deliveries.find(({ event_id }) => event_id === name);
  if (!newest) throw usage('No webhook was told of this event, so there is no delivery to send again.', 'Use `paygate listen --replay 1h` to get it in your terminal.');
  return newest.id;
};
export const resend = async (work: Work): Promise<void> => {
  const delivery = await (await work.client()).call(webhookOperations.replay, { id: await deliveryIdOf(work) });
  work.terminal.say(`${work.terminal.paint.green('✓')} ${delivery.event} goes out again as delivery ${delivery.id}, under the same idempotency key.`);
  work.terminal.json(delivery);
};
