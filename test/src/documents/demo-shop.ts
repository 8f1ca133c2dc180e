import { runSql } from '../support/sql-session.ts';
import type { TestDatabase } from '../support/test-database.ts';
import type { TestMerchant, TestProduct } from '../support/test-product.ts';
import { topfrompay } from './topfrompay.fixture.ts';

/** Names the receiving accounts as the handbook's examples do. */
export const nameAccounts = (database: TestDatabase): Promise<unknown> =>
  runSql(
    database.url, `update receiving_account set name = 'TopfromPAY PromptPay' where type = 'PROMPTPAY'`,
    `update receiving_account set name = 'TopfromPAY SCB Main', account_name = 'TopfromPAY SCB Main' where type = 'BANK'`,
  );

/** The merchant of the handbook's examples: 2 %, enforce_all. One a database, since the username is unique. */
export const addDemoShop = async (product: TestProduct, database: TestDatabase, more = ''): Promise<TestMerchant> => {
  const merchant = await product.addMerchant();
  await runSql(
    database.url,
    `update merchant set username = 'merchant_demo', email = 'merchant@example.com', business_name = 'Demo Store', owner_name = 'demo.example.com', policy_mode = 'enforce_all' ${more} where id = '${merchant.id}'`,
  );
  return { ...merchant, username: 'merchant_demo' };
};

/** The body of the handbook's curl. */
export const createRequest: { readonly amount: number; readonly orderId: string; readonly description: string; readonly metadata: Readonly<Record<string, string>> } = topfrompay.createPaymentRequest.json();
