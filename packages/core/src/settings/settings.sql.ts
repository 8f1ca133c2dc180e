import { statement } from '../db/statement.ts';

/** At most a few dozen rows. */
export const allSettings = statement<{ name: string; value: unknown }>('settings.all', 'select name, value from setting order by name limit 1000');

/** Whoever changes settings at the same time waits for this transaction. */
export const lockSettings = statement('settings.lock', `select pg_advisory_xact_lock(hashtext('paygate settings'))::text as locked`);
/** $1 JSON of {name, value}. Not as a record set, which makes SQL's null, that no setting is, of a value that is JSON's. */
export const saveSettings = statement('settings.save', `
  insert into setting as s (name, value) select c ->> 'name', c -> 'value' from json_array_elements($1::json) as c
  on conflict (name) do update set value = excluded.value, updated_at = now()`);
