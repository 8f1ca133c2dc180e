import { p, type InferEntity } from '@mikro-orm/postgresql';

/** Column kinds every table uses. Money is bigint satang; instants travel as ISO 8601 text, so no Date is ever built. */
export const column = {
  id: () => p.uuid().primary(),
  uuid: () => p.uuid(),
  text: () => p.text(),
  satang: () => p.integer().columnType('bigint'),
  integer: () => p.integer(),
  /** A number that outgrows 32 bits but never a safe integer. */
  count: () => p.integer().columnType('bigint'),
  boolean: () => p.boolean(),
  instant: () => p.string().columnType('timestamptz'),
  /** "2026-03-05": a day in Bangkok. */
  day: () => p.string().columnType('date'),
  bytes: () => p.blob().$type<Buffer>(),
  /** `json`, not `jsonb`: the text is kept as it came, key order and all. */
  json: <T>() => p.json<T>().columnType('json'),
  texts: () => p.array().columnType('text[]').$type<string[]>(),
};

type Defined<T> = { readonly [K in Extract<keyof T, string>]-?: Exclude<T[K], undefined> };
/** A row as our statements answer it: every column present, null where the column may be null. */
export type RowOf<E> = Defined<InferEntity<E>>;

const snake = (name: string): string => name.replaceAll(/[A-Z0-9]+/g, (part, at: number) => (at === 0 ? part : /\d/.test(part) ? part : `_${part.toLowerCase()}`));

interface Described { readonly meta: { readonly properties: object } }
/** `p.amount_satang as "amountSatang", …` for every property of the entity, or those named, so that a row has the entity's names. */
export const columnsOf = (entity: Described, alias: string, names: readonly string[] = Object.keys(entity.meta.properties)): string =>
  names.map((name) => `${alias}.${columnName(name)} as "${name}"`).join(', ');

/** amountSatang → amount_satang; senderAccountLast4 → sender_account_last4, as MikroORM's own naming does. */
export const columnName = (property: string): string => snake(property);
