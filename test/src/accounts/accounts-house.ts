import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { atEndOfFile } from '../support/end-of-file.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { startTestProduct, type Answer, type TestMerchant, type TestProduct } from '../support/test-product.ts';

export interface Shop extends TestMerchant { readonly owner: SignedIn }
export interface AccountsHouse {
  readonly product: TestProduct;
  readonly sql: SqlSession;
  readonly admin: SignedIn;
  /** `at` is method and path. */
  readonly call: (who: SignedIn | undefined, at: string, body?: object) => Promise<Answer>;
  readonly shop: (planCode?: string) => Promise<Shop>;
  /** A test account of the shop's own, under a number nobody else has. */
  readonly addAccount: (shop: Shop, more?: object) => Promise<{ readonly id: string; readonly accountNumber: string }>;
  readonly create: (shop: TestMerchant, amount: number, more?: object) => Promise<Answer>;
  /** Reports credits under a feed's own secret. */
  readonly report: (feed: { readonly id: string; readonly secret: string }, credits: readonly object[]) => Promise<Answer>;
}

let numbers = 0;
export const nextMobile = (): string => `08${String(10_000_000 + (numbers += 1))}`;

/** The product without a worker. One a file: sign-ins are limited per minute. */
export const openAccountsHouse = async (database: TestDatabase): Promise<AccountsHouse> => {
  const product = await startTestProduct(database);
  const sql = await openSqlSession(database.url);
  atEndOfFile(() => sql.close());
  const call: AccountsHouse['call'] = (who, at, body) => {
    const [method, path] = at.split(' ');
    return product.call(undefined, method!, path!, body, who?.headers);
  };
  return {
    product, sql, call, admin: await enter(product, database, { role: 'admin' }),
    shop: async (planCode = 'BASIC') => {
      const merchant = await product.addMerchant({ planCode });
      return { ...merchant, owner: await enter(product, database, { merchantId: merchant.id }) };
    },
    addAccount: async ({ owner }, more = {}) => {
      const answer = await call(owner, 'POST /api/receiving-accounts', { mode: 'test', type: 'PROMPTPAY', name: 'Own', accountNumber: nextMobile(), accountName: 'Own', ...more });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.account;
    },
    create: (shop, amount, more = {}) => product.call(shop.secretKey, 'POST', '/api/v1/payment/create', { amount, ...more }),
    report: ({ id, secret }, credits) => {
      const raw = JSON.stringify({ credits });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      return product.call(undefined, 'POST', '/api/bank/credits', raw, { 'x-feed-id': id, 'x-signature-timestamp': timestamp, 'x-signature': signRequest(secret, timestamp, Buffer.from(raw)) });
    },
  };
};
