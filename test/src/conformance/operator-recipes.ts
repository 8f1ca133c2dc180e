import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { runSql } from '../support/sql-session.ts';
import { unique, type House } from './house.ts';
import { payoutOf } from './money-recipes.ts';
import type { Recipe } from './recipe.ts';

/** A batch of one payout, moved along by the admin. */
export const batchOf = async (house: House, ...steps: readonly string[]): Promise<string> => {
  const { product, admin } = house;
  const made = await product.call(undefined, 'POST', '/api/admin/payouts/batches', { mode: 'test', payoutIds: [(await payoutOf(house)).id] }, admin.headers);
  const { id } = made.body.batch;
  for (const step of steps) await product.call(undefined, step.startsWith('file') ? 'GET' : 'POST', `/api/admin/payouts/batches/${id}/${step}`, undefined, admin.headers);
  return id;
};
export const ofDraftBatch: Recipe = async (house) => ({ params: { id: await batchOf(house) } });
export const ofBatchResult: Recipe = async (house) => {
  const id = await batchOf(house, 'check', 'file?format=csv');
  const { body } = await house.product.call(undefined, 'GET', `/api/admin/payouts/batches/${id}`, undefined, house.admin.headers);
  return { params: { id }, body: { content: `bank_reference,status,external_ref,reason,paid_at\n${body.batch.payouts[0].bankReference},SUCCESS,${unique()},,\n` } };
};

/** A settlement of the merchant to the account its owner names, moved along by the admin. */
export const settlementOf = async ({ product, owner, admin }: House, ...steps: readonly string[]): Promise<string> => {
  await product.call(undefined, 'POST', '/api/settlement/account', { bankCode: 'SCB', accountNumber: '1234567890', accountName: 'Demo Store' }, owner.headers);
  const { id } = (await product.call(undefined, 'POST', '/api/settlement', { amount: 1200.5, mode: 'test' }, owner.headers)).body.settlement;
  for (const step of steps) await product.call(undefined, 'POST', `/api/admin/settlements/${id}/${step}`, undefined, admin.headers);
  return id;
};
export const ofSettlement = (...steps: readonly string[]): Recipe => async (house, operation) => {
  const { body } = operation.examples[0];
  return { params: { id: await settlementOf(house, ...steps) }, ...(body && { body }) };
};

/** A statement that nobody sent before, for the platform's bank account. */
export const statementOf = async ({ product, admin }: House) => {
  const listed = await product.call(undefined, 'GET', '/api/admin/bank-accounts', undefined, admin.headers);
  const { id } = (listed.body.data as readonly { readonly id: string; readonly accountNumber: string; readonly mode: string }[]).find(({ accountNumber, mode }) => accountNumber === '1234567890' && mode === 'test')!; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a list answer
  return { receivingAccountId: id, content: `:20:S20260305\r\n:25:1234567890\r\n:60F:C260304THB10000,\r\n:61:2603050305C100,37NTRFNONREF//${unique()}\r\n:62F:C260305THB10100,37\r\n` };
};
/** An import that no worker has touched. */
export const ofStatement: Recipe = async (house) => {
  const { body } = await house.product.call(undefined, 'POST', '/api/admin/statements', await statementOf(house), house.admin.headers);
  return { params: { id: body.import.id } };
};
/** Its one line is a reversal, which only a person may close. */
export const ofReversal: Recipe = async (house) => {
  const { receivingAccountId, content } = await statementOf(house);
  const { body } = await house.product.call(undefined, 'POST', '/api/admin/statements', { receivingAccountId, content: content.replace('0305C100,37', '0305RD100,37').replace(/\/\/\S+/, `//TEST-${randomBytes(6).toString('hex').toUpperCase()}`) }, house.admin.headers);
  return { params: { id: body.import.id, seq: '1' }, body: { decision: 'dismiss', reason: 'Taken back by the bank' } };
};
export const ofStatementAccount: Recipe = async (house, { examples }) => ({ params: { receivingAccountId: (await statementOf(house)).receivingAccountId }, ...(examples[0].body && { body: examples[0].body }) });

let numbers = 0;
export const accountWish = (type: 'BANK' | 'PROMPTPAY') =>
  ({ mode: 'test', type, name: 'Another', accountName: 'Demo Store', ...(type === 'BANK' ? { bankCode: 'SCB', accountNumber: String(7_770_000_000 + (numbers += 1)) } : { accountNumber: `08${String(70_000_000 + (numbers += 1))}` }) });
export const ofPlatformAccount = (body: object): Recipe => async ({ product, admin }) =>
  ({ params: { id: (await product.call(undefined, 'POST', '/api/admin/bank-accounts', accountWish('BANK'), admin.headers)).body.account.id }, body });
export const ownAccount = async ({ product, owner }: House): Promise<string> => (await product.call(undefined, 'POST', '/api/receiving-accounts', accountWish('PROMPTPAY'), owner.headers)).body.account.id;
/** Never the first one, which is a default without being asked to be. */
export const ofOwnAccount: Recipe = async (house) => {
  await ownAccount(house);
  return { params: { id: await ownAccount(house) }, body: { name: 'Shop' } };
};
/** One feed after the other: there is a limit to how many a merchant has. */
export const ofFeed: Recipe = async ({ product, owner }, { body }) => {
  const { feeds } = (await product.call(undefined, 'GET', '/api/bank-feeds', undefined, owner.headers)).body;
  const kept = feeds.find(({ isActive }: { readonly isActive: boolean }) => isActive) ?? (await product.call(undefined, 'POST', '/api/bank-feeds', { name: 'Poller', mode: 'test' }, owner.headers)).body.feed;
  return { params: { id: kept.id }, ...(body && { body: { overlapHours: 24 } }) };
};
let months = 0;
/** An open statement of some month long ago. */
export const ofFeeStatement: Recipe = async ({ database, merchant }, { body, examples }) => {
  const id = uuidv7();
  await runSql(database.url, `insert into fee_statement (id, merchant_id, mode, month, number, line_count, gross_satang, fee_satang, vat_bps, vat_satang, total_satang, due_date, status)
    values ('${id}', '${merchant.id}', 'test', date '2000-01-01' + interval '${(months += 1)} months', 'FS-${unique()}', 1, 10000, 200, 0, 0, 200, '2000-03-01', 'OPEN')`);
  return { params: { id }, ...(body && { body: examples[0].body }) };
};
