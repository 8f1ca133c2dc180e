import { describe, expect, it } from 'vitest';
import { canBeSameTransfer } from './look-alikes.ts';

const feed = { paidAt: '2026-03-05T08:02:10.000Z', payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: 'GSB' };
const slip = { paidAt: '2026-03-05T08:01:58.000Z', payerName: 'นาย ทองดี ใ', payerAccount: 'xxx-x-x8548-x', payerBankCode: '030' };

describe('canBeSameTransfer', () => {
  it('sees one transfer in two banks\' words', () => {
    expect(canBeSameTransfer(slip, feed)).toBe(true);
    expect(canBeSameTransfer(feed, slip)).toBe(true);
    expect(canBeSameTransfer(slip, { ...feed, payerName: null, payerAccount: null, payerBankCode: null })).toBe(true);
    expect(canBeSameTransfer({ ...slip, payerName: null }, feed)).toBe(true);
  });
  it('takes a statement\'s bare date for any time of that Bangkok day', () => {
    expect(canBeSameTransfer(slip, { ...feed, paidAt: '2026-03-04T17:00:00.000Z' })).toBe(true);
    expect(canBeSameTransfer(slip, { ...feed, paidAt: '2026-03-05T17:00:00.000Z' })).toBe(false);
  });
  it('tells transfers apart by time, bank, account or name', () => {
    expect(canBeSameTransfer(slip, { ...feed, paidAt: '2026-03-05T08:20:00.000Z' })).toBe(false);
    expect(canBeSameTransfer(slip, { ...feed, payerBankCode: '014' })).toBe(false);
    expect(canBeSameTransfer(slip, { ...feed, payerAccount: '1673511111' })).toBe(false);
    expect(canBeSameTransfer(slip, { ...feed, payerName: 'นาง สมหญิง รักดี', payerAccount: null })).toBe(false);
  });
});
