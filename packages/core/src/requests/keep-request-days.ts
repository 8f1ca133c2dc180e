import type { Platform } from '../platform.ts';
import { addRequestDays, dropRequestDays } from './requests.sql.ts';

const DAYS_AHEAD = 7;

/**
 * Makes the days to come ready and drops those past their time, each as a whole table. Holds nobody up: a day that is being
 * read stays until the next round. Where none are kept, what was kept is gone within two days. Answers how many days were dropped.
 */
export const keepRequestDays = async ({ database, config }: Pick<Platform, 'database' | 'config'>): Promise<number> => {
  if (config.requestLogDays > 0) await database.query(addRequestDays, [DAYS_AHEAD]);
  return (await database.query(dropRequestDays, [config.requestLogDays]))[0]?.dropped ?? 0;
};
