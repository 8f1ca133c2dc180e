import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { declareQueues, jobSchemaGrants } from '../queue.ts';
import { onlyConnections } from './database.ts';
import { FirstHouse } from './migrations/0001-first-house.ts';
import { MoneyOut } from './migrations/0002-money-out.ts';
import { WithdrawalsSettlementsRefunds } from './migrations/0003-withdrawals-settlements-refunds.ts';
import { Batches } from './migrations/0004-batches.ts';
import { PayerNames } from './migrations/0005-payer-names.ts';
import { Checkout } from './migrations/0006-checkout.ts';
import { Statements } from './migrations/0008-statements.ts';
import { NoticesAndClocks } from './migrations/0007-notices-and-clocks.ts';
import { FoundByIndex } from './migrations/0016-found-by-index.ts';
import { LighterHotRows } from './migrations/0020-lighter-hot-rows.ts';
import { FewerIndexes } from './migrations/0021-fewer-indexes.ts';
import { InexactMoney } from './migrations/0009-inexact-money.ts';
import { CarriedSums } from './migrations/0019-carried-sums.ts';
import { AccountsAndTerms } from './migrations/0010-accounts-and-terms.ts';
import { StatementCredits } from './migrations/0010b-statement-credits.ts';
import { WebhooksInFull } from './migrations/0012-webhooks-in-full.ts';
import { NamelessCredits } from './migrations/0015-nameless-credits.ts';
import { StatementLineProposals } from './migrations/0017-statement-line-proposals.ts';
import { EventsAreForgotten } from './migrations/0018-events-are-forgotten.ts';
import { PaymentTallies } from './migrations/0014-payment-tallies.ts';
import { RequestLog } from './migrations/0013-request-log.ts';
import { FoundByStatus } from './migrations/0023-found-by-status.ts';
import { OneNameForBothNumbers } from './migrations/0024-one-name-for-both-numbers.ts';
import { TheClockFirst } from './migrations/0025-the-clock-first.ts';
import { StatementsInTurn } from './migrations/0026-statements-in-turn.ts';
import { FeeStatementsByTwo } from './migrations/0027-fee-statements-by-two.ts';
import { RequestsAsTheyAre } from './migrations/0022-requests-as-they-are.ts';
import { SlipsAndReusableLinks } from './migrations/0011-slips-and-reusable-links.ts';

/** In order; a published one is never edited, only followed by another. */
const migrationsList = [{ name: '0001-first-house', class: FirstHouse }, { name: '0002-money-out', class: MoneyOut },
  { name: '0003-withdrawals-settlements-refunds', class: WithdrawalsSettlementsRefunds }, { name: '0004-batches', class: Batches }, { name: '0005-payer-names', class: PayerNames },
  { name: '0006-checkout', class: Checkout }, { name: '0007-notices-and-clocks', class: NoticesAndClocks }, { name: '0008-statements', class: Statements },
  { name: '0009-inexact-money', class: InexactMoney }, { name: '0010-accounts-and-terms', class: AccountsAndTerms },
  { name: '0010b-statement-credits', class: StatementCredits },
  { name: '0011-slips-and-reusable-links', class: SlipsAndReusableLinks },
  { name: '0012-webhooks-in-full', class: WebhooksInFull },
  { name: '0013-request-log', class: RequestLog },
  { name: '0014-payment-tallies', class: PaymentTallies },
  { name: '0015-nameless-credits', class: NamelessCredits },
  { name: '0016-found-by-index', class: FoundByIndex },
  { name: '0017-statement-line-proposals', class: StatementLineProposals },
  { name: '0018-events-are-forgotten', class: EventsAreForgotten },
  { name: '0019-carried-sums', class: CarriedSums },
  { name: '0020-lighter-hot-rows', class: LighterHotRows },
  { name: '0021-fewer-indexes', class: FewerIndexes },
  { name: '0022-requests-as-they-are', class: RequestsAsTheyAre },
  { name: '0023-found-by-status', class: FoundByStatus },
  { name: '0024-one-name-for-both-numbers', class: OneNameForBothNumbers },
  { name: '0025-the-clock-first', class: TheClockFirst },
  { name: '0026-statements-in-turn', class: StatementsInTurn },
  { name: '0027-fee-statements-by-two', class: FeeStatementsByTwo }];

/**
 * Brings a database to the present form, as its owner: tables, job queues, grants. Safe to run again and from several
 * processes at once: an advisory lock lets one work and the others find nothing left to do.
 */
export const migrate = async (databaseUrl: string): Promise<void> => {
  const orm = await MikroORM.init({ ...onlyConnections, clientUrl: databaseUrl, extensions: [Migrator], migrations: { migrationsList, snapshot: false }, logger: () => {} });
  try {
    await orm.em.transactional(async (em) => {
      await em.execute("select pg_advisory_xact_lock(hashtext('paygate migrations'))");
      await orm.migrator.up();
      await declareQueues(databaseUrl);
      await orm.em.fork().execute(jobSchemaGrants);
    });
  } finally {
    await orm.close(true);
  }
};
