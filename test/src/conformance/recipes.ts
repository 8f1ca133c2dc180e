import { randomBytes } from 'node:crypto';
import type { Operation } from '@paygate/contract/kernel';
import { bahtFromSatang } from '@paygate/contract/money';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { advancePayout } from '@paygate/core/payouts/advance-payout';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { v7 as uuidv7 } from 'uuid';
import { encodeSlip } from '@paygate/promptpay/slip';
import { addMember, enter, PASSWORD, type SignedIn } from '../support/sign-in.ts';
import type { TestProduct } from '../support/test-product.ts';
import { runSql } from '../support/sql-session.ts';
import { rawOf, signed, unique, type House, type Household, type Input } from './house.ts';

/** What to send so that the operation succeeds for this household; may differ each time. */
type Recipe = (house: House, operation: Operation) => Promise<Input>;
const paymentOf = async ({ product, merchant }: House) =>
  (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 25, orderId: `ORD-${unique()}` })).body.transaction as { readonly id: string; readonly orderId: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a create answer
const ofPayment: Recipe = async (house) => ({ params: { id: (await paymentOf(house)).id } });
/** A slip that nobody has sent before. */
const slipText = (): string => {
  const slip = encodeSlip({ kind: 'BANK', sendingBank: '014', transRef: unique() });
  return slip.ok ? slip.text : '';
};
const exampleBody = ({ examples }: Operation) => examples[0].body ?? {};
const signIn = (role: 'owner' | 'admin'): Recipe => async ({ database, merchant }) =>
  ({ body: { email: (await addMember(database, { role, merchantId: role === 'owner' ? merchant.id : null })).email, password: PASSWORD } });

const payoutWish = () => ({ amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, merchantRef: `M01-${unique()}` });
const payoutOf = async ({ product, merchant }: House) => {
  const raw = rawOf({ body: payoutWish() });
  return (await product.call(undefined, 'POST', '/api/v1/payout/create', raw, signed(merchant.secretKey, raw))).body.payout as { readonly id: string; readonly merchant_ref: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a create answer
};

const withdrawalWish = () => ({ amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, requestRef: `WD-${unique()}` });
const ofRequest: Recipe = async ({ product, merchant }) => {
  const wish = withdrawalWish();
  const raw = rawOf({ body: wish });
  await product.call(undefined, 'POST', '/api/v1/withdrawal/request/create', raw, signed(merchant.secretKey, raw));
  return { params: { requestRef: wish.requestRef } };
};

let paidSatang = 70_000;
/** A payment that nobody else's amount resembles, paid from an account that can be refunded. */
const ofPaidPayment: Recipe = async ({ product, merchant }, operation) => {
  const amount = bahtFromSatang((paidSatang += 1));
  const made = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount, orderId: `PAID-${unique()}` });
  const payer = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030' };
  const told = await product.reportCredits([{ bankReference: `C-${unique()}`, accountNumber: product.promptPayId, amount, paidAt: made.body.transaction.createdAt, ...payer }]);
  await matchCredits(product.platform, [told.body.results[0].creditId]);
  return { params: { id: made.body.transaction.id }, ...(operation.body && { body: { amount: 100 } }) };
};

/** A credit that nobody's payment resembles, of a payer whose whole account is known; in the queue. */
const strayCredit = async ({ product }: House, amount = 7_777.77): Promise<string> => {
  const payer = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030' };
  const told = await product.reportCredits([{ bankReference: `M01-${unique()}`, accountNumber: product.promptPayId, amount, paidAt: new Date().toISOString(), ...payer }]);
  await matchCredits(product.platform, [told.body.results[0].creditId]);
  return told.body.results[0].creditId;
};
const ofStrayCredit: Recipe = async (house, { examples }) => ({ params: { id: await strayCredit(house) }, ...(examples[0].body && { body: examples[0].body }) });
const unpaid = async ({ product, merchant }: House): Promise<string> =>
  (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 25, orderId: `M01-${unique()}` })).body.transaction.id;
const ofShortCredit: Recipe = async (house) => {
  const id = await unpaid(house);
  return { params: { id: await strayCredit(house) }, body: { paymentId: id, reason: 'The customer sent the receipt', acceptLeft: 7_777.77 } };
};
/** Another operator, and another owner of the merchant, who stay signed in whatever is tried on the household; signing in is limited. */
const assistants = new WeakMap<TestProduct, { readonly operator: SignedIn; readonly owner: SignedIn }>();
const assistantsOf = async ({ product, database, merchant }: House) => {
  const known = assistants.get(product) ?? { operator: await enter(product, database, { role: 'payout_operator' }), owner: await enter(product, database, { merchantId: merchant.id }) };
  assistants.set(product, known);
  return known;
};
/** An act of another operator that waits for the house's admin. */
const ofProposal: Recipe = async (house, { examples }) => {
  const { product } = house;
  const { headers } = (await assistantsOf(house)).operator;
  const made = await product.call(undefined, 'POST', `/api/admin/credits/${await strayCredit(house, 20_000)}/return`, { reason: 'Paid twice' }, headers);
  return { params: { id: made.body.proposal.id }, ...(examples[0].body && { body: examples[0].body }) };
};

/** A batch of one payout, moved along by the admin. */
const batchOf = async (house: House, ...steps: readonly string[]): Promise<string> => {
  const { product, admin } = house;
  const made = await product.call(undefined, 'POST', '/api/admin/payouts/batches', { mode: 'test', payoutIds: [(await payoutOf(house)).id] }, admin.headers);
  const { id } = made.body.batch;
  for (const step of steps) await product.call(undefined, step.startsWith('file') ? 'GET' : 'POST', `/api/admin/payouts/batches/${id}/${step}`, undefined, admin.headers);
  return id;
};
const ofDraftBatch: Recipe = async (house) => ({ params: { id: await batchOf(house) } });
const ofBatchResult: Recipe = async (house) => {
  const id = await batchOf(house, 'check', 'file?format=csv');
  const { body } = await house.product.call(undefined, 'GET', `/api/admin/payouts/batches/${id}`, undefined, house.admin.headers);
  return { params: { id }, body: { content: `bank_reference,status,external_ref,reason,paid_at\n${body.batch.payouts[0].bankReference},SUCCESS,${unique()},,\n` } };
};

/** A settlement of the merchant to the account its owner names, moved along by the admin. */
const settlementOf = async ({ product, owner, admin }: House, ...steps: readonly string[]): Promise<string> => {
  await product.call(undefined, 'POST', '/api/settlement/account', { bankCode: 'SCB', accountNumber: '1234567890', accountName: 'Demo Store' }, owner.headers);
  const { id } = (await product.call(undefined, 'POST', '/api/settlement', { amount: 1200.5, mode: 'test' }, owner.headers)).body.settlement;
  for (const step of steps) await product.call(undefined, 'POST', `/api/admin/settlements/${id}/${step}`, undefined, admin.headers);
  return id;
};
const ofSettlement = (...steps: readonly string[]): Recipe => async (house, operation) => {
  const { body } = operation.examples[0];
  return { params: { id: await settlementOf(house, ...steps) }, ...(body && { body }) };
};

/** A statement that nobody sent before, for the platform's bank account. */
const statementOf = async ({ product, admin }: House) => {
  const listed = await product.call(undefined, 'GET', '/api/admin/bank-accounts', undefined, admin.headers);
  const { id } = (listed.body.data as readonly { readonly id: string; readonly accountNumber: string; readonly mode: string }[]).find(({ accountNumber, mode }) => accountNumber === '1234567890' && mode === 'test')!; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a list answer
  return { receivingAccountId: id, content: `:20:S20260305\r\n:25:1234567890\r\n:60F:C260304THB10000,\r\n:61:2603050305C100,37NTRFNONREF//${unique()}\r\n:62F:C260305THB10100,37\r\n` };
};
/** An import that no worker has touched. */
const ofStatement: Recipe = async (house) => {
  const { body } = await house.product.call(undefined, 'POST', '/api/admin/statements', await statementOf(house), house.admin.headers);
  return { params: { id: body.import.id } };
};
/** Its one line is a reversal, which only a person may close. */
const ofReversal: Recipe = async (house) => {
  const { receivingAccountId, content } = await statementOf(house);
  const { body } = await house.product.call(undefined, 'POST', '/api/admin/statements', { receivingAccountId, content: content.replace('0305C100,37', '0305RD100,37').replace(/\/\/\S+/, `//TEST-${randomBytes(6).toString('hex').toUpperCase()}`) }, house.admin.headers);
  return { params: { id: body.import.id, seq: '1' }, body: { decision: 'dismiss', reason: 'Taken back by the bank' } };
};
const ofStatementAccount: Recipe = async (house, { examples }) => ({ params: { receivingAccountId: (await statementOf(house)).receivingAccountId }, ...(examples[0].body && { body: examples[0].body }) });

/** A test webhook of the merchant, at an address nobody listens on. Old ones go, since a merchant has few. */
const webhookOf = async ({ product, merchant }: House): Promise<string> => {
  const { body } = await product.call(merchant.secretKey, 'GET', '/api/v1/webhooks');
  for (const old of body.webhooks.slice(0, -10)) await product.call(merchant.secretKey, 'DELETE', `/api/v1/webhooks/${old.id}`);
  return (await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['payout.reversed'] })).body.id;
};
const ofWebhook: Recipe = async (house, operation) => ({ params: { id: await webhookOf(house) }, ...(operation.body && { body: exampleBody(operation) }) });
const deliveryOf: Recipe = async (house) => {
  const path = `/api/v1/webhooks/${await webhookOf(house)}/test`;
  return { params: { id: (await house.product.call(house.merchant.secretKey, 'POST', path, { event: 'payment.success' })).body.id } };
};
const newWebhook: Recipe = async (house, operation) => {
  await webhookOf(house);
  return { body: operation.surface === 'v1' ? exampleBody(operation) : { ...exampleBody(operation), mode: 'test' } };
};
const webhookRecipes = (noun: string): Readonly<Record<string, Recipe>> => ({
  ...Object.fromEntries(['get', 'update', 'delete', 'pause', 'resume', 'rotateSecret', 'revokeSecret', 'test', 'recover'].map((verb) => [`${noun}.${verb}`, ofWebhook])),
  [`${noun}.create`]: newWebhook, [`${noun}.delivery`]: deliveryOf, [`${noun}.replay`]: deliveryOf,
});
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
/** A merchant may have ten; those of earlier calls go. */
const ofListener: Recipe = async ({ product, merchant, database }) => {
  await runSql(database.url, `delete from webhook_listener where merchant_id = '${merchant.id}'`);
  const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks/listeners', {});
  if (body.id === undefined) throw new Error(`no listener: ${JSON.stringify(body)}`);
  return { params: { id: body.id } };
};

let numbers = 0;
const accountWish = (type: 'BANK' | 'PROMPTPAY') =>
  ({ mode: 'test', type, name: 'Another', accountName: 'Demo Store', ...(type === 'BANK' ? { bankCode: 'SCB', accountNumber: String(7_770_000_000 + (numbers += 1)) } : { accountNumber: `08${String(70_000_000 + (numbers += 1))}` }) });
const ofPlatformAccount = (body: object): Recipe => async ({ product, admin }) =>
  ({ params: { id: (await product.call(undefined, 'POST', '/api/admin/bank-accounts', accountWish('BANK'), admin.headers)).body.account.id }, body });
const ownAccount = async ({ product, owner }: House): Promise<string> => (await product.call(undefined, 'POST', '/api/receiving-accounts', accountWish('PROMPTPAY'), owner.headers)).body.account.id;
/** Never the first one, which is a default without being asked to be. */
const ofOwnAccount: Recipe = async (house) => {
  await ownAccount(house);
  return { params: { id: await ownAccount(house) }, body: { name: 'Shop' } };
};
/** One feed after the other: there is a limit to how many a merchant has. */
const ofFeed: Recipe = async ({ product, owner }, { body }) => {
  const { feeds } = (await product.call(undefined, 'GET', '/api/bank-feeds', undefined, owner.headers)).body;
  const kept = feeds.find(({ isActive }: { readonly isActive: boolean }) => isActive) ?? (await product.call(undefined, 'POST', '/api/bank-feeds', { name: 'Poller', mode: 'test' }, owner.headers)).body.feed;
  return { params: { id: kept.id }, ...(body && { body: { overlapHours: 24 } }) };
};
let months = 0;
/** An open statement of some month long ago. */
const ofFeeStatement: Recipe = async ({ database, merchant }, { body, examples }) => {
  const id = uuidv7();
  await runSql(database.url, `insert into fee_statement (id, merchant_id, mode, month, number, line_count, gross_satang, fee_satang, vat_bps, vat_satang, total_satang, due_date, status)
    values ('${id}', '${merchant.id}', 'test', date '2000-01-01' + interval '${(months += 1)} months', 'FS-${unique()}', 1, 10000, 200, 0, 0, 200, '2000-03-01', 'OPEN')`);
  return { params: { id }, ...(body && { body: examples[0].body }) };
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
