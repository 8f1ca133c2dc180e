import { Migration } from '@mikro-orm/migrations';

// The payer's announced names, for matching. Payments older than this are matched without: they are open for minutes.
const names = `alter table payment add column sender_name text, add column sender_name_en text`;
// Candidates are what is open or expired within the grace: with the deadline in the index, older ones of a popular amount cost nothing.
const index = `
drop index payment_matching;
create index payment_matching on payment (receiving_owner_id, amount_satang, expires_at) where status in ('PENDING', 'EXPIRED')`;

export class PayerNames extends Migration {
  override up(): void {
    this.addSql(names);
    this.addSql(index);
  }
}
