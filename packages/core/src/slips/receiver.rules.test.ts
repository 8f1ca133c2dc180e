import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiverOf, type OwnAccount } from './receiver.rules.ts';

const accounts: readonly OwnAccount[] = [
  { id: 'bank', accountNumber: '1234567890', accountName: 'บริษัท เพย์เกต จำกัด', bankCode: '014' },
  { id: 'mobile', accountNumber: '0812345678', accountName: 'นาย ทองดี ใจงาม', bankCode: null },
  { id: 'tax', accountNumber: '1234567890123', accountName: 'PayGate', bankCode: null },
];
const to = (account: string | null, name: string | null = null, bankCode: string | null = null) => receiverOf({ account, name, bankCode }, accounts);

describe('receiverOf', () => {
  it('knows an account given in full, in every way banks write it', () => {
    for (const account of ['1234567890', '123-4-56789-0', '123 456 7890']) expect(to(account, null, 'SCB')).toEqual({ kind: 'OURS', accountId: 'bank' });
    for (const account of ['0812345678', '081-234-5678', '0066812345678', '66812345678']) expect(to(account)).toEqual({ kind: 'OURS', accountId: 'mobile' });
    expect(to('1234567890123')).toEqual({ kind: 'OURS', accountId: 'tax' });
  });
  it('does not take the same number at another bank, nor another number', () => {
    expect(to('1234567890', null, '004')).toEqual({ kind: 'OTHER' });
    expect(to('1234567891')).toEqual({ kind: 'OTHER' });
  });
  it('takes a masked account only with its name beside it', () => {
    expect(to('xxx-x-x6789-x', 'บจก. เพย์เกต', 'SCB')).toEqual({ kind: 'UNCLEAR' });
    expect(to('xxx-x-x6789-x', 'บริษัท เพย์เกต', 'SCB')).toEqual({ kind: 'OURS', accountId: 'bank' });
    expect(to('xxx-xxx-5678', 'นาย ทองดี ใ')).toEqual({ kind: 'OURS', accountId: 'mobile' });
    expect(to('xxx-xxx-5678', 'นาย สมชาย รักดี')).toEqual({ kind: 'UNCLEAR' });
    expect(to('xxx-xxx-5678')).toEqual({ kind: 'UNCLEAR' });
    expect(to('xxx-xxx-5679', 'นาย ทองดี ใจงาม')).toEqual({ kind: 'OTHER' });
  });
  it('does not guess by two digits, nor by a name alone', () => {
    expect(to('xxxxxxxx78', 'นาย ทองดี ใจงาม').kind).not.toBe('OURS');
    expect(to(null, 'นาย ทองดี ใจงาม')).toEqual({ kind: 'UNCLEAR' });
  });
  it('never takes a full account that is not among ours', () => {
    fc.assert(fc.property(fc.stringMatching(/^\d{10,15}$/), fc.option(fc.constantFrom('นาย ทองดี ใจงาม', 'PayGate'), { nil: null }), (account, name) => {
      const local = account.replace(/^(?:00)?66(?=\d{9}$)/, '0');
      fc.pre(!accounts.some(({ accountNumber }) => accountNumber === local));
      expect(to(account, name)).toEqual({ kind: 'OTHER' });
    }));
  });
});
