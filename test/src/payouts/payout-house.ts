import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandboxBank } from '@paygate/core/banks/sandbox/sandbox-server';
import { BookedOutgoing } from '@paygate/core/banks/sandbox/sandbox-lines';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { expect } from 'vitest';
import { atEndOfFile } from '../support/end-of-file.ts';
import { openFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { brokenOf } from '../support/promises.ts';
import { openSharedSession, openSqlSession, runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type Answer, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { payoutPromises } from './payout-books.ts';
import { startWorkerProcess, type WorkerMain, type WorkerProcess } from './worker-process.ts';

type Row = Record<string, unknown>;
/** The api in this process, a sandbox bank behind a proxy that can harm every call, and workers as processes when asked for. */
export interface PayoutHouse {
  readonly product: TestProduct;
  readonly proxy: FaultProxy;
  readonly databaseUrl: string;
  /** Rows of one statement, as the owner. */
  readonly sql: (statement: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;
  readonly startWorker: (main?: WorkerMain) => Promise<WorkerProcess>;
  /** A merchant with a balance that came the only way money comes in. */
  readonly fundedMerchant: (baht: number) => Promise<TestMerchant>;
  readonly create: (merchant: TestMerchant, amount: number, more?: { readonly merchantRef?: string; readonly accountNumber?: string; readonly accountName?: string }) => Promise<Answer>;
  readonly status: (payoutId: string) => Promise<string>;
  readonly becomes: (payoutId: string, status: string) => Promise<unknown>;
  /** What the bank's own books say has left, rejected orders apart. Oldest first. */
  readonly transfers: () => Promise<readonly BookedOutgoing[]>;
  /** Orders that reached the proxy, whatever became of them. */
  readonly sends: () => readonly { readonly reference: string; readonly toAccountNumber: string }[];
  /** The queue's clock runs ahead: jobs at work for so long count as expired, and those that wait for less than so long are due. */
  readonly hurry: (by?: { readonly atWorkSeconds?: number; readonly dueWithinSeconds?: number }) => Promise<void>;
  /** The bank's clock goes on by so much. */
  readonly passTime: (milliseconds: number) => void;
  readonly expectBooksRight: () => Promise<void>;
}

const startBank = async (clock: () => number) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'paygate-payouts-'));
  const feed = { url: 'http://127.0.0.1:9/', id: 'none', secret: 'none' };
  const bank = await startSandboxBank({ port: 0, dataFile: path.join(directory, 'bank.jsonl'), feed, log: () => undefined, clock, slowMs: 20 });
  atEndOfFile(async () => {
    await bank.stop();
    rmSync(directory, { recursive: true });
  });
  return bank;
};

const transfersOf = async (bankUrl: string): Promise<readonly BookedOutgoing[]> => {
  const lines: BookedOutgoing[] = [];
  for (;;) {
    const page = BookedOutgoing.array().parse(await (await fetch(`${bankUrl}/outgoing?after=${lines.at(-1)?.sequence ?? 0}`)).json());
    if (page.length === 0) return lines.filter(({ outcome }) => outcome !== 'REJECT');
    lines.push(...page);
  }
};

const DAYS_SECONDS = 1_000_000;
const hurryJobs = (atWorkSeconds: number, dueWithinSeconds: number): readonly string[] => [
  `update pgboss.job set started_on = started_on - interval '1 hour' where name = 'payouts.send' and state = 'active' and started_on < now() - interval '${atWorkSeconds} seconds'`,
  `update pgboss.job set start_after = now() - interval '1 second' where name = 'payouts.send' and state in ('created', 'retry')
    and start_after > now() and start_after < now() + interval '${dueWithinSeconds} seconds'`,
];

/** A bank clock that stands moves by `passTime` alone. */
export const openPayoutHouse = async ({ bankClock = 'runs' }: { readonly bankClock?: 'runs' | 'stands' } = {}): Promise<PayoutHouse> => {
  let aheadMs = 0;
  const startedAt = Date.now();
  const database = await createTestDatabase();
  const bank = await startBank(() => (bankClock === 'runs' ? Date.now() : startedAt) + aheadMs);
  const proxy = await openFaultProxy(bank.url);
  const product = await startTestProduct(database, { environment: { SANDBOX_BANK_URL: proxy.url } });
  atEndOfFile(() => proxy.close());
  const owner = await openSharedSession(database.url);
  atEndOfFile(() => owner.close());
  const sql: PayoutHouse['sql'] = async (statement, ...values) => (await owner.query(statement, values)).rows;
  const status: PayoutHouse['status'] = async (payoutId) => String((await sql('select status from payout where id = $1', payoutId))[0]?.['status']);
  const hurry: PayoutHouse['hurry'] = async ({ atWorkSeconds = 0, dueWithinSeconds = DAYS_SECONDS } = {}) => {
    for (const statement of hurryJobs(atWorkSeconds, dueWithinSeconds)) await sql(statement);
  };
  return {
    product, proxy, databaseUrl: database.url, sql, status, hurry,
    startWorker: (main = 'the product') => startWorkerProcess(main, { databaseUrl: database.url, bankUrl: proxy.url }),
    fundedMerchant: async (baht) => {
      const merchant = await product.addMerchant({ feeBps: 0 });
      const { transaction } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: baht })).body;
      const [row] = await sql('select reference from payment where id = $1', transaction.id);
      const reported = await product.reportCredits([{ bankReference: `F${transaction.id}`, accountNumber: product.promptPayId, amount: baht, paidAt: new Date().toISOString(), ref1: row!['reference'] }]);
      await matchCredits(product.platform, [reported.body.results[0].creditId]);
      return merchant;
    },
    create: (merchant, amount, { merchantRef, accountNumber = '4190621964', accountName = 'เจษฎา' } = {}) =>
      product.signed(merchant.secretKey, '/api/v1/payout/create', { amount, destination: { bankCode: 'SCB', accountNumber, accountName }, ...(merchantRef !== undefined && { merchantRef }) }),
    becomes: (payoutId, wanted) => until(`the payout to be ${wanted}`, async () => {
      // Waiting jobs only: one that is at work may be just about to end.
      await hurry({ atWorkSeconds: DAYS_SECONDS });
      return (await status(payoutId)) === wanted;
    }),
    transfers: () => transfersOf(bank.url),
    sends: () => proxy.seen.filter(({ method, path: at }) => method === 'POST' && at === '/outgoing').map(({ body }) => JSON.parse(body)),
    passTime: (milliseconds) => { aheadMs += milliseconds; },
    expectBooksRight: async () => expect(await brokenOf(owner, payoutPromises)).toEqual([]),
  };
};

/** Stops the commit that would claim this payout where the test says: its attempt is written, the transaction is not yet over. */
export const freezeClaim = async (databaseUrl: string, payoutId: string): Promise<{ readonly isFrozen: () => Promise<boolean>; readonly thaw: () => Promise<void> }> => {
  const key = 4_711;
  await runSql(
    databaseUrl, `create or replace function freeze_claim() returns trigger language plpgsql as $$ begin
      if new.payout_id = '${payoutId}' then perform pg_advisory_xact_lock(${key}); end if; return null; end $$`,
    `drop trigger if exists freeze_claim on payout_attempt`,
    `create constraint trigger freeze_claim after insert on payout_attempt deferrable initially deferred for each row execute function freeze_claim()`,
  );
  const session = await openSqlSession(databaseUrl);
  await session.query('select pg_advisory_lock($1)', [key]);
  return {
    isFrozen: async () => (await session.query(`select 1 from pg_locks where locktype = 'advisory' and objid = $1 and not granted`, [key])).rows.length > 0,
    thaw: () => session.close(),
  };
};
