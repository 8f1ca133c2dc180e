import { statement, type Executor } from './statement.ts';

const ping = statement<{ one: number }>('db.ping', 'select 1 as "one"');

/** Resolves when the database answers. */
export const pingDatabase = async (sql: Executor): Promise<void> => {
  await sql.query(ping, []);
};
