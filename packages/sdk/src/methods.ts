import { allOperations } from '@paygate/contract';
import { takesIdempotencyKey, type Operation } from '@paygate/contract/kernel';
import type * as z from 'zod';

/** One field of a call's body or query. */
export interface SdkField { readonly name: string; readonly isRequired: boolean }

/** One operation as a method of the SDK files. */
export interface SdkMethod {
  readonly operation: Operation;
  /** camelCase; Python writes it in snake_case. */
  readonly name: string;
  /** Path parameters in the order of the path: positional arguments. */
  readonly pathNames: readonly string[];
  readonly input: 'body' | 'query' | 'none';
  readonly fields: readonly SdkField[];
  readonly isSigned: boolean;
  /** The file makes an Idempotency-Key of its own where the caller gives none, so that a retry is safe. */
  readonly takesKey: boolean;
}

/** Methods that are called otherwise than the rule of `methodName` says. */
const overrides: Readonly<Record<string, string>> = {
  'payouts.bulk': 'createBulkPayout', 'payouts.signatureSettings': 'getSignatureSettings', 'merchants.profile': 'getProfile', 'merchants.balance': 'getBalance',
  'merchants.lineSummary': 'getLineSummary', 'webhooks.events': 'listWebhookEvents', 'webhooks.deliveries': 'listWebhookDeliveries',
  'webhooks.replay': 'replayWebhookDelivery', 'webhooks.notices': 'listWebhookNotices',
};
/** Nouns of the contract that the wire calls by a longer name. */
const nouns: Readonly<Record<string, string>> = { withdrawals: 'withdrawalRequests', accounts: 'paymentAccounts' };

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const singular = (noun: string): string => noun.replace(/ies$/, 'y').replace(/(?<![su])s$/, '');

/**
 * `payments.getByOrder` → `getPaymentByOrder`, `payments.list` → `listPayments`; a read that names no verb gets `get`
 * (`events.types` → `getEventTypes`); sandbox play keeps its noun in front (`sandboxPay`).
 */
export const methodName = ({ id, method, sandbox }: Pick<Operation, 'id' | 'method' | 'sandbox'>): string => {
  const known = overrides[id];
  if (known !== undefined) return known;
  const [noun = '', verb = ''] = id.split('.');
  if (sandbox) return noun + capitalised(verb);
  const wireNoun = nouns[noun] ?? noun;
  const [first = verb] = /^[a-z]+/.exec(verb) ?? [];
  if (method === 'GET' && first !== 'get' && first !== 'list') return `get${capitalised(singular(wireNoun))}${capitalised(verb)}`;
  return first + capitalised(verb === 'list' ? wireNoun : singular(wireNoun)) + verb.slice(first.length);
};

/** Every operation of the public API, in the contract's order. Throws when two would have one name. */
export const sdkMethods = (operations: readonly Operation[] = allOperations): readonly SdkMethod[] => {
  const methods = operations.filter(({ surface }) => surface === 'v1').map(methodOf);
  const twice = methods.find(({ name }, index) => methods.findIndex((other) => other.name === name) !== index);
  if (twice) throw new Error(`Two operations would be the SDK method ${twice.name}: give ${twice.operation.id} a name in the overrides.`);
  return methods;
};

const methodOf = (operation: Operation): SdkMethod => {
  const input = operation.body ? 'body' : operation.query ? 'query' : 'none';
  return {
    operation, input, name: methodName(operation), fields: fieldsOf(operation.body ?? operation.query),
    pathNames: [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    isSigned: operation.auth === 'signed', takesKey: takesIdempotencyKey(operation),
  };
};

const fieldsOf = (schema: z.ZodObject | undefined): readonly SdkField[] =>
  Object.entries<z.ZodType>(schema?.shape ?? {}).map(([name, field]) => ({ name, isRequired: !field.safeParse(undefined).success }));

export const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
