import { Migration } from '@mikro-orm/migrations';

/**
 * A transfer has one reference on its bank account and on the PromptPay ids that pay into it, so it is unique over all of them, besides being unique on the number it was
 * told of. Only accounts with several numbers are in the index: others' credits write nothing more. Credits of before say nothing of where they were paid into
 * and stay as they are, so this takes no time, and processes of before store credits beside it.
 */
const bothNumbers = `
alter table bank_credit add column paid_into_account_id uuid;
create unique index bank_credit_both_numbers_unique on bank_credit (paid_into_account_id, bank_reference) where paid_into_account_id is not null;
`;

export class OneNameForBothNumbers extends Migration {
  override up(): void {
    this.addSql(bothNumbers);
  }
}
