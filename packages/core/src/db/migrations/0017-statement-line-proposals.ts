import { Migration } from '@mikro-orm/migrations';

/** Who proposed to credit a line above the limit, for a second person to do it. */
const proposals = `
alter table statement_line
  add column proposed_by uuid references member (id), add column proposed_at timestamptz, add column proposed_reason text,
  add constraint statement_line_proposal_is_whole check (num_nulls(proposed_by, proposed_at, proposed_reason) in (0, 3))`;

export class StatementLineProposals extends Migration {
  override up(): void {
    this.addSql(proposals);
  }
}
