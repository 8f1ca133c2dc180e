import { Migration } from '@mikro-orm/migrations';

/**
 * A transfer has one reference on its bank account and on the PromptPay ids that pay into it, so it is unique over all of them. Credits of before say
 * nothing of where their account paid into and stay unique by the account they were told of. Building the index takes about two seconds for each
 * million of credits, and none is stored meanwhile.
 */
const bothNumbers = `
alter table bank_credit add column paid_into_account_id uuid;
drop index bank_credit_reference_unique;
create unique index bank_credit_reference_unique on bank_credit (coalesce(paid_into_account_id, receiving_account_id), bank_reference);
`;

export class OneNameForBothNumbers extends Migration {
  override up(): void {
    this.addSql(bothNumbers);
  }
}
