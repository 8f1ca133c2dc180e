import type { Mode } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import type { AccountRotation } from '../merchants/merchant.entity.ts';
import { accountsUsed, openAccounts } from './accounts.sql.ts';
import type { ReceivingAccountRow } from './receiving-account.entity.ts';

/** What counts against an account's limits today: what the database knew at the last look, and what this process has given since. */
interface Used { count: number; satang: number }
/** An account that may be given to a payment, unless its limits say no. `isCounted`: somebody asks how much it is used. */
export interface OpenAccount extends ReceivingAccountRow { readonly isCounted: boolean; readonly used: Used }

/** Where one merchant's payers (or, on CENTRAL plans, everyone's) can send money now: active, not frozen, defaults first. */
export interface Receiving {
  readonly rotation: AccountRotation;
  readonly accounts: readonly OpenAccount[];
  /** Whose turn it is, by type; the same object from look to look. */
  readonly turns: Record<ReceivingAccountRow['type'], number>;
}

/** The key under which a `Receiving` is remembered: a mode, and the merchant whose own accounts are meant. */
export const receivingKey = (mode: Mode, merchantId: string | null): string => `${mode}:${merchantId ?? ''}`;

const OWNERS_MAX = 10_000;

/**
 * Looks up a `Receiving` by its key: one statement, and one more where an account has limits or the least used is wanted.
 * Meant to be remembered (`recall`), so that giving out accounts costs no statement; what other processes gave meanwhile is
 * unknown until the next look.
 */
export const createReceiving = (sql: Executor): ((key: string) => Promise<Receiving>) => {
  const turnsOf = new Map<string, Receiving['turns']>();
  return async (key) => {
    const [mode, merchantId] = key.split(':') as [Mode, string];
    const rows = await sql.query(openAccounts, [mode, merchantId === '' ? null : merchantId]);
    const rotation = rows[0]?.rotation ?? 'default_first';
    const counted = rows.filter((row) => rotation === 'least_used_today' || row.dailyLimitCount !== null || row.dailyLimitSatang !== null).map(({ id }) => id);
    const used = new Map((counted.length === 0 ? [] : await sql.query(accountsUsed, [counted])).map(({ id, count, satang }) => [id, { count, satang }]));
    if (turnsOf.size >= OWNERS_MAX) turnsOf.clear();
    const turns = turnsOf.get(key) ?? { PROMPTPAY: 0, BANK: 0 };
    turnsOf.set(key, turns);
    return { rotation, turns, accounts: rows.map(({ rotation: _, ...account }) => ({ ...account, isCounted: used.has(account.id), used: used.get(account.id) ?? { count: 0, satang: 0 } })) };
  };
};
