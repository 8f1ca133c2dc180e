import type { Executor } from '../db/statement.ts';
import { PlatformSettings } from './settings.rules.ts';
import { allSettings } from './settings.sql.ts';

export const platformSettings = async (sql: Executor): Promise<PlatformSettings> => {
  const rows = await sql.query(allSettings, []);
  return PlatformSettings.parse(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
};
