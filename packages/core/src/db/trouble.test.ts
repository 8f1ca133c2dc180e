import { expect, it } from 'vitest';
import { isDatabaseDown } from './trouble.ts';

const failure = (message: string, code?: string): Error => Object.assign(new Error(message), code !== undefined && { code });

it.each([
  failure('Client has encountered a connection error and is not queryable'), failure('Query read timeout'), failure('Connection terminated unexpectedly'),
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ECONNREFUSED', '57P01', '57P05', '25P03', '25P04', '08006', '53300'].map((code) => failure('of a restart or a lost way', code)),
])('counts as a database that is away for now: %o', (error) => {
  expect(isDatabaseDown(error)).toBe(true);
});

it.each([failure('invalid byte sequence', '22021'), failure('division by zero', '22012'), failure('relation does not exist', '42P01'), failure('in a failed transaction', '25P02'), failure('a bug'), 'no error'])('is our own fault, or the data’s: %o', (error) => {
  expect(isDatabaseDown(error)).toBe(false);
});
