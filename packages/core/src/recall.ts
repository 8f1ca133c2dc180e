/** What a cached value may lag behind the database: revoking a key or flipping a switch works within this. */
export const RECALL_MS = 1_000;
const ENTRIES_MAX = 10_000;

interface Remembered<V> { readonly value: Promise<V>; readonly until: number }

/**
 * Remembers what `load` answers for a key for a moment, and lets concurrent callers share one load. Failures are not
 * remembered. Bounded: when full, everything is forgotten, which costs one load each.
 */
export const recall = <K, V>(load: (key: K) => Promise<V>, milliseconds = RECALL_MS): ((key: K) => Promise<V>) => {
  const remembered = new Map<K, Remembered<V>>();
  return (key) => {
    const now = performance.now();
    const known = remembered.get(key);
    if (known && known.until > now) return known.value;
    if (remembered.size >= ENTRIES_MAX) remembered.clear();
    const value = load(key);
    remembered.set(key, { value, until: now + milliseconds });
    value.catch(() => remembered.delete(key));
    return value;
  };
};
