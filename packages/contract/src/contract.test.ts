import { describe, expect, it } from 'vitest';
import { errors, errorBody, Refusal, type ErrorCode } from './errors.ts';
import { events } from './events.ts';
import { allOperations, operations } from './index.ts';
import { takesIdempotencyKey } from './kernel.ts';

const nested = Object.entries(operations).flatMap(([noun, verbs]) => Object.entries(verbs).map(([verb, operation]) => ({ path: `${noun}.${verb}`, operation })));

describe('every declared operation', () => {
  it.each(nested)('$path is named by where it stands', ({ path, operation }) => {
    expect(operation.id).toBe(path);
  });
  it.each(allOperations.map((operation) => [operation.id, operation] as const))('%s speaks both languages and its examples fit its schemas', (_id, operation) => {
    expect(operation.summary.en).not.toBe('');
    expect(operation.summary.th).toMatch(/[ก-๙]/);
    for (const { params, query, body, answer } of operation.examples) {
      expect(operation.ok.schema.safeParse(answer)).toMatchObject({ success: true });
      if (operation.body) expect(operation.body.safeParse(body)).toMatchObject({ success: true });
      if (operation.params) expect(operation.params.safeParse(params)).toMatchObject({ success: true });
      if (query) expect(operation.query?.safeParse(query)).toMatchObject({ success: true });
    }
  });
  it.each(allOperations.filter(takesIdempotencyKey).map((operation) => [operation.id, operation] as const))('%s says so when an answer that is kept for its key holds a secret', (_id, { examples, answersSecret = false }) => {
    expect(answersSecret).toBe(examples.some(({ answer }) => /"(secret|token)":/.test(JSON.stringify(answer))));
  });
  it('has a method and path of its own', () => {
    const addresses = allOperations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

describe('every error', () => {
  it.each(Object.keys(errors) as ErrorCode[])('%s says what is wrong and what to do, in both languages', (code) => {
    const { cause, fix } = errors[code];
    for (const text of [cause, fix]) {
      expect(text.en).toMatch(/^[A-Za-z].*[.}]$/);
      expect(text.th).toMatch(/[ก-๙]/);
    }
  });
  it('fills its holes from the details and keeps the documents’ exact words', () => {
    const body = errorBody(new Refusal('AMOUNT_BELOW_MINIMUM', { min: '1' }), 'r');
    expect(body).toMatchObject({ error: 'ยอดชำระขั้นต่ำคือ 1 บาท', code: 'AMOUNT_BELOW_MINIMUM', requestId: 'r' });
    expect(body.message).toContain('below the minimum of 1 baht');
  });
});

it.each(Object.values(events))('the example of $type fits its schema', ({ data, example }) => {
  expect(data.safeParse(example)).toMatchObject({ success: true });
});
