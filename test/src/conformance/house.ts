import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Operation } from '@paygate/contract/kernel';
import { startSandboxBank } from '@paygate/core/banks/sandbox/sandbox-server';
import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { v7 as uuidv7 } from 'uuid';
import { atEndOfFile } from '../support/end-of-file.ts';
import { fund } from '../support/fund.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { SHOP_ORIGIN, startTestProduct, type TestMerchant, type TestProduct } from '../support/test-product.ts';

/** A merchant and whoever may sign in around it. */
export interface Household {
  readonly merchant: TestMerchant;
  readonly owner: SignedIn;
}
export interface House extends Household {
  readonly product: TestProduct;
  readonly database: TestDatabase;
  readonly admin: SignedIn;
  /** Somebody else's, who must see nothing of the first. */
  readonly stranger: Household;
  /** Makes the platform's accounts and the merchants' channels what they were, after somebody tried to change them. */
  restoreAccounts(): Promise<void>;
}

const RICH_SATANG = 100_000_000_000;
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createNetServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

/** The product with two merchants, their owners, an admin and a sandbox bank. */
export const openHouse = async (database: TestDatabase): Promise<House> => {
  const port = await freePort();
  const product = await startTestProduct(database, { environment: { SANDBOX_BANK_URL: `http://127.0.0.1:${port}` } });
  const folder = await mkdtemp(path.join(tmpdir(), 'paygate-bank-'));
  const bank = await startSandboxBank({ port, dataFile: path.join(folder, 'bank.jsonl'), feed: { url: `${product.baseUrl}/api/bank/credits`, ...product.feed }, log: () => undefined });
  atEndOfFile(async () => {
    await bank.stop();
    await rm(folder, { recursive: true });
  });
  const household = async (): Promise<Household> => {
    const merchant = await product.addMerchant();
    for (const mode of ['test', 'live'] as const) await fund(product.platform, merchant.id, RICH_SATANG, mode);
    return { merchant, owner: await enter(product, database, { merchantId: merchant.id }) };
  };
  const restoreAccounts = async (): Promise<void> => {
    const own = `merchant_id is null and account_number in ('${product.promptPayId}', '1234567890')`;
    await runSql(
      database.url, `update receiving_account set is_default = false, is_active = false where merchant_id is null and not (${own}) and (is_default or is_active)`,
      `update receiving_account set is_default = true, is_active = true, frozen_at = null, frozen_reason = null, daily_limit_satang = null, daily_limit_count = null where ${own}`,
      'update merchant set prompt_pay_enabled = null, bank_transfer_enabled = null where prompt_pay_enabled is not null or bank_transfer_enabled is not null',
    );
  };
  return { product, database, restoreAccounts, admin: await enter(product, database, { role: 'admin' }), ...(await household()), stranger: await household() };
};

export interface Input { readonly params?: Readonly<Record<string, string>>; readonly query?: Readonly<Record<string, unknown>>; readonly body?: unknown }

/** A payout call's headers: signed now, under an idempotency key of its own. */
export const signed = (key: string, raw: string): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return { 'x-api-key': key, 'idempotency-key': uuidv7(), 'x-signature-timestamp': timestamp, 'x-signature': signRequest(key, timestamp, Buffer.from(raw)) };
};

/** What a call of the operation carries to prove who calls, over the bytes it sends. */
export const credentials = (operation: Operation, { product, admin, merchant, owner }: Pick<House, 'product' | 'admin'> & Household, raw: string): Record<string, string> => {
  switch (operation.auth) {
    case 'secretKey':
      return { 'x-api-key': merchant.secretKey };
    case 'publicKey':
      return { 'x-api-key': merchant.publicKey, 'origin': SHOP_ORIGIN };
    case 'signed':
      return signed(merchant.secretKey, raw);
    case 'session':
      return { ...(operation.roles && !operation.roles.includes('owner') ? admin : owner).headers };
    case 'bankFeed': {
      const timestamp = String(Math.floor(Date.now() / 1_000));
      return { 'x-feed-id': product.feed.id, 'x-signature-timestamp': timestamp, 'x-signature': signRequest(product.feed.secret, timestamp, Buffer.from(raw)) };
    }
    case 'public':
      return {};
    default:
      throw new Error(`no credentials for ${String(operation.auth)}`);
  }
};

export const urlOf = (operation: Operation, { params = {}, query = {} }: Input): string => {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const pairs = Object.entries(query).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, String(one)]));
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs).toString()}`;
};
export const rawOf = ({ body }: Input): string => (body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));

export const unique = (): string => uuidv7().slice(-12).toUpperCase();
