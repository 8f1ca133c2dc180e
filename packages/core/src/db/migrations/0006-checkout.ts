import { Migration } from '@mikro-orm/migrations';

const checkout = `
alter table api_key
  add column allowed_origins text[] not null default '{}',
  add column min_amount_satang bigint check (min_amount_satang > 0),
  add column max_amount_satang bigint check (max_amount_satang > 0);
create index api_key_public on api_key (merchant_id) where kind = 'public' and revoked_at is null;

alter table payment drop constraint payment_source_check;
alter table payment add constraint payment_source_check check (source in ('API', 'LINK', 'WIDGET'));

create index bank_credit_review_reference on bank_credit (upper(ref1)) where status = 'REVIEW' and ref1 is not null;
`;

export class Checkout extends Migration {
  override up(): void {
    this.addSql(checkout);
  }
}
