import { Migration } from '@mikro-orm/migrations';

/**
 * Tries are looked for by their delivery alone, in their order, so one index is the key and the list. Building it takes about a second for each million
 * of tries; ends of deliveries wait meanwhile, and one that gives up waiting is told again. Before the rest, so that nothing else waits for it.
 */
const tries = `
create unique index delivery_attempt_in_order on delivery_attempt (delivery_id, attempt, id);
alter table delivery_attempt drop constraint delivery_attempt_pkey, add constraint delivery_attempt_pkey primary key using index delivery_attempt_in_order;
drop index delivery_attempt_delivery;
`;

/**
 * Six of a posting's nine index entries. The books are read in the order of their ids, which is that of time: what came since a mark, or everything at
 * night; nothing looks for one transaction or one account. Who does so by hand names a stretch of time as well: \`id >= paygate_uuid_at(…)\`.
 */
const ledger = `
drop index ledger_entry_transaction;
drop index ledger_entry_account;
`;

export class FewerIndexes extends Migration {
  override up(): void {
    for (const part of [tries, ledger]) this.addSql(part);
  }
}
