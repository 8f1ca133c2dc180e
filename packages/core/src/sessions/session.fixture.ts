import type { Role } from '@paygate/contract/kernel';
import { cheapPasswordHash } from '@paygate/test/support/cheap-password';
import { openSqlSession, type SqlSession } from '@paygate/test/support/sql-session';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Ctx, SessionCaller } from '../caller.ts';
import { readConfig } from '../config.ts';
import type { MerchantStatus } from '../merchants/merchant.entity.ts';
import { openPlatform, type Platform } from '../platform.ts';

export const PASSWORD = 'correct horse battery staple';

/** A platform on a test's own database, an owner's connection beside it, and what tests of signed-in people need. */
export interface House {
  readonly platform: Platform;
  readonly owner: SqlSession;
  openNeighbour(): Promise<Platform>;
  addMerchant(wanted?: { readonly username?: string; readonly status?: MerchantStatus }): Promise<string>;
  addMember(wanted?: { readonly email?: string; readonly role?: Role; readonly merchantId?: string | null }): Promise<{ readonly id: string; readonly email: string }>;
  close(): Promise<void>;
}

export const openHouse = async (databaseUrl: string): Promise<House> => {
  const open = () => openPlatform(readConfig({ DATABASE_URL: databaseUrl, CHECKOUT_BASE_URL: 'https://pay.example.com' }), { log: pino({ level: 'silent' }), role: 'api' });
  const platforms = [await open()];
  const owner = await openSqlSession(databaseUrl);
  const addMerchant: House['addMerchant'] = async ({ username = `m_${uuidv7().slice(-12)}`, status = 'ACTIVE' } = {}) => {
    const id = uuidv7();
    await owner.query(`insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ($1, $2, 'shop@example.com', 'Shop', 'Owner', '0812345678', $3, 'FREE')`, [id, username, status]);
    return id;
  };
  return {
    platform: platforms[0]!,
    owner,
    openNeighbour: async () => {
      const neighbour = await open();
      platforms.push(neighbour);
      return neighbour;
    },
    addMerchant,
    addMember: async ({ email = `${uuidv7()}@example.com`, role = 'owner', merchantId } = {}) => {
      const id = uuidv7();
      const isPlatforms = role === 'admin' || role === 'payout_operator';
      const of = isPlatforms ? null : (merchantId ?? (await addMerchant()));
      await owner.query('insert into member (id, merchant_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)', [id, of, email, 'Somebody', role, cheapPasswordHash(PASSWORD)]);
      return { id, email };
    },
    close: async () => {
      await owner.close();
      for (const platform of platforms) await platform.close();
    },
  };
};

/** A call from outside a transaction; `cookies` collects what the edge would set. */
export const visitor = (platform: Platform, cookies: [token: string, maxAgeSeconds: number][] = []): Ctx => ({
  platform, caller: { kind: 'nobody', address: '127.0.0.1' }, sql: platform.database, requestId: 'test', transaction: undefined,
  issueCookie: (token, maxAgeSeconds) => { cookies.push([token, maxAgeSeconds]); },
});
export const signedIn = (platform: Platform, caller: SessionCaller): Ctx<SessionCaller> => ({ ...visitor(platform), caller });
