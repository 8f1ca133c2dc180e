import { allOperations } from '@paygate/contract';
import type { Operation } from '@paygate/contract/kernel';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { expectDeclared } from '../conformance/expect-declared.ts';
import { hostileTexts, hostileValues } from '../conformance/hostile-values.ts';
import { credentials, openHouse, rawOf, type Input } from '../conformance/house.ts';
import { openInjector } from '../conformance/injector.ts';
import { inputOf } from '../conformance/recipes.ts';
import { createTestDatabase } from '../support/test-database.ts';

const house = await openHouse(await createTestDatabase());
const inject = await openInjector(house.product);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 8);
// Bounded, also on a machine with other work.
const MILLISECONDS_MAX = 5_000;

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...hostileTexts.filter((value) => typeof value === 'string')));
const json = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(...hostileValues), text, fc.double(), fc.integer());
/** Bodies near the right one: fields changed, lost, added; and now and then something else altogether. */
const bodies = (operation: Operation, happy: Input): fc.Arbitrary<unknown> => {
  const names = fc.oneof(fc.constantFrom(...Object.keys(operation.body?.shape ?? {}), 'zzUnknown'), fc.string({ maxLength: 8 }));
  const near = fc.dictionary(names, json, { maxKeys: 4 }).map((changed) => ({ ...Object(happy.body), ...changed }));
  const inMetadata = fc.dictionary(fc.string({ unit: 'binary', maxLength: 10 }), json, { maxKeys: 6 }).map((metadata) => ({ ...Object(happy.body), metadata }));
  return fc.oneof({ weight: 6, arbitrary: near }, { weight: 2, arbitrary: inMetadata }, { weight: 1, arbitrary: json.filter((value) => value !== undefined) });
};
const queries = (operation: Operation): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.constantFrom(...Object.keys(operation.query?.shape ?? {}), 'zzUnknown'), fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 4 });
const inputs = (operation: Operation, happy: Input): fc.Arbitrary<Input> =>
  fc.record({
    params: operation.params ? fc.record(Object.fromEntries(Object.keys(operation.params.shape).map((name) => [name, fc.oneof(text, fc.constant(happy.params?.[name] ?? ''))]))) : fc.constant({}),
    query: operation.query ? queries(operation) : fc.constant({}),
    body: operation.method === 'GET' ? fc.constant(undefined) : fc.oneof(bodies(operation, happy), fc.constant(undefined)),
  });

/** An empty or dotted name in a path is another path; those are the router's business. */
const isReachable = ({ params = {} }: Input): boolean => Object.values(params).every((value) => value.length <= 200 && value.isWellFormed() && !/^\.{0,2}$/.test(value));

afterEach(() => house.restoreAccounts());

describe.each(allOperations.filter(({ params, query, body, method }) => params ?? query ?? body ?? method !== 'GET'))('$id', (operation) => {
  it(`keeps to its declaration for ${RUNS} inputs near and far from the right one, each within five seconds`, async () => {
    const happy = await inputOf(house, operation);
    await fc.assert(
      fc.asyncProperty(inputs(operation, happy).filter(isReachable), async (input) => {
        const answer = await inject(operation, input, credentials(operation, house, rawOf(input)));
        // Signing out ends the household's session, after which the refusal is the right answer.
        expectDeclared(operation, answer);
        // A machine under load may be slow once; an input that is slow is slow again.
        const again = answer.milliseconds < MILLISECONDS_MAX ? answer : await inject(operation, input, credentials(operation, house, rawOf(input)));
        expect(Math.min(answer.milliseconds, again.milliseconds)).toBeLessThan(MILLISECONDS_MAX);
      }),
      { numRuns: RUNS },
    );
  });
});
