import { bodyBytesMaxOf } from '@paygate/api/faces/rest';
import { allOperations } from '@paygate/contract';
import type { Operation } from '@paygate/contract/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { createTestDatabase } from '../support/test-database.ts';
import { expectDeclared, expectRefusal } from './expect-declared.ts';
import { hostileTexts, hostileValues } from './hostile-values.ts';
import { credentials, openHouse, rawOf, type Input } from './house.ts';
import { openInjector } from './injector.ts';
import { inputOf } from './recipes.ts';

const house = await openHouse(await createTestDatabase());
const inject = await openInjector(house.product);
const send = (operation: Operation, input: Input) => inject(operation, input, credentials(operation, house, rawOf(input)));
const said = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

/** What arrives once it has been JSON, or text in a URL, where a lone surrogate cannot be written. */
const arriving = (part: 'body' | 'query', sent: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(sent), (_key, value: unknown) => (part === 'query' && typeof value === 'string' ? value.toWellFormed() : value));
const codeFor = ({ invalidCode = 'INVALID_REQUEST', invalidFields = {} }: Operation, field: string): string => invalidFields[field] ?? invalidCode;

// Each field meets a twentieth of the values, the next field the next twentieth; HOSTILE_ALL=1 sends every value to every field.
const every = process.env['HOSTILE_ALL'] ? 1 : 20;
const share = (values: readonly unknown[], at: number): readonly unknown[] => values.filter((_, index) => index % every === at % every);

interface Case { readonly input: Input; readonly isRefused: boolean }
const variants = (operation: Operation, happy: Input, part: 'body' | 'query'): readonly (readonly [field: string, value: unknown, Case])[] => {
  const schema: z.ZodObject | undefined = operation[part];
  return Object.keys(schema?.shape ?? {}).flatMap((field, at) =>
    share(part === 'body' ? hostileValues : hostileTexts, at).map((value) => {
      const changed = { ...Object(happy[part]), [field]: value };
      const input: Input = { ...happy, [part]: arriving(part, changed) };
      return [field, value, { input, isRefused: schema?.safeParse(input[part]).success === false }] as const;
    }));
};

afterEach(() => house.restoreAccounts());

it('fails on no NUL in a path', async () => {
  for (const operation of allOperations.filter(({ params }) => params)) {
    const happy = await inputOf(house, operation);
    for (const name of Object.keys(operation.params?.shape ?? {})) expectDeclared(operation, await send(operation, { ...happy, params: { ...happy.params, [name]: '\0' } }));
  }
});

describe.each(allOperations.filter(({ body, query, method }) => body ?? query ?? method !== 'GET'))('$id', (operation) => {
  if (operation.body ?? operation.query) it('refuses every value its schema refuses with the code declared for the field, and fails on none', async () => {
    const happy = await inputOf(house, operation);
    for (const part of ['body', 'query'] as const) {
      for (const [field, value, { input, isRefused }] of variants(operation, happy, part)) {
        const answer = await send(operation, input);
        expectDeclared(operation, answer);
        if (!isRefused) continue;
        expect(answer.status, `${field}: ${said(value)}`).toBe(400);
        expect(expectRefusal(operation, answer), `${field}: ${said(value)}`).toBe(codeFor(operation, field));
      }
    }
  });

  if (operation.method !== 'GET') it('refuses a body that is no JSON, that hides a __proto__, or that is too large', async () => {
    const happy = await inputOf(house, operation);
    for (const body of ['{', '{"a":1,}', '{"a":NaN}', '\u0000', '<xml/>', '{"a":1}{"a":1}', '{"__proto__":{}}', '{"a":{"\\u005f_proto__":1}}']) {
      const answer = await send(operation, { ...happy, body });
      expect(answer.status, body).toBe(400);
      expectRefusal(operation, answer);
    }
    const large = await send(operation, { ...happy, body: `{"a":"${'x'.repeat(bodyBytesMaxOf(operation))}"}` });
    expect(expectRefusal(operation, large)).toBe('PAYLOAD_TOO_LARGE');
  });
  if (operation.body) it('refuses a body that is no object', async () => {
    const happy = await inputOf(house, operation);
    for (const body of ['[]', '[{}]', '1', '"text"', 'true']) {
      const answer = await send(operation, { ...happy, body });
      expect(answer.status, body).toBe(400);
      expectRefusal(operation, answer);
    }
  });
});
