import { Migration } from '@mikro-orm/migrations';

/** Paying a fee statement with a credit in review is proposed above the limit, as every other act on a credit is. */
const proposals = `
alter table review_proposal drop constraint review_proposal_act_check,
  add constraint review_proposal_act_check check (act in ('accept', 'split', 'return', 'confirm', 'payFeeStatement'))`;

export class FeeStatementsByTwo extends Migration {
  override up(): void {
    this.addSql(proposals);
  }
}
