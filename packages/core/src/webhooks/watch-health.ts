import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { disableFailing, insertNotices, warnFailing } from './health.sql.ts';
import { recordEvents, type NewEvent } from './record-events.ts';
import type { WebhookEndpointRow, WebhookNoticeRow } from './webhook.entity.ts';

/** More than this are told of in the next round. */
const TOLD_AT_ONCE = 200;

/**
 * Switches off endpoints that failed for days and warns of those that failed for hours, as the settings say, each once. The merchant hears of it by a
 * notice in the API and an event to its other endpoints that want it; nothing is sent by email. Safe in any number of processes.
 */
export const watchHealth = async (platform: Pick<Platform, 'database' | 'settings' | 'queue' | 'bell' | 'log'>): Promise<void> => {
  const { webhookDisableAfterHours, webhookWarnAfterHours } = await platform.settings();
  await platform.database.transaction(async (transaction) => {
    const disabled = await transaction.query(disableFailing, [webhookDisableAfterHours, TOLD_AT_ONCE]);
    await tell({ transaction, platform }, 'DISABLED', disabled);
    await tell({ transaction, platform }, 'FAILING', await transaction.query(warnFailing, [webhookWarnAfterHours, TOLD_AT_ONCE]));
  });
};

interface Teller { readonly transaction: Transaction; readonly platform: Pick<Platform, 'queue' | 'bell' | 'log'> }
const tell = async ({ transaction, platform }: Teller, kind: WebhookNoticeRow['kind'], endpoints: readonly WebhookEndpointRow[]): Promise<void> => {
  if (endpoints.length === 0) return;
  const wanted = endpoints.map(({ id, merchantId, mode, url, failingSince, failuresInRow }) => ({ merchantId, mode, endpointId: id, kind, url, failingSince, failuresInRow }));
  const notices = await transaction.query(insertNotices, [JSON.stringify(wanted)]);
  for (const { merchantId, endpointId, failingSince } of notices) platform.log.warn({ merchantId, endpointId, failingSince, kind }, 'a webhook fails');
  await recordEvents(transaction, platform, notices.map(eventOf));
};

const eventOf = ({ id, merchantId, mode, kind, endpointId, url, failingSince, failuresInRow }: WebhookNoticeRow): NewEvent =>
  ({ merchantId, mode, type: kind === 'FAILING' ? 'webhook.failing' : 'webhook.disabled', objectId: id, data: { id, webhookId: endpointId, url, failingSince, failuresInRow } });
