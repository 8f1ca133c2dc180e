import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { KeyCaller, Merchant, Mode, SessionCaller } from '../caller.ts';
import type { Executor, Statement, Transaction } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import type { WebhookEndpointRow } from './webhook.entity.ts';

/** Who may look after webhooks: the merchant's key, in its mode, or the merchant's people, in both. */
export type WebhookCaller = KeyCaller | SessionCaller;
export interface Scope {
  readonly merchant: Merchant;
  /** Null for both modes. */
  readonly mode: Mode | null;
}

/** A key has one mode; people name one or get both. Refuses FORBIDDEN for the platform's own people. */
export const scopeOf = (caller: WebhookCaller, mode?: Mode | null): Scope =>
  (caller.kind === 'key' ? { merchant: caller.merchant, mode: caller.mode } : { merchant: ownMerchant(caller), mode: mode ?? null });

/** The caller's endpoint, by a statement whose parameters begin with id, merchant and mode. Refuses WEBHOOK_NOT_FOUND, also for deleted ones. */
export const ownEndpoint = async (by: { readonly sql: Executor; readonly caller: WebhookCaller }, found: Statement<WebhookEndpointRow>, [id, ...more]: readonly [id: string, ...unknown[]]): Promise<WebhookEndpointRow> => {
  const { merchant, mode } = scopeOf(by.caller);
  const [endpoint] = isUuid(id) ? await by.sql.query(found, [id, merchant.id, mode, ...more]) : [];
  if (!endpoint) throw new Refusal('WEBHOOK_NOT_FOUND');
  return endpoint;
};

/** Writes down what a signed-in person changed; a key's changes are in its owner's own logs. Call it last. */
export const noteDeed = async (by: { readonly sql: Transaction; readonly caller: WebhookCaller }, action: string, { id, ...details }: { readonly id: string; readonly [detail: string]: unknown }): Promise<void> => {
  if (by.caller.kind === 'session') await recordAudit(by.sql, { actor: actorOf(by.caller), action, objectKind: 'webhook_endpoint', objectId: id, details });
};
