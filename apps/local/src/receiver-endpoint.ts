import { operations } from '@paygate/contract';
import type { DemoFile } from '@paygate/core/seed/demo-file';
import { removeDemoReceivers } from '@paygate/core/seed/seed-demo';
import type { ApiClient } from './api-client.ts';
import { hasDocumentedSignature, openDemoReceiver, receiverUrlPattern, type DemoReceiver } from './demo-receiver.ts';
import type { Lifetime } from './lifetime.ts';
import type { Store } from './store.ts';
import { dim, green, red, say, sayDone } from './terminal.ts';

interface RegisteredReceiver { readonly receiver: DemoReceiver; readonly webhookEndpointId: string; readonly webhookSecret: string }
interface Registration { readonly api: ApiClient; readonly kept: Omit<DemoFile, 'baseUrl'>; readonly store: Store }

const events = ['payment.created', 'payment.success', 'payment.failed', 'payment.expired'] as const;

/**
 * A receiver that listens where PayGate delivers to. Keeps the endpoint and secret of the last start while its port can be had;
 * else registers a new endpoint and removes the old ones, at whose ports somebody else may listen by now.
 */
export const openReceiver = async (lifetime: Lifetime, registration: Registration): Promise<RegisteredReceiver> => {
  const startedAt = performance.now();
  const known = await lifetime.during(reopen(registration));
  const { receiver, ...webhook } = known ?? await lifetime.during(register(registration));
  lifetime.add('receiver', { stop: () => receiver.close() });
  sayDone('Receiver', `${receiver.url}, ${known ? 'endpoint and secret as before' : 'endpoint and secret are new'}`, performance.now() - startedAt);
  return { receiver, ...webhook };
};

const reopen = async ({ api, kept: { webhookEndpointId, webhookSecret } }: Registration): Promise<RegisteredReceiver | undefined> => {
  if (webhookEndpointId === undefined || webhookSecret === undefined) return undefined;
  const { webhooks } = await api.call(operations.webhooks.list);
  const endpoint = webhooks.find(({ id, is_active }) => id === webhookEndpointId && is_active);
  const receiver = endpoint && await openDemoReceiver(Number(new URL(endpoint.url).port));
  return receiver && { receiver, webhookEndpointId, webhookSecret };
};

const register = async ({ api, kept, store }: Registration): Promise<RegisteredReceiver> => {
  const receiver = await openDemoReceiver(0);
  if (!receiver) throw new Error('the demo receiver got no port');
  await removeDemoReceivers(store.database, kept.merchantId, receiverUrlPattern);
  const { id, secret } = await api.call(operations.webhooks.create, { body: { url: receiver.url, events } });
  return { receiver, webhookEndpointId: id, webhookSecret: secret };
};

/** One line for every callback from now on. */
export const sayCallbacks = (receiver: DemoReceiver, secret: string): void => {
  receiver.onCallback = (callback) => {
    const verdict = hasDocumentedSignature(callback, secret) ? green('signature ✓') : red('signature ✗');
    say(`  ${dim(new Date().toLocaleTimeString('en-GB', { timeZone: 'Asia/Bangkok' }))}  ${callback.event}  ${callback.objectId}  ${verdict}`);
  };
};
