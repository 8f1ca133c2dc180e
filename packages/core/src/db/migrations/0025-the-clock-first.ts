import { Migration } from '@mikro-orm/migrations';

/**
 * The clock is read before the activity, and nothing later is ever answered. What is seen running began before its ids were made; what is not seen
 * yet makes its ids after this look at it, so after that clock; what is not seen any more has been committed, which the next statement sees.
 * Read the other way round, as before, or answered from what was seen alone, what began between two looks could have an id before the answer.
 */
const settled = `
create or replace function paygate_settled_before() returns timestamptz language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  looked_at timestamptz := clock_timestamp();
begin
  return (
    select greatest(least(min(xact_start), looked_at), looked_at - interval '1 minute')
    from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()
  );
end $$;
`;

export class TheClockFirst extends Migration {
  override up(): void {
    this.addSql(settled);
  }
}
