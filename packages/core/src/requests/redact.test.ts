import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKey } from '../keys/keys.rules.ts';
import { newWebhookSecret } from '../webhooks/signature.rules.ts';
import { BODY_CHARACTERS_MAX, redactedJson, withoutSecrets } from './redact.rules.ts';

const shown = (value: unknown) => JSON.parse(redactedJson(value)!.text) as unknown;

describe('what is kept of a body', () => {
  it('is the body itself, word for word, where nothing is to hide', () => {
    const body = { amount: 100.37, orderId: 'ORD-1', list: [1, null, true, 'ข้อความ "ไทย" 😀'], metadata: { memberName: 'นาย ทองดี' }, empty: {}, none: [] };
    expect(redactedJson(body)).toEqual({ text: JSON.stringify(body), isWhole: true });
  });
  it('is nothing for nothing', () => {
    expect(redactedJson(undefined)).toBeNull();
    expect(redactedJson(null)).toEqual({ text: 'null', isWhole: true });
  });
  it('has no secret, whatever its field is called in whatever spelling', () => {
    for (const name of ['secret', 'webhookSecret', 'client_secret', 'password', 'PASSWORD', 'api_key', 'apiKey', 'X-Api-Key', 'authorization', 'token', 'access_token', 'signature', 'X-Signature', 'otp', 'pin', 'private-key', 'Set-Cookie']) {
      expect(redactedJson({ [name]: 'hunter2' })).toEqual({ text: JSON.stringify({ [name]: '[removed]' }), isWhole: false });
      expect(JSON.stringify(shown({ [name]: { deep: ['hunter2'] } }))).not.toContain('hunter2');
    }
  });
  it('keeps fields whose names only resemble those', () => {
    const body = { idempotencyKey: 'k-1', risk_level: 'task_force_1', signatureMode: 'off', shipping: 'EMS', accountName: 'เจษฎา', senderAccountLast4: '1964', receivingAccountId: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21' };
    expect(redactedJson(body)).toEqual({ text: JSON.stringify(body), isWhole: true });
  });
  it('shows the last four of account, phone and identity numbers, as text or number', () => {
    expect(shown({ accountNumber: '4190621964', account_number: 4190621964, senderAccountNumber: '167-3-58548-1', promptPayId: '0812345678', phone: '0812345678', taxId: '1234567890123' })).toEqual({
      accountNumber: 'xxxxxx1964', account_number: 'xxxxxx1964', senderAccountNumber: 'xxxxxxxxx48-1', promptPayId: 'xxxxxx5678', phone: 'xxxxxx5678', taxId: 'xxxxxxxxx0123',
    });
  });
  it('says no more of a body that stands in it as text, as the request of a webhook does', () => {
    const body = {
      event: 'payment.success', data: { transactionId: 'tx_1', amount: 100.37, late: false, senderAccountNumber: '4190621964', sender: { account_number: 4190621964, name: 'นาย "ทองดี"' }, note: 'accountNumber' },
      list: [{ phone: '0812345678' }], webhookSecret: 'hunter2', idempotency_key: 'k-1',
    };
    const expected = {
      ...body, data: { ...body.data, senderAccountNumber: 'xxxxxx1964', sender: { account_number: 'xxxxxx1964', name: 'นาย "ทองดี"' } }, list: [{ phone: 'xxxxxx5678' }], webhookSecret: '[removed]',
    };
    for (const spaces of [0, 2]) expect(JSON.parse((shown({ request: { body: JSON.stringify(body, null, spaces) } }) as { request: { body: string } }).request.body)).toEqual(expected);
    expect(shown(JSON.stringify([body.data]).slice(0, 110))).toBe('[{"transactionId":"tx_1","amount":100.37,"late":false,"senderAccountNumber":"xxxxxx1964","sender":{"account_nu');
    expect(shown('{"accountNumber":"41906219')).toBe('{"accountNumber":"xxxx6219"');
    const plain = '{"event":"payment.success","data":{"amount":100.37}}';
    expect(redactedJson({ body: plain })).toEqual({ text: JSON.stringify({ body: plain }), isWhole: true });
  });
  it('leaves pictures and long texts out', () => {
    expect(shown({ qrCode: `data:image/png;base64,${'A'.repeat(900)}` })).toEqual({ qrCode: 'data:image/png;base6… (922 characters)' });
    expect(JSON.stringify(shown({ note: 'x'.repeat(5_000) })).length).toBeLessThan(1_100);
  });
  it('knows a key by its last four characters', () => {
    const key = newKey('secret', 'live');
    expect(withoutSecrets(`curl -H 'X-API-Key: ${key}'`)).toBe(`curl -H 'X-API-Key: [removed]${key.slice(-4)}'`);
  });
  it('has no token of three parts, also where it is glued to other letters, and leaves what only begins like one', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtXzEifQ.c2lnbmF0dXJl-_x';
    for (const [before, shownBefore] of [['', ''], ['jwt=', 'jwt='], ['v1.', 'v1.'], ['token', ''], ['a-b_c', '']] as const) expect(withoutSecrets(`${before}${token} end`)).toBe(`${shownBefore}[removed] end`);
    for (const text of ['eyJhbGci', 'eyJhbGci.eyJz', 'beyJond the.sea.side']) expect(withoutSecrets(text)).toBe(text);
  });
});

describe('a secret that a cut goes through', () => {
  const token = `eyJ${'hbGci'.repeat(400)}.eyJ${'zdWIi'.repeat(400)}.${'c2ln'.repeat(40)}`;
  it('is not shown in part, wherever the cut is', () => {
    for (let before = 0; before < 4_100; before += 7) {
      const value = 'a '.repeat(before).slice(0, before) + token;
      expect(redactedJson([value, { [value]: 1 }])!.text).not.toMatch(/hbGci|zdWIi|c2ln/);
    }
  });
  it('is not shown where what stands before it shrinks', () => {
    const value = `${`${newKey('secret', 'live')} `.repeat(90)}${token}`;
    expect(redactedJson([value])!.text).not.toMatch(/hbGci|zdWIi|c2ln|sk_live/);
  });
});

const secrets = fc.oneof(
  fc.constantFrom('live' as const, 'test' as const, 'legacy' as const).map((mode) => newKey('secret', mode)), fc.constant('').map(() => newWebhookSecret()),
  fc.constant('').map(() => newKey('public', 'live')),
);
describe('for any body', () => {
  it('no secret of ours stays, wherever in it and in whatever text it stands, names of fields included', () => {
    fc.assert(fc.property(fc.jsonValue(), secrets, fc.string(), fc.string(), (value, secret, before, after) => {
      const text = `${before}${secret}${after}`;
      const kept = redactedJson([value, { [text]: text, deep: [[{ text }]] }, text])!.text;
      expect(kept).not.toContain(secret.slice(0, -4));
    }), { numRuns: 300 });
  });
  it.each(['eyJ', 'eyJa.', 'eyJ-a.b ', 'a.eyJ', 'eyJ\n', 'Bearer ', 'bearer\n\n', 'sk_live_', 'whsec_=', '\\', '\\u0000', '\0', '{"a":', '{"', '{"a" ', '{"phone":"', '"'])('a megabyte of %j takes no longer than one of letters', (shape) => {
    // The time grows with the length: milliseconds. Where it grows with the square of it, a megabyte takes minutes.
    const text = shape.repeat(1_000_000 / shape.length);
    expect(cpuMillisecondsOf(() => {
      withoutSecrets(text);
      redactedJson([text, { [text]: text, accountNumber: text }]);
    })).toBeLessThan(2_000);
  });
  it('the text is JSON and bounded, however large or deep the body is', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 5_000; level += 1) deep = { deep, more: [deep === 'end'] };
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`name${index}`, index]));
    for (const value of [deep, wide, Array.from({ length: 20_000 }, () => '\u0000'), [wide, wide], 'x'.repeat(100_000)]) {
      const { text, isWhole } = redactedJson(value)!;
      expect(() => JSON.parse(text) as unknown).not.toThrow();
      expect(text.length).toBeLessThan(BODY_CHARACTERS_MAX + 8_000);
      expect(isWhole).toBe(false);
    }
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const kept = redactedJson(value)!;
      const back: unknown = JSON.parse(kept.text);
      if (kept.isWhole) expect(back).toEqual(JSON.parse(JSON.stringify(value)));
    }), { numRuns: 300 });
  });
});
