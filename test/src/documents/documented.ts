/** One JSON example of a document, as printed there. */
export interface Documented {
  /** Document and section, for whoever looks it up. */
  readonly source: string;
  readonly text: string;
  /** The example with the document's placeholders (`tx_123`, `m_123`) replaced by what they stand for here. */
  json(stands?: Readonly<Record<string, string>>): any; // oxlint-disable-line typescript/no-explicit-any -- examples have every shape
}

export const documented = (source: string, text: string): Documented => ({
  source, text,
  json: (stands = {}) => JSON.parse(Object.entries(stands).reduce((filled, [placeholder, value]) => filled.replaceAll(placeholder, value), text)),
});

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => kindOf(value) === 'object';
const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(text);
// `uuid`, `merchant_uuid`, `abc123-uuid`, `wh_123456`, a UUID, one with x's, and `data:image/png;base64,...`.
const isPlaceholder = (text: string): boolean => /uuid$|^(tx|po|m|wh|acct)_\d+$|^[0-9a-fx]{8}(-[0-9a-fx]{4}){3}-[0-9a-fx]{12}$|\.\.\.$/.test(text);

const textDeviation = (example: string, answer: string, path: string): readonly string[] => {
  if (isInstant(example)) return isInstant(answer) ? [] : [`${path}: ${answer} is not an instant like ${example}`];
  const start = example.endsWith('...') ? example.slice(0, -3) : '';
  if (isPlaceholder(example)) return answer.length > start.length && answer.startsWith(start) ? [] : [`${path}: ${answer} does not look like ${example}`];
  return example === answer ? [] : [`${path}: ${answer} instead of ${example}`];
};

/**
 * Where an answer deviates from a document's example: a key that is missing, another type, a null on one side only, another
 * value. Keys of ours that the example lacks are allowed. Ids and instants are compared by their form. `differs` lists the paths
 * whose value may be another of the same type; everything else must be equal.
 */
export const deviations = (example: unknown, answer: unknown, options: { readonly differs?: readonly string[]; readonly path?: string } = {}): readonly string[] => {
  const { differs = [], path = '' } = options;
  const kinds = [kindOf(example), kindOf(answer)] as const;
  if (answer === undefined) return [`${path}: missing`];
  if (kinds[0] !== kinds[1]) return [`${path}: ${kinds[1]} instead of ${kinds[0]}`];
  const inside = (key: string | number, left: unknown, right: unknown) => deviations(left, right, { differs, path: path === '' ? String(key) : `${path}.${key}` });
  if (Array.isArray(example) && Array.isArray(answer)) {
    const lengths = example.length === answer.length ? [] : [`${path}: ${answer.length} elements instead of ${example.length}`];
    return [...lengths, ...example.flatMap((part, at) => inside(at, part, answer[at]))];
  }
  if (isObject(example) && isObject(answer)) return Object.entries(example).flatMap(([key, part]) => inside(key, part, answer[key]));
  if (differs.includes(path)) return [];
  if (typeof example === 'string' && typeof answer === 'string') return textDeviation(example, answer, path);
  return Object.is(example, answer) ? [] : [`${path}: ${JSON.stringify(answer)} instead of ${JSON.stringify(example)}`];
};
