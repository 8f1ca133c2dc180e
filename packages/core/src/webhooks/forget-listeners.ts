import type { Executor } from '../db/statement.ts';
import { deleteOverListeners, forgetGiven } from './listeners.sql.ts';

/** Removes listeners that nobody asked for an hour, with what they were given, at most 100, and what the others were given days ago. Says how many listeners. */
export const forgetListeners = async (sql: Executor): Promise<number> => {
  await sql.query(forgetGiven, []);
  return (await sql.query(deleteOverListeners, [])).length;
};
