import { Migration } from '@mikro-orm/migrations';

/** How many payments a merchant has in a mode, of those below the one mark: what is above it is counted when asked. */
const tallies = `
create table payment_tally (
  merchant_id uuid not null,
  mode text not null check (mode in ('live', 'test')),
  count bigint not null check (count >= 0),
  primary key (merchant_id, mode)
);
create table payment_tally_mark (
  is_only boolean primary key default true check (is_only),
  through_id uuid not null
);
insert into payment_tally_mark (through_id) values ('00000000-0000-0000-0000-000000000000');
grant select, insert, update on payment_tally, payment_tally_mark to paygate_app;
`;

export class PaymentTallies extends Migration {
  override up(): void {
    this.addSql(tallies);
  }
}
