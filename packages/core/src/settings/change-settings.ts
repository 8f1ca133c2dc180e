import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { settingOperations } from '@paygate/contract/terms';
import { v5 as uuidv5 } from 'uuid';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import { platformSettings } from './platform-settings.ts';
import { lockSettings, saveSettings } from './settings.sql.ts';
import { readSettings, viewSettings } from './setting-wire.ts';

type Of = typeof settingOperations;
/** The settings are one object; audit rows name objects by UUID. */
const SETTINGS_ID = uuidv5('settings', PLATFORM_OWNER);

/** Read from the database, not from memory: whoever has just changed something sees it. */
export const listSettings = async ({ sql }: Ctx<SessionCaller>): Promise<Answer<Of['list']>> => ({ settings: viewSettings(await platformSettings(sql)) });

/** All or none. Refuses INVALID_REQUEST with every setting that does not fit and why. Every process follows within a second. */
export const changeSettings = async ({ sql, caller }: WriteCtx<SessionCaller>, { settings: sent }: Input<Of['update']>): Promise<Answer<Of['update']>> => {
  await sql.query(lockSettings, []);
  const before = await platformSettings(sql);
  const read = readSettings(before, sent);
  if (!read.ok) throw new Refusal('INVALID_REQUEST', { issues: read.issues });
  const names = Object.keys(read.changed);
  if (names.length > 0) {
    await sql.query(saveSettings, [JSON.stringify(Object.entries(read.changed).map(([name, value]) => ({ name, value })))]);
    const were = Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)));
    await recordAudit(sql, { actor: actorOf(caller), action: 'settings.update', objectKind: 'setting', objectId: SETTINGS_ID, details: { before: were, after: read.changed } });
  }
  return { success: true, settings: viewSettings(read.settings) };
};
