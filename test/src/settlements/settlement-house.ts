import { afterEach, expect } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { fund } from '../support/fund.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { startTestProduct, type Answer, type TestMerchant, type TestProduct } from '../support/test-product.ts';

export interface Shop extends TestMerchant { readonly owner: SignedIn }
export interface SettlementHouse {
  readonly product: TestProduct;
  /** `at` is method and path: `GET /api/settlement`. */
  readonly call: (who: SignedIn, at: string, body?: object) => Promise<Answer>;
  /** With live money, an account to settle to and a fee of 1 %. */
  readonly shop: (satang?: number, more?: Parameters<TestProduct['addMerchant']>[0]) => Promise<Shop>;
  readonly ask: (merchant: Shop, amount: number, more?: object) => Promise<Answer>;
  readonly balanceOf: (merchant: TestMerchant) => Promise<Record<string, unknown> | undefined>;
}

export const settlementBank = { bankCode: 'SCB', accountNumber: '1234567890', accountName: 'Demo Store' };

/** The product without a worker; the books are compared after each test. One a file: sign-ins are limited per minute. */
export const openSettlementHouse = async (database: TestDatabase): Promise<SettlementHouse> => {
  const product = await startTestProduct(database);
  afterEach(() => expectBooksAgree(product.platform));
  const call: SettlementHouse['call'] = (who, at, body) => {
    const [method, path] = at.split(' ');
    return product.call(undefined, method!, path!, body, who.headers);
  };
  return {
    product, call,
    shop: async (satang = 1_000_000, more = {}) => {
      const merchant = await product.addMerchant(more);
      await fund(product.platform, merchant.id, satang, 'live');
      await runSql(database.url, `insert into settlement_terms (merchant_id, fee_bps) values ('${merchant.id}', 100)`);
      const owner = await enter(product, database, { merchantId: merchant.id });
      expect((await call(owner, 'POST /api/settlement/account', settlementBank)).status).toBe(200);
      return { ...merchant, owner };
    },
    ask: (merchant, amount, more = {}) => call(merchant.owner, 'POST /api/settlement', { amount, ...more }),
    balanceOf: async ({ id }) => (await runSql(database.url, `select available_satang::int as available, reserved_satang::int as reserved from merchant_balance where merchant_id = '${id}' and mode = 'live'`))[0],
  };
};
