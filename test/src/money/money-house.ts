import { matchCredits } from '@paygate/core/credits/match-credits';
import { imbalances, ledgerSums } from '@paygate/core/ledger/ledger.sql';
import { expect } from 'vitest';
import { atEndOfFile } from '../support/end-of-file.ts';
import { brokenOf } from '../support/promises.ts';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestProduct, type Answer, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { moneyPromises } from './books.ts';

export interface Created { readonly id: string; readonly reference: string; readonly amount: number }
export interface Notice { readonly amount: number; readonly bankReference?: string; readonly [more: string]: unknown }

/** The product without a worker, so that a test says when credits are matched and payments expire. */
export interface MoneyHouse {
  readonly product: TestProduct;
  readonly database: TestDatabase;
  /** The owner's own connection, to look and to set the stage. */
  readonly owner: SqlSession;
  /** A merchant whose every event is subscribed to. */
  addMerchant(more?: Parameters<TestProduct['addMerchant']>[0]): Promise<TestMerchant>;
  create(merchant: TestMerchant, amount: number, more?: object): Promise<Created>;
  /** A credit to the platform's PromptPay account, with a bank reference of its own. */
  notice(fields: Notice): object;
  report(...notices: readonly Notice[]): Promise<Answer>;
  /** Decides everything received; answers how many payments were paid. */
  match(): Promise<number>;
  payment(id: string): Promise<Record<string, unknown>>;
  /** Moves the deadline of a payment into the past, by the database's clock. */
  makeDue(id: string, ago?: string): Promise<void>;
  expectBooksRight(): Promise<void>;
}

let count = 0;
const nextBankReference = (): string => `B${process.pid}-${(count += 1)}`;

/** One connection runs one statement at a time; concurrent askers wait for each other here. */
const inTurn = (session: SqlSession): SqlSession => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: (statement, values) => {
      const answer = last.then(() => session.query(statement, values));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => last.then(() => session.close()),
  };
};

export const openMoneyHouse = async (options: Parameters<typeof startTestProduct>[1] = {}): Promise<MoneyHouse> => {
  const database = await createTestDatabase();
  const product = await startTestProduct(database, options);
  const owner = inTurn(await openSqlSession(database.url));
  atEndOfFile(() => owner.close());
  const { platform } = product;
  const rowsOf = async (statement: string, ...values: readonly unknown[]) => (await owner.query(statement, values)).rows;
  const notice: MoneyHouse['notice'] = (fields) => ({ bankReference: nextBankReference(), accountNumber: product.promptPayId, paidAt: new Date().toISOString(), ...fields });
  return {
    product, database, owner, notice,
    addMerchant: async (more) => {
      const merchant = await product.addMerchant(more);
      await owner.query(`insert into webhook_endpoint (id, merchant_id, mode, url, events, secret_encrypted) values (uuidv7(), $1, 'test', 'https://shop.example.com/hook', '{*}', 'sealed')`, [merchant.id]);
      return merchant;
    },
    create: async (merchant, amount, more = {}) => {
      const { status, body } = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount, ...more });
      expect(status, JSON.stringify(body)).toBe(201);
      const [row] = await rowsOf('select reference from payment where id = $1', body.transaction.id);
      return { id: body.transaction.id, reference: String(row?.['reference']), amount };
    },
    report: (...notices) => product.reportCredits(notices.map(notice)),
    match: async () => matchCredits(platform, (await rowsOf("select id from bank_credit where status = 'RECEIVED' order by id")).map(({ id }) => String(id))),
    payment: async (id) => (await rowsOf('select status, is_late, paid_at, fee_satang from payment where id = $1', id))[0] ?? {},
    makeDue: async (id, ago = '1 second') => void (await owner.query('update payment set created_at = now() - $2::interval * 2, expires_at = now() - $2::interval where id = $1', [id, ago])),
    expectBooksRight: async () => {
      expect(await brokenOf(owner, moneyPromises)).toEqual([]);
      // The product's own watch over its books must agree.
      expect(await platform.database.query(imbalances, [])).toEqual([]);
      expect((await platform.database.query(ledgerSums, [])).filter(({ sumSatang }) => sumSatang !== 0)).toEqual([]);
    },
  };
};
