import { Migration } from '@mikro-orm/migrations';

/** Statement lines without a reference of the bank's own: whatever comes another way is compared with them. */
const nameless = `create index bank_credit_nameless on bank_credit (receiving_account_id, amount_satang, paid_at) where source like 'statement:%' and bank_reference ~ '^FP[BO]-'`;

export class NamelessCredits extends Migration {
  override up(): void {
    this.addSql(nameless);
  }
}
