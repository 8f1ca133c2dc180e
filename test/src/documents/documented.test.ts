import { expect, it } from 'vitest';
import { deviations, documented } from './documented.ts';

const example = documented('nowhere', '{ "id": "tx_123", "orderId": "ORD-1", "amount": 100, "at": "2026-03-05T08:00:00.000Z", "qrCode": "data:image/png;base64,...", "bank": null, "list": [{ "name": "a" }] }').json();
const answer = { id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-1', amount: 100, at: '2027-01-01T00:00:00.000Z', qrCode: 'data:image/png;base64,iVBO', bank: null, list: [{ name: 'a' }], extra: 1 };

it('accepts an answer with other ids and instants and with keys of its own', () => {
  expect(deviations(example, answer)).toEqual([]);
});

it('names every deviation: missing key, type, null, value, length, form of an instant', () => {
  const { orderId: _, ...withoutOrder } = answer;
  expect(deviations(example, withoutOrder)).toEqual(['orderId: missing']);
  expect(deviations(example, { ...answer, amount: '100' })).toEqual(['amount: string instead of number']);
  expect(deviations(example, { ...answer, bank: 'SCB' })).toEqual(['bank: string instead of null']);
  expect(deviations(example, { ...answer, qrCode: null })).toEqual(['qrCode: null instead of string']);
  expect(deviations(example, { ...answer, amount: 100.5 })).toEqual(['amount: 100.5 instead of 100']);
  expect(deviations(example, { ...answer, list: [] })).toEqual(['list: 0 elements instead of 1', 'list.0: missing']);
  expect(deviations(example, { ...answer, at: '2027-01-01' })).toHaveLength(1);
  expect(deviations(example, { ...answer, id: '' })).toHaveLength(1);
});

it('lets a listed path have another value of the same type, and only that', () => {
  expect(deviations(example, { ...answer, amount: 7 }, { differs: ['amount'] })).toEqual([]);
  expect(deviations(example, { ...answer, amount: null }, { differs: ['amount'] })).toEqual(['amount: null instead of number']);
});
