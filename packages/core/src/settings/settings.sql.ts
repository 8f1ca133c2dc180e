import { statement } from '../db/statement.ts';

/** At most a few dozen rows. */
export const allSettings = statement<{ name: string; value: unknown }>('settings.all', 'select name, value from setting order by name limit 1000');
