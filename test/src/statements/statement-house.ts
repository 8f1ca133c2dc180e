import { workImports } from '@paygate/core/statements/work-imports';
import { renderCamt053, type Movement, type Renderer } from '@paygate/core/statements/render.fixture';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import type { TestDatabase } from '../support/test-database.ts';
import type { Answer, TestProduct } from '../support/test-product.ts';

export const STATEMENTS = '/api/admin/statements';

export interface StatementHouse {
  readonly operator: SignedIn;
  /** An account of its own, so that no test meets another's money. */
  account(): Promise<Account>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  /** Sends a file and answers its import; throws when it is refused. */
  send(account: Account, movements: readonly Movement[], render?: Renderer): Promise<SentImport>;
  /** Works like a worker that gets every job of the import, until nothing is left. */
  finish(importId: string): Promise<SentImport>;
  /** Every line, by status and amount, in the order of the file. */
  lines(importId: string): Promise<readonly (readonly [status: string, amount: string])[]>;
  credits(account: Account): Promise<readonly Record<string, unknown>[]>;
}
export interface Account { readonly id: string; readonly number: string }
export interface SentImport {
  readonly id: string;
  readonly status: string;
  readonly lines: { readonly total: number; readonly done: number; readonly credited: number; readonly duplicate: number; readonly recorded: number; readonly review: number; readonly rejected: number };
  readonly creditedAmount: string;
}

let opened = 0;
export const openStatementHouse = async (product: TestProduct, database: TestDatabase): Promise<StatementHouse> => {
  const operator = await enter(product, database, { role: 'payout_operator' });
  const get: StatementHouse['get'] = (path) => product.call(undefined, 'GET', path, undefined, operator.headers);
  const post: StatementHouse['post'] = (path, body) => product.call(undefined, 'POST', path, body, operator.headers);
  const importOf = async (id: string): Promise<SentImport> => (await get(`${STATEMENTS}/${id}`)).body.import;
  return {
    operator, get, post,
    account: async () => {
      opened += 1;
      const number = `88${String(opened).padStart(8, '0')}`;
      const [row] = await runSql(database.url, `insert into receiving_account (id, mode, type, name, account_number, account_name, bank_code) values (uuidv7(), 'test', 'BANK', 'S', '${number}', 'PayGate', '014') returning id`);
      return { id: String(row!['id']), number };
    },
    send: async ({ id, number }, movements, render = renderCamt053('08')) => {
      const file = render({ accountNumber: number, openingSatang: 100_000, movements });
      const { status, body } = await post(STATEMENTS, { receivingAccountId: id, contentBase64: Buffer.from(file).toString('base64') });
      if (status !== 201) throw new Error(`the import answered ${status} ${JSON.stringify(body)}`);
      return body.import;
    },
    finish: async (importId) => {
      for (;;) {
        const before = await importOf(importId);
        if (before.status === 'COMPLETED') return before;
        await workImports(product.platform, [importId]);
      }
    },
    lines: async (importId) => (await get(`${STATEMENTS}/${importId}?lines=all&limit=100`)).body.lines.map(({ status, amount }: { status: string; amount: string }) => [status, amount]),
    credits: ({ id }) => runSql(database.url, `select bank_reference, amount_satang::int as satang, source, status from bank_credit where receiving_account_id = '${id}' order by bank_reference`),
  };
};


