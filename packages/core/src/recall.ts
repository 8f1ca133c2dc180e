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

const PURE_MAX = 2_000;
/** A function whose answer depends on its text alone, asked once for each of the last texts. A failure is not remembered. */
export const remember = <T extends object | string>(find: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= PURE_MAX) known.clear();
    const value = find(text);
    known.set(text, value);
    return value;
  };
};
