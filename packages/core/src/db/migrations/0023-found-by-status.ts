import { Migration } from '@mikro-orm/migrations';

/**
 * Lists of payments by their status: walking a shop's payments for a status that few or none of them have read five million rows, 3.3 s for a page and its
 * count. Open payments are in neither index, so a create writes no more than before: `payment_expiring` has them. Nor are paid and expired ones
 * in the operators', which are among the newest of all wherever there is a shop. Payments cannot be written while these are built, 4 s for
 * each million. And payouts that did not reach anybody: few, among however many that did.
 */
const byStatus = `
create index payment_by_status on payment (merchant_id, mode, status, id) where status <> 'PENDING';
create index payment_ended on payment (status, id) include (mode) where status not in ('PENDING', 'PAID', 'EXPIRED');
create index payout_unpaid on payout (mode, status, id) where status in ('FAILED', 'CANCELLED', 'REVERSED');
`;

export class FoundByStatus extends Migration {
  override up(): void {
    this.addSql(byStatus);
  }
}
