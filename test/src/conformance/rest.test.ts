import { allOperations } from '@paygate/contract';
import type { Operation } from '@paygate/contract/kernel';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { expectRefusal, expectSuccess, type Answered } from './expect-declared.ts';
import { credentials, openHouse, rawOf, urlOf, type Household, type Input } from './house.ts';
import { householdOf, inputOf } from './recipes.ts';

const house = await openHouse(await createTestDatabase());
const send = async (operation: Operation, input: Input, as: Household | 'nobody'): Promise<Answered> => {
  const raw = rawOf(input);
  const headers = { ...(raw !== '' && { 'content-type': 'application/json' }), ...(as !== 'nobody' && credentials(operation, { ...house, ...as }, raw)) };
  const response = await fetch(`${house.product.baseUrl}${urlOf(operation, input)}`, { method: operation.method, headers, ...(raw !== '' && { body: raw }) });
  return { status: response.status, body: JSON.parse(await response.text()), requestId: response.headers.get('x-request-id') };
};

/** What everybody, or every operator of the platform, may see belongs to no merchant. */
const isShared = ({ auth, roles }: Operation): boolean => auth === 'public' || (roles !== undefined && !roles.includes('owner'));

describe.each(allOperations)('$id over REST', (operation) => {
  it('answers what it declares', async () => {
    const input = await inputOf(house, operation);
    const answer = await send(operation, input, await householdOf(house, operation));
    expectSuccess(operation, answer);
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  if (operation.auth !== 'public') it('refuses a call without credentials with 401', async () => {
    const answer = await send(operation, await inputOf(house, operation), 'nobody');
    expect(answer.status).toBe(401);
    expect(expectRefusal(operation, answer)).toBe(operation.auth === 'session' ? 'SESSION_REQUIRED' : 'UNAUTHORIZED');
  });

  if (operation.params) it('does not know another merchant\'s object, nor one that does not exist, nor what is no id', async () => {
    const input = await inputOf(house, operation);
    expectSuccess(operation, await send(operation, input, house));
    const name = Object.keys(operation.params?.shape ?? {})[0]!;
    const attempts: readonly (readonly [Input, Household])[] = [
      ...(isShared(operation) ? [] : [[await inputOf(house, operation), house.stranger] as const]), ...[uuidv7(), 'nonsense', '%00', 'null', '\u{1f4a3}'].map((id) => [{ ...input, params: { [name]: id } }, house] as const),
    ];
    for (const [sent, as] of attempts) {
      const answer = await send(operation, sent, as);
      expect(answer.status, JSON.stringify(sent.params)).toBe(404);
      expectRefusal(operation, answer);
    }
  });

  if (operation.surface === 'v1') it('tolerates fields it does not know, and binds none of them', async () => {
    const input = await inputOf(house, operation);
    const stranger = house.stranger.merchant.id;
    const known = Object.keys(operation.body?.shape ?? {});
    const wanted = { zzUnknown: 'x', merchantId: stranger, merchant_id: stranger, status: 'REFUNDED', fee: 0, feeBps: 0, mode: 'live', netAmount: 1_000_000, id: uuidv7(), paidAt: '2026-03-05T08:00:00.000Z' };
    const unknown = Object.fromEntries(Object.entries(wanted).filter(([name]) => !known.includes(name)));
    const answer = await send(operation, { ...input, ...(operation.method === 'GET' ? { query: { ...input.query, zzUnknown: 'x' } } : { body: { ...Object(input.body), ...(operation.body ? unknown : { zzUnknown: 'x' }) } }) }, house);
    expectSuccess(operation, answer);
    expect(JSON.stringify(answer.body)).not.toContain(stranger);
    expect(JSON.stringify(answer.body)).not.toContain('"REFUNDED"');
  });

  if (operation.areFieldsForeign) it('takes fields it does not know', async () => {
    const input = await inputOf(house, operation);
    expectSuccess(operation, await send(operation, { ...input, body: { ...Object(input.body), zzUnknown: 'x' } }, house));
  });

  if (operation.surface !== 'v1' && !operation.areFieldsForeign && (operation.body ?? operation.query)) it('refuses fields it does not know', async () => {
    const input = await inputOf(house, operation);
    const strange = operation.body ? { body: { ...Object(input.body), zzUnknown: 'x' } } : { query: { ...input.query, zzUnknown: 'x' } };
    const answer = await send(operation, { ...input, ...strange }, house);
    expect(answer.status).toBe(400);
    expectRefusal(operation, answer);
    expect(JSON.stringify(answer.body)).toContain('zzUnknown');
  });
});
