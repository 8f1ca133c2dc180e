import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { LISTENERS_MAX, type listenerOperations } from '@paygate/contract/webhook-listeners';
import { newId } from '../ids.ts';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import type { WebhookListenerRow } from './listener.entity.ts';
import { insertListener } from './listeners.sql.ts';
import { newWebhookSecret } from './signature.rules.ts';
import { lockMerchant } from './webhooks.sql.ts';

type Create = (typeof listenerOperations)['create'];

/** The purpose under which the vault seals a listener's secret. */
export const listenerSecretPurpose = (listenerId: string): string => `webhook_listener:${listenerId}`;
export const viewListener = ({ id, events, createdAt }: WebhookListenerRow) => ({ object: 'webhook_listener', id, events, created_at: createdAt }) as const;

/**
 * Opens a listener of the key's merchant, test mode only: it is asked instead of called, so a developer needs no public address. The
 * secret is in this answer only. Refuses TEST_KEY_REQUIRED, MERCHANT_NOT_ACTIVE, LISTENER_LIMIT_REACHED.
 */
export const createListener = async ({ platform, caller, sql }: WriteCtx<KeyCaller>, { events }: Input<Create>): Promise<Answer<Create>> => {
  const { merchant, mode } = caller;
  if (mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const id = newId();
  const secret = newWebhookSecret();
  await sql.query(lockMerchant, [merchant.id]);
  const [created] = await sql.query(insertListener, [id, merchant.id, mode, [...new Set(events ?? ['*'])], platform.vault.seal(secret, listenerSecretPurpose(id)), LISTENERS_MAX]);
  if (!created) throw new Refusal('LISTENER_LIMIT_REACHED', { max: LISTENERS_MAX });
  return { ...viewListener(created), secret };
};
