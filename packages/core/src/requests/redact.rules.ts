/** JSON text without secrets, bounded and always valid. `isWhole`: it says exactly what was given. */
export interface Redacted { readonly text: string; readonly isWhole: boolean }

export const BODY_CHARACTERS_MAX = 8_192;
const TEXT_CHARACTERS_MAX = 1_000;
// How much of a text is looked at: more than is kept, since what is removed makes room.
const LOOK_CHARACTERS_MAX = 4_000;
const DEPTH_MAX = 12;
const NAMES_MAX = 2_000;
const NAME_CHARACTERS_MAX = 64;
const REMOVED = '[removed]';

// Our own secrets carry a prefix (keys, webhook secrets); tokens of others are known by their form. The text is anybody's, so no character may be looked at
// from many starts: a token is looked for from the start of its word alone.
const secretText = /[srp]k_(?:live|test|legacy)_[\w-]*|whsec_[\w+/=-]*|(?<![\w-])(?=[\w-]*eyJ[\w-])[\w-]+\.[\w-]+\.[\w-]*|\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi;
// Half a token has no form to know it by.
const cutToken = /(?<![\w.-])(?=[\w.-]*eyJ[\w-])[\w.-]+$/i;
const looksSecret = /[srp]k_(?:live|test|legacy)_|whsec_|eyJ|bearer|basic/i;
const secretName = /secret|passw|passcode|token|authorization|apikey|privatekey|signature$|cookie|credential|^(?:otp|pin|cvv|cvc)$|otpcode$/;
const accountName = /(?:account|acct|proxy|promptpay|phone|mobile|msisdn|citizen|nationalid|taxid|iban|card)(?:number|no|value)?$|promptpayid$|citizenid$/;

// NUL and halves of a surrogate pair, as JSON writes them: PostgreSQL takes neither. Not behind another backslash, where it is only text.
const unstorable = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

type Kind = 'secret' | 'account' | 'plain';
/** What a field's name says of its value, however it is spelled, and how it is written. */
interface Name { readonly kind: Kind; readonly json: string; readonly isWhole: boolean }
const names = new Map<string, Name>();
/** Remembered: names repeat in every request. */
const knownName = (name: string): Name => {
  const known = names.get(name);
  if (known) return known;
  const start = startOf(name);
  const shown = withoutSecrets(start).slice(0, TEXT_CHARACTERS_MAX);
  const plain = start.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const kind = secretName.test(plain) ? 'secret' : accountName.test(plain) ? 'account' : 'plain';
  const found = { kind, json: `${JSON.stringify(shown)}:`, isWhole: shown === name } as const;
  if (names.size >= NAMES_MAX) names.clear();
  // A long name is somebody's text, and would be kept for nothing.
  if (name.length <= NAME_CHARACTERS_MAX) names.set(name, found);
  return found;
};

const startOf = (text: string): string => (text.length <= LOOK_CHARACTERS_MAX ? text : text.slice(0, LOOK_CHARACTERS_MAX).replace(cutToken, REMOVED));

/** The text without what has the form of a secret; the last four characters of our keys stay, to know them by. */
export const withoutSecrets = (text: string): string =>
  looksSecret.test(text) ? text.replaceAll(secretText, (found) => (/^[srp]k_/i.test(found) && found.length >= 24 ? `${REMOVED}${found.slice(-4)}` : REMOVED)) : text;

/** xxxxxx1964: enough to recognise an account, not enough to pay it. */
const masked = (text: string): string => (text.length <= 4 ? text : `${'x'.repeat(Math.min(text.length - 4, 12))}${text.slice(-4)}`);

const looksJson = /^\s*[{[]/;
// A field of it whose value is a text or a number; the text may break off within it.
const fieldInText = /"([^"\\]{1,64})"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.)*"?|-?\d[\d.]*)/g;
/** JSON that stands in a text, as a webhook's body does in its delivery: the names of its fields count as everywhere. */
const jsonTextWithoutSecrets = (text: string): string =>
  text.replaceAll(fieldInText, (field, name: string, value: string) => {
    const { kind } = knownName(name);
    return kind === 'plain' ? field : `${field.slice(0, -value.length)}"${kind === 'secret' ? REMOVED : masked(value.replaceAll('"', ''))}"`;
  });

/** JSON in the making: once the bound is reached, whatever is open is closed. */
interface Page { text: string; isWhole: boolean; readonly charactersMax: number }
interface Place { readonly kind: Kind; readonly depth: number }

const change = (page: Page, text: string): void => {
  page.text += text;
  page.isWhole = false;
};

// Ids, instants, statuses, QR payloads: no form of a secret can be written with these, and JSON escapes none of them.
const harmless = /^[0-9A-Za-f:.+-]{0,200}$/;

// What JSON escapes in no text.
const unescaped = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
const quoted = (text: string): string => (unescaped.test(text) ? `"${text}"` : JSON.stringify(text));

const writeText = (page: Page, value: string, kind: Kind): void => {
  if (kind === 'plain' && harmless.test(value)) {
    page.text += `"${value}"`;
    return;
  }
  if (value.startsWith('data:')) return change(page, JSON.stringify(`${value.slice(0, 20)}… (${value.length} characters)`));
  const start = withoutSecrets(startOf(value));
  const shown = kind === 'account' ? masked(start) : looksJson.test(start) ? jsonTextWithoutSecrets(start) : start;
  if (value.length > LOOK_CHARACTERS_MAX || shown.length > TEXT_CHARACTERS_MAX) change(page, JSON.stringify(`${shown.slice(0, TEXT_CHARACTERS_MAX)}… (${value.length} characters)`));
  else if (shown === value) page.text += quoted(value);
  else change(page, JSON.stringify(shown));
};

const writeValue = (page: Page, value: unknown, { kind, depth }: Place): void => {
  if (kind === 'secret' && value !== null) change(page, `"${REMOVED}"`);
  else if (typeof value === 'string') writeText(page, value, kind);
  else if (typeof value === 'number') writeNumber(page, value, kind);
  else if (typeof value !== 'object' || value === null) page.text += typeof value === 'boolean' ? `${value}` : 'null';
  else if (depth >= DEPTH_MAX) change(page, '"[too deep]"');
  else if (Array.isArray(value)) writeList(page, value, { kind, depth: depth + 1 });
  else writeFields(page, value as Record<string, unknown>, depth + 1);
};

const writeNumber = (page: Page, value: number, kind: Kind): void => {
  if (kind === 'account') writeText(page, String(value), kind);
  else page.text += Number.isFinite(value) ? `${value}` : 'null';
};

const writeList = (page: Page, list: readonly unknown[], place: Place): void => {
  page.text += '[';
  for (const [index, part] of list.entries()) {
    if (index > 0) page.text += ',';
    if (page.text.length > page.charactersMax) {
      change(page, '"[cut]"');
      break;
    }
    writeValue(page, part, place);
  }
  page.text += ']';
};

const writeFields = (page: Page, fields: Readonly<Record<string, unknown>>, depth: number): void => {
  let separator = '{';
  for (const name in fields) {
    const part = fields[name];
    if (part === undefined) continue;
    page.text += separator;
    separator = ',';
    if (page.text.length > page.charactersMax) {
      change(page, '"[cut]":true');
      break;
    }
    const { kind, json, isWhole } = knownName(name);
    if (!isWhole) page.isWhole = false;
    page.text += json;
    writeValue(page, part, { kind, depth });
  }
  page.text += separator === '{' ? '{}' : '}';
};

/**
 * What may be kept of a body: secrets are gone, by field name and by form; account, phone and identity numbers show their
 * last four characters; pictures and long texts are cut; the whole is at most a little longer than `charactersMax`.
 * Null for no value.
 */
export const redactedJson = (value: unknown, charactersMax = BODY_CHARACTERS_MAX): Redacted | null => {
  if (value === undefined) return null;
  const page: Page = { text: '', isWhole: true, charactersMax };
  writeValue(page, value, { kind: 'plain', depth: 0 });
  const text = page.text.includes('\\u') ? page.text.replaceAll(unstorable, '$1\uFFFD') : page.text;
  return { text, isWhole: page.isWhole && text === page.text };
};
