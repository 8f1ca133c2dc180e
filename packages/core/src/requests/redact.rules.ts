/** JSON text without secrets, bounded and always valid. `isWhole`: it says exactly what was given. */
export interface Redacted { readonly text: string; readonly isWhole: boolean }

export const BODY_CHARACTERS_MAX = 8_192;
const TEXT_CHARACTERS_MAX = 1_000;
const DEPTH_MAX = 12;
const NAMES_MAX = 2_000;
const REMOVED = '[removed]';

// Our own secrets carry a prefix (keys, webhook secrets); tokens of others are known by their form.
const secretText = /[srp]k_(?:live|test|legacy)_[\w-]*|whsec_[\w+/=-]*|eyJ[\w-]+\.[\w-]+\.[\w-]*|\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi;
const looksSecret = /[srp]k_(?:live|test|legacy)_|whsec_|eyJ|bearer|basic/i;
const secretName = /secret|passw|passcode|token|authorization|apikey|privatekey|signature$|cookie|credential|^(?:otp|pin|cvv|cvc)$|otpcode$/;
const accountName = /(?:account|acct|proxy|promptpay|phone|mobile|msisdn|citizen|nationalid|taxid|iban|card)(?:number|no|value)?$|promptpayid$|citizenid$/;

type Kind = 'secret' | 'account' | 'plain';
const kinds = new Map<string, Kind>();
/** What a field's name says of its value, however it is spelled. Remembered: names repeat in every request. */
const kindOf = (name: string): Kind => {
  const known = kinds.get(name);
  if (known) return known;
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const kind = secretName.test(plain) ? 'secret' : accountName.test(plain) ? 'account' : 'plain';
  if (kinds.size >= NAMES_MAX) kinds.clear();
  kinds.set(name, kind);
  return kind;
};

/** The text without what has the form of a secret; the last four characters of our keys stay, to know them by. */
export const withoutSecrets = (text: string): string =>
  looksSecret.test(text) ? text.replaceAll(secretText, (found) => (/^[srp]k_/i.test(found) && found.length >= 24 ? `${REMOVED}${found.slice(-4)}` : REMOVED)) : text;

/** xxxxxx1964: enough to recognise an account, not enough to pay it. */
const masked = (text: string): string => (text.length <= 4 ? text : `${'x'.repeat(Math.min(text.length - 4, 12))}${text.slice(-4)}`);

/** JSON in the making: once the bound is reached, whatever is open is closed. */
interface Page { text: string; isWhole: boolean; readonly charactersMax: number }
interface Place { readonly kind: Kind; readonly depth: number }

const change = (page: Page, text: string): void => {
  page.text += text;
  page.isWhole = false;
};

const writeText = (page: Page, value: string, kind: Kind): void => {
  if (value.startsWith('data:')) return change(page, JSON.stringify(`${value.slice(0, 20)}… (${value.length} characters)`));
  const shown = kind === 'account' ? masked(withoutSecrets(value)) : withoutSecrets(value);
  if (shown.length > TEXT_CHARACTERS_MAX) change(page, JSON.stringify(`${shown.slice(0, TEXT_CHARACTERS_MAX)}… (${value.length} characters)`));
  else if (shown === value) page.text += JSON.stringify(value);
  else change(page, JSON.stringify(shown));
};

const writeValue = (page: Page, value: unknown, { kind, depth }: Place): void => {
  if (kind === 'secret' && value !== null) change(page, `"${REMOVED}"`);
  else if (typeof value === 'string') writeText(page, value, kind);
  else if (typeof value === 'number' && kind === 'account') writeText(page, String(value), kind);
  else if (typeof value !== 'object' || value === null) page.text += JSON.stringify(value) ?? 'null';
  else if (depth >= DEPTH_MAX) change(page, '"[too deep]"');
  else if (Array.isArray(value)) writeList(page, value, { kind, depth: depth + 1 });
  else writeFields(page, value as Record<string, unknown>, depth + 1);
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
    const shown = withoutSecrets(name.length > TEXT_CHARACTERS_MAX ? name.slice(0, TEXT_CHARACTERS_MAX) : name);
    if (shown !== name) page.isWhole = false;
    page.text += `${JSON.stringify(shown)}:`;
    writeValue(page, part, { kind: kindOf(name), depth });
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
  return { text: page.text, isWhole: page.isWhole };
};
