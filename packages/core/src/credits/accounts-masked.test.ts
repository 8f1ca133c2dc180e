import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFull, compareMasked, maskOf } from './accounts-masked.ts';

const account = '1673585481';
const compare = (shown: string) => compareMasked(maskOf(shown)!, account);

describe('a masked account', () => {
  it.each([
    ['xxx-x-x8548-x', 4], ['XXX-X-XX548-1', 4], ['167-x-xxxxx-x', 3], ['167xxxx481', 6], ['•••• 5481', 4], ['x5481', 4], ['X-5481', 4], ['***-*-*8548-*', 4], ['167-xxx', 3], ['SCB x5481', 4],
  ])('agrees where its digits stand at their place: %s', (shown, digits) => expect(compare(shown)).toEqual({ kind: 'AGREE', digits, isFull: false }));
  it('is worth a digit less where their place is not known', () => expect(compare('xx5854xx')).toEqual({ kind: 'AGREE', digits: 3, isFull: false }));
  it.each(['xxx-x-x9999-x', 'x5482', '168-xxx', 'xx54xx16xx'])('differs where the account lacks them: %s', (shown) => expect(compare(shown)).toEqual({ kind: 'DIFFERS' }));
  it.each(['xxx-x-x3585-x', 'x3585'])('tells nothing where the account has them elsewhere: %s', (shown) => expect(compare(shown)).toEqual({ kind: 'SILENT' }));
  it('tells nothing of an account announced by its end alone', () => expect(compareMasked('xxxxxx5481', '5481')).toEqual({ kind: 'SILENT' }));
  it.each([null, '', 'xxx-x-xxxxx-x', '1673585481', '167-3-58548-1'])('is none: %s', (shown) => expect(maskOf(shown)).toBeNull());
});

it('agrees with its own account under every mask of the same length, and with one changed visible digit never', () => {
  fc.assert(fc.property(fc.stringMatching(/^\d{10,12}$/), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), fc.nat(11), (own, hidden, at) => {
    const mask = Array.from(own, (digit, index) => (hidden[index] ? 'x' : digit)).join('');
    fc.pre(/\d/.test(mask) && mask.includes('x'));
    expect(compareMasked(mask, own).kind).toBe('AGREE');
    const place = at % own.length;
    const changed = Array.from(own, (digit, index) => (index === place ? String((Number(digit) + 1) % 10) : digit)).join('');
    expect(compareMasked(mask, changed).kind === 'AGREE').toBe(mask[place] === 'x');
  }));
});

it('reads an account given in full', () => {
  expect(compareFull(account, account)).toEqual({ kind: 'AGREE', digits: 10, isFull: true });
  expect(compareFull(account, '1673585482')).toEqual({ kind: 'DIFFERS' });
  expect([compareFull(account, '5481'), compareFull(account, '5482')]).toEqual([{ kind: 'AGREE', digits: 4, isFull: false }, { kind: 'DIFFERS' }]);
});
it('is not known by fewer than four digits, which may still deny it', () => {
  expect(['481', '81', '1'].map((announced) => compareFull(account, announced).kind)).toEqual(['SILENT', 'SILENT', 'SILENT']);
  expect(['482', '2'].map((announced) => compareFull(account, announced).kind)).toEqual(['DIFFERS', 'DIFFERS']);
  expect(compareFull('481', '481')).toEqual({ kind: 'SILENT' });
});
