import { defineEntity } from '@mikro-orm/postgresql';
import { column } from '../db/entity.ts';

/** One platform-wide setting; names, types and defaults live in settings.rules.ts. */
export const SettingEntity = defineEntity({
  name: 'Setting', tableName: 'setting',
  properties: { name: column.text().primary(), value: column.json<unknown>(), updatedAt: column.instant() },
});
