import type { Executor } from '../db/statement.ts';
import { findMerchantOfUsername } from './merchants.sql.ts';

/** The id of the merchant with this username, if there is one. */
export const merchantIdOf = async (sql: Executor, username: string): Promise<string | undefined> => (await sql.query(findMerchantOfUsername, [username]))[0]?.id;
