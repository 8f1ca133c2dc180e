import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasDocumentedSignature, hasStandardSignature } from './demo-receiver.ts';

const raw = Buffer.from('{"event":"payment.success"}');
const signature = createHmac('sha256', 'whsec_test').update(raw).digest('hex');

describe('a signature of the demo receiver', () => {
  it('fits the bytes that were signed', () => {
    expect(hasDocumentedSignature({ headers: { 'x-webhook-signature': signature }, raw }, 'whsec_test')).toBe(true);
  });
  it.each([['other letters, as many', 'é'.repeat(64)], ['nothing', undefined]])('is not made of %s', (_, given) => {
    const headers = given === undefined ? {} : { 'x-webhook-signature': given, 'webhook-signature': `v1,${given.slice(0, 44)}` };
    expect([hasDocumentedSignature({ headers, raw }, 'whsec_test'), hasStandardSignature({ headers, raw }, 'whsec_test')]).toEqual([false, false]);
  });
});
