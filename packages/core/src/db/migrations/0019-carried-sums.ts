import { Migration } from '@mikro-orm/migrations';

/**
 * The sum of every account's entries up to the one mark (`owner_id` is all zeros for accounts without an owner), so that a comparison adds only what came
 * since. The candidate is the next mark; it holds once every transaction below `candidate_xid` has ended.
 */
const sums = `
create table ledger_sum (
  owner_id uuid not null,
  account_kind text not null,
  mode text not null check (mode in ('live', 'test')),
  amount_satang bigint not null,
  primary key (owner_id, account_kind, mode)
);
create table ledger_sum_mark (
  is_only boolean primary key default true check (is_only),
  through_id uuid not null,
  candidate_id uuid not null,
  candidate_xid bigint not null
);
insert into ledger_sum_mark (through_id, candidate_id, candidate_xid) values ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 0);
grant select, insert, update on ledger_sum, ledger_sum_mark to paygate_app;
`;

export class CarriedSums extends Migration {
  override up(): void {
    this.addSql(sums);
  }
}
