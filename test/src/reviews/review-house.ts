import { settlePayout, type PayoutOutcome } from '@paygate/core/payouts/settle-payout';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { expect } from 'vitest';
import { openMoneyHouse, type Created, type MoneyHouse } from '../money/money-house.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import type { Answer, TestMerchant } from '../support/test-product.ts';
import { until } from '../support/until.ts';

export interface ReviewHouse extends MoneyHouse {
  readonly first: SignedIn;
  readonly second: SignedIn;
  readonly admin: SignedIn;
  readonly otherAdmin: SignedIn;
  /** A credit in the queue: of a sender whose whole account is known, unless something else is said. */
  readonly stray: (amount: number, more?: object) => Promise<string>;
  /** A call below `/api/admin/credits`. */
  readonly act: (who: SignedIn, path: string, body?: object) => Promise<Answer>;
  readonly read: (path: string) => Promise<Answer>;
  readonly stateOf: (creditId: string) => Promise<{ readonly state: unknown; readonly left: unknown } | undefined>;
  readonly actionsOf: (objectId: string) => Promise<readonly unknown[]>;
  readonly balanceOf: (merchant: Pick<TestMerchant, 'secretKey'>) => Promise<number>;
  readonly typesOf: (payment: Created) => Promise<readonly unknown[]>;
  /** Plays the bank: the payout leaves its queue and ends. */
  readonly carry: (payoutId: string, outcome?: PayoutOutcome) => Promise<void>;
  /** Ours and the product's own watch over the books. */
  readonly expectEverythingAgrees: () => Promise<void>;
}

export const sender = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '167-3-58548-1', payerBankCode: 'GSB' };
export const arrived: PayoutOutcome = { move: 'succeed', externalRef: 'SCB1' };

/** The money house with four people of the platform, and no worker: the test says when anything happens. */
export const openReviewHouse = async (): Promise<ReviewHouse> => {
  const house = await openMoneyHouse({ environment: { DATABASE_CONNECTIONS_MAX: '20', RATE_LIMIT_WRITES_PER_MINUTE: '1000000', RATE_LIMIT_READS_PER_MINUTE: '1000000' } });
  const { product, database, owner } = house;
  const [first, second, admin, otherAdmin] = [
    await enter(product, database, { role: 'payout_operator' }), await enter(product, database, { role: 'payout_operator' }), await enter(product, database, { role: 'admin' }), await enter(product, database, { role: 'admin' }),
  ];
  const settle = (payoutId: string, outcome: PayoutOutcome) => product.platform.database.transaction((transaction) => settlePayout(transaction, product.platform, { payoutId, outcome }));
  return {
    ...house, first, second, admin, otherAdmin,
    stray: async (amount, more = sender) => {
      const { body } = await house.report({ amount, ...more });
      await house.match();
      return String(body.results[0].creditId);
    },
    act: (who, path, body = {}) => product.call(undefined, 'POST', `/api/admin/credits/${path}`, body, who.headers),
    read: (path) => product.call(undefined, 'GET', `/api/admin/credits${path}`, undefined, first.headers),
    stateOf: async (creditId) => {
      const [row] = (await owner.query('select state, left_satang::int as left from credit_review where credit_id = $1', [creditId])).rows;
      return row && { state: row['state'], left: row['left'] };
    },
    actionsOf: async (objectId) => (await owner.query('select action from audit where object_id = $1 order by seq', [objectId])).rows.map(({ action }) => action),
    balanceOf: async ({ secretKey }) => (await product.call(secretKey, 'GET', '/api/v1/balance')).body.balance,
    typesOf: async ({ id }) => (await owner.query('select type from event where object_id = $1 order by id', [id])).rows.map(({ type }) => type),
    carry: async (payoutId, outcome = arrived) => {
      await owner.query(`update payout set status = 'PROCESSING', paying_account_id = (select id from receiving_account where mode = 'test' and type = 'BANK' and merchant_id is null) where id = $1 and status = 'QUEUED'`, [payoutId]);
      await settle(payoutId, outcome);
    },
    expectEverythingAgrees: async () => {
      await house.expectBooksRight();
      expect((await until('the comparison', () => reconcileBooks(product.platform, { force: 'FULL' }))).violations).toEqual([]);
    },
  };
};
