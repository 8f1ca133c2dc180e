import type { Executor } from '../db/statement.ts';
import { deleteOverListeners } from './listeners.sql.ts';

/** Removes listeners that nobody asked for an hour, with what they were given; at most 100. Says how many. */
export const forgetListeners = async (sql: Executor): Promise<number> => (await sql.query(deleteOverListeners, [])).length;
