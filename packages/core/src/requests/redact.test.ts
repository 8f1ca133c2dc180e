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
  it('leaves pictures and long texts out', () => {
    expect(shown({ qrCode: `data:image/png;base64,${'A'.repeat(900)}` })).toEqual({ qrCode: 'data:image/png;base6… (922 characters)' });
    expect(JSON.stringify(shown({ note: 'x'.repeat(5_000) })).length).toBeLessThan(1_100);
  });
  it('knows a key by its last four characters', () => {
    const key = newKey('secret', 'live');
    expect(withoutSecrets(`curl -H 'X-API-Key: ${key}'`)).toBe(`curl -H 'X-API-Key: [removed]${key.slice(-4)}'`);
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
