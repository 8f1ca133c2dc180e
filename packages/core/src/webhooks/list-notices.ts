import type { Answer } from '@paygate/contract/kernel';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { Ctx, KeyCaller, Mode, SessionCaller } from '../caller.ts';
import { scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { noticesOfMerchant } from './health.sql.ts';
import { viewNotice } from './webhook.view.ts';

type Notices = (typeof webhookOperations)['notices'];

const noticesOf = async ({ sql, caller }: Ctx<WebhookCaller>, named?: Mode): Promise<Answer<Notices>> => {
  const { merchant, mode } = scopeOf(caller, named);
  return { object: 'list', notices: (await sql.query(noticesOfMerchant, [merchant.id, mode])).map(viewNotice) };
};

/** What the merchant was told about its endpoints in the key's mode, newest first. */
export const listNotices = (ctx: Ctx<KeyCaller>): Promise<Answer<Notices>> => noticesOf(ctx);
/** The same in one mode or both. */
export const listMerchantNotices = (ctx: Ctx<SessionCaller>, { mode }: { readonly mode?: Mode | undefined }): Promise<Answer<Notices>> => noticesOf(ctx, mode);
