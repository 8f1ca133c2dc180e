import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { listenerOperations } from '@paygate/contract/webhook-listeners';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { viewListener } from './create-listener.ts';
import { deleteListener } from './listeners.sql.ts';

type Close = (typeof listenerOperations)['close'];

/** Ends a listener; its secret verifies nothing new from now on. Refuses TEST_KEY_REQUIRED, LISTENER_NOT_FOUND. */
export const closeListener = async ({ caller, sql }: WriteCtx<KeyCaller>, { id }: Input<Close>): Promise<Answer<Close>> => {
  if (caller.mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
  const [closed] = isUuid(id) ? await sql.query(deleteListener, [id, caller.merchant.id, caller.mode]) : [];
  if (!closed) throw new Refusal('LISTENER_NOT_FOUND');
  return { ...viewListener(closed), is_closed: true };
};
