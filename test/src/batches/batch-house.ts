import type { BatchFormat } from '@paygate/contract/batches';
import { runSql } from '../support/sql-session.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { startTestProduct, type Answer, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

/** A product where nobody sends but operators by batch, with what tests of batches need. */
export interface BatchHouse {
  readonly product: TestProduct;
  /** Pays from Krungthai, which every format can write. */
  readonly payingAccountId: string;
  /** A merchant whose balance came by a paid payment. */
  fundedMerchant(baht: number): Promise<TestMerchant>;
  /** Ids of new queued test payouts, 1 to `count` baht or those of `amounts`. */
  queue(merchant: TestMerchant, amounts: readonly number[]): Promise<string[]>;
  operator(role?: 'admin' | 'payout_operator'): Promise<SignedIn>;
  set(name: string, value: unknown): Promise<void>;
  get(who: SignedIn, path: string): Promise<Answer>;
  post(who: SignedIn, path: string, body?: object): Promise<Answer>;
  collect(who: SignedIn, more?: object): Promise<Answer>;
  /** Checked and taken as CSV: ready for results. Answers its payouts with their bank references. */
  exported(who: SignedIn, payoutIds: readonly string[]): Promise<{ readonly id: string; readonly reference: string; readonly references: ReadonlyMap<string, string> }>;
  file(who: SignedIn, id: string, format: BatchFormat): Promise<Answer>;
  result(who: SignedIn, id: string, content: string): Promise<Answer>;
}

const PATH = '/api/admin/payouts/batches';
const ktbAccount = '019aa3f0-0000-7000-8000-000000000006';

/** `fundedMerchant` needs the worker. */
export const openBatchHouse = async (database: TestDatabase, withWorker = true): Promise<BatchHouse> => {
  const product = await startTestProduct(database, { withWorker });
  await runSql(database.url, `insert into receiving_account (id, mode, type, name, account_number, account_name, bank_code, usage)
    values ('${ktbAccount}', 'test', 'BANK', 'KTB out', '0012345678', 'บริษัท เพย์เกต จำกัด', '006', 'PAYOUT')`);
  const get: BatchHouse['get'] = (who, path) => product.call(undefined, 'GET', path, undefined, who.headers);
  const post: BatchHouse['post'] = (who, path, body) => product.call(undefined, 'POST', path, body, who.headers);
  const collect: BatchHouse['collect'] = (who, more = {}) => post(who, PATH, { mode: 'test', payingAccountId: ktbAccount, ...more });
  const file: BatchHouse['file'] = (who, id, format) => get(who, `${PATH}/${id}/file?format=${format}`);
  return {
    product, payingAccountId: ktbAccount, get, post, collect, file,
    fundedMerchant: async (baht) => {
      const merchant = await product.addMerchant({ feeBps: 0 });
      const { id } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: baht })).body.transaction;
      const [row] = await runSql(database.url, `select reference from payment where id = '${id}'`);
      await product.reportCredits([{ bankReference: `F${id}`, accountNumber: product.promptPayId, amount: baht, paidAt: new Date().toISOString(), ref1: row!['reference'] }]);
      await until('the funding payment to be paid', async () => (await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance === baht);
      return merchant;
    },
    queue: async (merchant, amounts) => {
      const items = amounts.map((amount) => ({ amount, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา ใจดี' } }));
      const { status, body } = await product.signed(merchant.secretKey, '/api/v1/payout/bulk', { items });
      if (status !== 201) throw new Error(`bulk answered ${status} ${JSON.stringify(body)}`);
      return body.payouts.map(({ id }: { id: string }) => id);
    },
    operator: (role = 'payout_operator') => enter(product, database, { role }),
    set: async (name, value) => {
      await runSql(database.url, `insert into setting (name, value) values ('${name}', '${JSON.stringify(value)}') on conflict (name) do update set value = excluded.value`);
      await until(`${name} to be heard of`, async () => JSON.stringify(Reflect.get(await product.platform.settings(), name)) === JSON.stringify(value));
    },
    exported: async (who, payoutIds) => {
      const { batch } = (await collect(who, { payoutIds })).body;
      await post(who, `${PATH}/${batch.id}/check`);
      await file(who, batch.id, 'csv');
      const { body } = await get(who, `${PATH}/${batch.id}`);
      const references = new Map<string, string>(body.batch.payouts.map(({ id, bankReference }: { id: string; bankReference: string }) => [id, bankReference]));
      return { id: batch.id, reference: batch.reference, references };
    },
    result: (who, id, content) => post(who, `${PATH}/${id}/result`, { content }),
  };
};

export const resultCsv = (...rows: readonly (readonly [reference: string | undefined, status: string, externalRef?: string, reason?: string])[]): string =>
  ['bank_reference,status,external_ref,reason,paid_at', ...rows.map(([reference, status, externalRef = '', reason = '']) => `${reference},${status},${externalRef},${reason},`)].join('\r\n');

export const pain002 = (batchReference: string, ...rows: readonly (readonly [reference: string | undefined, status: string, code?: string])[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-03-05T10:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${batchReference}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${batchReference}</OrgnlPmtInfId>
${rows.map(([reference, status, code]) => `<TxInfAndSts><OrgnlInstrId>${reference}</OrgnlInstrId><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${code ? `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>` : ''}</TxInfAndSts>`).join('\n')}
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
