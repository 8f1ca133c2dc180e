import { createTestDatabase } from '@paygate/test/support/test-database';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { statement } from './statement.ts';
import { textArray } from './text-array.ts';

const { url } = await createTestDatabase();
const database = await openDatabase({ url, connectionsMax: 3, applicationName: 'test' });
afterAll(() => database.close());
const echo = statement<{ readonly texts: readonly (string | null)[] }>('test.echoTexts', 'select $1::text[] as "texts"');

it('arrives as it was sent: no texts, nulls, empty ones, quotes and braces, Thai, all of Unicode but NUL', async () => {
  const text = fc.oneof(fc.constantFrom(null, '', 'NULL', '{"a\\"b",}', 'นาย ทองดี', '🙂'), fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', '')));
  await fc.assert(fc.asyncProperty(fc.array(text), async (texts) => {
    expect((await database.query(echo, [textArray(texts)]))[0]?.texts).toEqual(texts);
  }), { numRuns: 20 });
});
