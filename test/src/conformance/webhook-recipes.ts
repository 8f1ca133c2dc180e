import { runSql } from '../support/sql-session.ts';
import type { House } from './house.ts';
import { exampleBody, type Recipe } from './recipe.ts';

/** A test webhook of the merchant, at an address nobody listens on. Old ones go, since a merchant has few. */
const webhookOf = async ({ product, merchant }: House): Promise<string> => {
  const { body } = await product.call(merchant.secretKey, 'GET', '/api/v1/webhooks');
  for (const old of body.webhooks.slice(0, -10)) await product.call(merchant.secretKey, 'DELETE', `/api/v1/webhooks/${old.id}`);
  return (await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['payout.reversed'] })).body.id;
};
const ofWebhook: Recipe = async (house, operation) => ({ params: { id: await webhookOf(house) }, ...(operation.body && { body: exampleBody(operation) }) });
const deliveryOf: Recipe = async (house) => {
  const path = `/api/v1/webhooks/${await webhookOf(house)}/test`;
  return { params: { id: (await house.product.call(house.merchant.secretKey, 'POST', path, { event: 'payment.success' })).body.id } };
};
const newWebhook: Recipe = async (house, operation) => {
  await webhookOf(house);
  return { body: operation.surface === 'v1' ? exampleBody(operation) : { ...exampleBody(operation), mode: 'test' } };
};
export const webhookRecipes = (noun: string): Readonly<Record<string, Recipe>> => ({
  ...Object.fromEntries(['get', 'update', 'delete', 'pause', 'resume', 'rotateSecret', 'revokeSecret', 'test', 'recover'].map((verb) => [`${noun}.${verb}`, ofWebhook])),
  [`${noun}.create`]: newWebhook, [`${noun}.delivery`]: deliveryOf, [`${noun}.replay`]: deliveryOf,
});
/** A merchant may have ten; those of earlier calls go. */
export const ofListener: Recipe = async ({ product, merchant, database }) => {
  await runSql(database.url, `delete from webhook_listener where merchant_id = '${merchant.id}'`);
  const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks/listeners', {});
  if (body.id === undefined) throw new Error(`no listener: ${JSON.stringify(body)}`);
  return { params: { id: body.id } };
};
