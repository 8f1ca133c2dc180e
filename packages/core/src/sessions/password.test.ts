import { createHook } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';
import { slots } from './slots.ts';

describe('passwords', () => {
  it('opens with the password it was made from and with no other', async () => {
    const phc = await hashPassword('correct horse battery staple');
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifyPassword('correct horse battery staple', phc)).toBe(true);
    expect(await verifyPassword('correct horse battery stapl', phc)).toBe(false);
    expect(await verifyPassword('', phc)).toBe(false);
  });

  it('gives the same password two different strings', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  it('takes the same text in two Unicode forms as one password', async () => {
    expect(await verifyPassword('cafe\u0301 ชำระ', await hashPassword('caf\u00E9 ชำระ'))).toBe(true);
  });

  // From the reference implementation's test.c: "password", "somesalt", 2 passes, 64 MiB.
  it('reads the strings of other argon2id implementations', async () => {
    const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword('password', reference)).toBe(true);
    expect(await verifyPassword('passwore', reference)).toBe(false);
  });

  it('refuses to judge by a string it does not know', async () => {
    await expect(verifyPassword('x', '$2b$10$abcdefghijklmnopqrstuv')).rejects.toThrow('unknown form');
    await expect(verifyPassword('x', '')).rejects.toThrow('unknown form');
  });

  it('hashes once for an account that does not exist, and says no', async () => {
    let hashes = 0;
    const hook = createHook({ init: (_, type) => { if (type === 'ARGON2REQUEST') hashes += 1; } }).enable();
    expect(await verifyPassword('anything', undefined)).toBe(false);
    hook.disable();
    expect(hashes).toBe(1);
  });
});

describe('slots', () => {
  it('never runs more than its number at once, and runs all', async () => {
    const inSlot = slots({ runningMax: 3, waitingMax: 100 });
    let running = 0;
    let most = 0;
    const works = Array.from({ length: 40 }, (_, n) => inSlot(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((later) => { setImmediate(later); });
      running -= 1;
      return n;
    }));
    expect(await Promise.all(works)).toHaveLength(40);
    expect(most).toBe(3);
  });

  it('gives the slot of a failed work to the next', async () => {
    const inSlot = slots({ runningMax: 1, waitingMax: 1 });
    const failed = inSlot(() => Promise.reject(new Error('no')));
    const next = inSlot(() => Promise.resolve('ran'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('ran');
  });

  it('refuses when too many wait', async () => {
    const inSlot = slots({ runningMax: 1, waitingMax: 1 });
    const gate = Promise.withResolvers<string>();
    const first = inSlot(() => gate.promise);
    const second = inSlot(() => Promise.resolve('second'));
    await expect(inSlot(() => Promise.resolve('third'))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    gate.resolve('first');
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });
});
