import { Migration } from '@mikro-orm/migrations';

/**
 * A day's worth of these tables is removed each day, a ninetieth of each. By default PostgreSQL makes room for new rows only when a fifth is gone,
 * so the tables would be that much larger than what they hold.
 */
const room = ['event', 'delivery', 'delivery_attempt'].map((table) => `alter table ${table} set (autovacuum_vacuum_scale_factor = 0.02);`).join('\n');

export class EventsAreForgotten extends Migration {
  override up(): void {
    this.addSql(room);
  }
}
