import type { Operation } from '@paygate/contract/kernel';
import { advancePayout } from '@paygate/core/payouts/advance-payout';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { addMember, enter, PASSWORD } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { unique, type House, type Household, type Input } from './house.ts';
import { ofPaidPayment, ofPayment, ofProposal, ofRequest, ofShortCredit, ofStrayCredit, paymentOf, payoutOf, payoutWish, slipText, strayCredit, unpaid, withdrawalWish } from './money-recipes.ts';
import {
  accountWish, batchOf, ofBatchResult, ofDraftBatch, ofFeed, ofFeeStatement, ofOwnAccount, ofPlatformAccount, ofReversal, ofSettlement, ofStatement, ofStatementAccount, ownAccount, settlementOf, statementOf,
} from './operator-recipes.ts';
import { assistantsOf, exampleBody, type Recipe } from './recipe.ts';
import { ofListener, webhookRecipes } from './webhook-recipes.ts';

const signIn = (role: 'owner' | 'admin'): Recipe => async ({ database, merchant }) =>
  ({ body: { email: (await addMember(database, { role, merchantId: role === 'owner' ? merchant.id : null })).email, password: PASSWORD } });
const loggedRequests = new Map<string, string>();
/** A call of this merchant that is in the log: always the same one, since no two take equally long. */
const ofRequestLogged: Recipe = async ({ product, merchant }) => {
  const known = loggedRequests.get(merchant.id);
  if (known !== undefined) return { params: { id: known } };
  const { headers } = await product.call(merchant.secretKey, 'GET', '/api/v1/banks');
  await product.platform.requestLog.flush();
  const id = headers.get('x-request-id') ?? '';
  loggedRequests.set(merchant.id, id);
  return { params: { id } };
};
/** A new reusable link. A merchant may have some open; those of earlier calls are disabled. */
const linkOf = async (house: House): Promise<string> => {
  const { product, database, merchant } = house;
  const { owner } = await assistantsOf(house);
  await runSql(database.url, `update payment_link set disabled_at = now() where merchant_id = '${merchant.id}' and disabled_at is null`);
  return (await product.call(undefined, 'POST', '/api/payment/links', { title: 'A link' }, owner.headers)).body.link.id;
};

const recipes: Readonly<Record<string, Recipe>> = {
  'bankAccounts.create': async () => ({ body: accountWish('BANK') }),
  'bankAccounts.update': ofPlatformAccount({ dailyLimitCount: 500 }),
  'bankAccounts.freeze': ofPlatformAccount({ reason: 'The bank asks questions' }),
  'bankAccounts.unfreeze': ofPlatformAccount({ reason: 'Cleared with the bank' }),
  'receivingAccounts.create': async (house) => {
    await ownAccount(house);
    return { body: accountWish('PROMPTPAY') };
  },
  'receivingAccounts.update': ofOwnAccount,
  'receivingAccounts.setSettings': async () => ({ body: { rotation: 'default_first' } }),
  'bankFeeds.rotate': ofFeed,
  'bankFeeds.revoke': async ({ product, owner }) => ({ params: { id: (await product.call(undefined, 'POST', '/api/bank-feeds', { name: 'Poller', mode: 'test' }, owner.headers)).body.feed.id } }),
  'feeStatements.get': ofFeeStatement,
  'feeStatements.file': ofFeeStatement,
  'adminFeeStatements.pay': ofFeeStatement,
  'adminFeeStatements.void': ofFeeStatement,
  'plans.update': async (_, operation) => ({ params: { code: 'PRO' }, body: exampleBody(operation) }),
  'terms.get': async ({ merchant }) => ({ params: { id: merchant.id } }),
  'terms.update': async ({ merchant }) => ({ params: { id: merchant.id }, body: { paymentContractPolicyMode: null } }),
  'settings.update': async () => ({ body: { settings: { minPaymentAmount: 1 } } }),
  ...webhookRecipes('webhooks'),
  ...webhookRecipes('merchantWebhooks'),
  'events.get': async (house) => {
    const { id } = await paymentOf(house);
    const { body } = await house.product.call(house.merchant.secretKey, 'GET', `/api/v1/events?objectId=${id}`);
    return { params: { id: body.events[0].id } };
  },
  'payments.create': async (_, operation) => ({ body: { ...exampleBody(operation), orderId: `ORD-${unique()}` } }),
  'payments.get': ofPayment,
  'payments.getByOrder': async (house) => ({ params: { orderId: (await paymentOf(house)).orderId } }),
  'payments.cancel': ofPayment,
  'checkout.createSession': async (_, operation) => ({ body: { ...exampleBody(operation), orderId: `ORD-${unique()}` } }),
  'checkout.get': async (house) => ({ params: { transactionId: (await paymentOf(house)).id } }),
  'payouts.create': async () => ({ body: payoutWish() }),
  'payouts.bulk': async () => ({ body: { items: [payoutWish(), payoutWish()] } }),
  'payouts.getByRef': async (house) => ({ params: { merchantRef: (await payoutOf(house)).merchant_ref } }),
  'payouts.cancel': async (house) => ({ params: { id: (await payoutOf(house)).id } }),
  'inexact.credits': ofPaidPayment,
  'reviews.get': ofStrayCredit,
  'reviews.accept': ofShortCredit,
  'reviews.split': async (house) => ({ params: { id: await strayCredit(house) }, body: { paymentIds: [await unpaid(house), await unpaid(house)], reason: 'One transfer for two orders' } }),
  'reviews.return': ofStrayCredit,
  'reviews.assign': ofStrayCredit,
  'reviews.unassign': ofStrayCredit,
  'reviews.ignore': ofStrayCredit,
  'reviews.note': ofStrayCredit,
  'reviews.reopen': async (house, operation) => {
    const id = await strayCredit(house);
    await house.product.call(undefined, 'POST', `/api/admin/credits/${id}/ignore`, { reason: 'A test' }, house.admin.headers);
    return { params: { id }, body: exampleBody(operation) };
  },
  'reviews.confirmProposal': ofProposal,
  'reviews.declineProposal': ofProposal,
  'reviews.confirmPayment': async (house, operation) => ({ params: { id: await unpaid(house) }, body: exampleBody(operation) }),
  'slips.send': async (house) => ({ params: { id: (await paymentOf(house)).id }, body: { qrText: slipText() } }),
  'slips.list': ofPayment,
  'refunds.create': ofPaidPayment,
  'refunds.list': ofPaidPayment,
  'withdrawals.create': async () => ({ body: withdrawalWish() }),
  'withdrawals.approve': ofRequest,
  'withdrawals.reject': ofRequest,
  'batches.create': async (house) => ({ body: { mode: 'test', payoutIds: [(await payoutOf(house)).id] } }),
  'batches.get': ofDraftBatch,
  'batches.check': ofDraftBatch,
  'batches.cancel': ofDraftBatch,
  'batches.file': async (house) => ({ params: { id: await batchOf(house, 'check') }, query: { format: 'csv' } }),
  'batches.result': ofBatchResult,
  'settlements.create': async (house) => {
    await settlementOf(house);
    return { body: { amount: 1200.5, mode: 'test' } };
  },
  'settlements.cancel': ofSettlement(),
  'settlements.start': ofSettlement(),
  'settlements.complete': ofSettlement('process'),
  'settlements.fail': ofSettlement('process'),
  'settlements.completeBatch': async (house, operation) => ({ body: { ...exampleBody(operation), ids: [await settlementOf(house, 'process')] } }),
  'statements.import': async (house) => ({ body: await statementOf(house) }),
  'statements.get': ofStatement,
  'statements.retry': ofStatement,
  'statements.decideLine': ofReversal,
  'statements.profile': ofStatementAccount,
  'statements.setProfile': ofStatementAccount,
  'books.resume': async ({ product }, operation) => {
    await reconcileBooks(product.platform, { force: 'FULL' });
    return { body: exampleBody(operation) };
  },
  'requests.get': ofRequestLogged,
  'requests.replay': ofRequestLogged,
  'merchantRequests.get': ofRequestLogged,
  'adminRequests.get': ofRequestLogged,
  'listeners.deliveries': ofListener,
  'listeners.close': ofListener,
  'sandbox.pay': ofPayment,
  'sandbox.fail': ofPayment,
  'sandbox.expire': ofPayment,
  'sandbox.bounce': async (house) => {
    const { id } = await payoutOf(house);
    await advancePayout(house.product.platform, id, 'test');
    return { params: { id } };
  },
  'notices.scb': async ({ product }, operation) => ({ body: { ...exampleBody(operation), payeeProxyId: product.promptPayId, transactionId: `SCB${unique()}` } }),
  'links.create': async (_, operation) => ({ body: { ...exampleBody(operation), orderId: `LINK-${unique()}` } }),
  'reusableLinks.disable': async (house) => ({ params: { id: await linkOf(house) } }),
  'sessions.login': signIn('owner'),
  'sessions.adminLogin': signIn('admin'),
};

/** The input of a call that succeeds: by recipe, or the operation's own example when that names no object. Throws when there is neither. */
export const inputOf = async (house: House, operation: Operation): Promise<Input> => {
  const recipe = recipes[operation.id];
  if (recipe) return recipe(house, operation);
  if (operation.params) throw new Error(`no recipe for ${operation.id}: add one that makes the object its path names`);
  const { query, body } = operation.examples[0];
  return { ...(query && { query }), ...(body && { body }) };
};

/** Who calls. Signing out ends a session, so it gets one of its own. */
export const householdOf = async (house: House, { id }: Operation): Promise<Household> =>
  id === 'sessions.logout' ? { ...house, owner: await enter(house.product, house.database, { merchantId: house.merchant.id }) } : house;
