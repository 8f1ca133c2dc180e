import { Migration } from '@mikro-orm/migrations';

/** The transfer in review that a statement was paid by; else it was paid into an account without a credit in our books. */
const credits = `
alter table fee_statement add column credit_id uuid constraint fee_statement_credit_unique unique references bank_credit (id),
  add constraint fee_statement_credit_is_paid check (credit_id is null or status = 'PAID');
`;

export class StatementCredits extends Migration {
  override up(): void {
    this.addSql(credits);
  }
}
