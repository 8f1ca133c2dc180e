import { Migration } from '@mikro-orm/migrations';

/** What upkeep and operators' pages looked for by reading whole tables. */
const indexes = `
create index webhook_endpoint_overlap on webhook_endpoint (previous_secret_until) where previous_secret_until is not null;
create index reconcile_run_scope on reconcile_run (scope, created_at desc);
create index bank_feed_owner on bank_feed (merchant_id, mode);
drop index bank_feed_merchant;
`;

/**
 * Ids grow, so in an index that has the newest first every new row goes in before its merchant's others and leaves pages half full. In the order of
 * their growth pages are filled (half the size, measured), and read backwards they give the newest first as well.
 */
const grown = `
drop index payment_newest;
create index payment_newest on payment (merchant_id, mode, id);
drop index event_newest;
create index event_newest on event (merchant_id, mode, id);
drop index delivery_event_once;
create unique index delivery_event_once on delivery (endpoint_id, event_id, copy);
drop index request_log_merchant;
create index request_log_merchant on request_log (merchant_id, id);
`;

export class FoundByIndex extends Migration {
  override up(): void {
    this.addSql(indexes);
    this.addSql(grown);
  }
}
