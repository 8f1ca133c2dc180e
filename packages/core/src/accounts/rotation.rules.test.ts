import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OpenAccount, Receiving } from './receiving.ts';
import { takeAccount } from './rotation.rules.ts';

const account = (id: string, limits: Partial<Pick<OpenAccount, 'dailyLimitCount' | 'dailyLimitSatang'>> = {}): OpenAccount => ({
  id, merchantId: null, mode: 'test', type: 'BANK', name: id, accountNumber: id, accountName: id, bankCode: '014', usage: 'BOTH', isDefault: false, isActive: true, creditSource: 'FEED', paysIntoAccountId: null,
  dailyLimitSatang: null, dailyLimitCount: null, frozenAt: null, frozenReason: null, createdAt: '', updatedAt: '', isCounted: true, used: { count: 0, satang: 0 }, ...limits,
});
const rotations = fc.constantFrom('default_first', 'round_robin', 'least_used_today');
const limited = fc.record({ dailyLimitCount: fc.option(fc.integer({ min: 1, max: 20 })), dailyLimitSatang: fc.option(fc.integer({ min: 100, max: 50_000 })) });
const receivingOf = (rotation: Receiving['rotation'], accounts: readonly OpenAccount[]): Receiving => ({ rotation, accounts, turns: { PROMPTPAY: 0, BANK: 0 } });

it('never gives an account more than its limits, by whatever rule, and gives none only when none has room', () => {
  fc.assert(fc.property(rotations, fc.array(limited, { minLength: 1, maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 80 }), (rotation, limits, amounts) => {
    const accounts = limits.map((limit, at) => account(String(at), limit));
    for (const amount of amounts) {
      const hadRoom = accounts.some(({ dailyLimitCount, dailyLimitSatang, used }) => used.count < (dailyLimitCount ?? Infinity) && used.satang + amount <= (dailyLimitSatang ?? Infinity));
      expect(takeAccount(receivingOf(rotation, accounts), 'BANK', amount) !== undefined).toBe(hadRoom);
    }
    for (const { dailyLimitCount, dailyLimitSatang, used } of accounts) {
      expect(used.count).toBeLessThanOrEqual(dailyLimitCount ?? Infinity);
      expect(used.satang).toBeLessThanOrEqual(dailyLimitSatang ?? Infinity);
    }
  }));
});

it('gives each of n accounts its turn within n payments', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), (n) => {
    const receiving = receivingOf('round_robin', Array.from({ length: n }, (_, at) => account(String(at))));
    const given = Array.from({ length: n }, () => takeAccount(receiving, 'BANK', 100)?.id);
    expect(new Set(given).size).toBe(n);
  }));
});

it('keeps the numbers of payments of the day within one of each other under least_used_today', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 60 }), (n, amounts) => {
    const accounts = Array.from({ length: n }, (_, at) => account(String(at)));
    for (const amount of amounts) takeAccount(receivingOf('least_used_today', accounts), 'BANK', amount);
    const counts = accounts.map(({ used }) => used.count);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }));
});

it('gives no bank account where a PromptPay id is wanted', () => {
  expect(takeAccount(receivingOf('default_first', [account('a')]), 'PROMPTPAY', 100)).toBeUndefined();
});
