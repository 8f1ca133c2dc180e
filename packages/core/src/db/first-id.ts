/** The smallest UUIDv7 of an instant, as SQL: ids made since then come after it. `instant` is an SQL expression of ours. */
export const firstIdOf = (instant: string): string => `(lpad(to_hex((extract(epoch from ${instant}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;
