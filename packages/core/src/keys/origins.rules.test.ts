import { describe, expect, it } from 'vitest';
import { allowsOrigin, framingOrigins, isOriginPattern } from './origins.rules.ts';

const list = ['https://shop.example', 'http://localhost:*', 'https://shop.example:8443', 'null'];
describe('a key\'s list of pages', () => {
  it.each(['https://shop.example', 'https://shop.example:8443', 'http://localhost:5173', 'http://localhost:1'])('lets %s in', (origin) => {
    expect(allowsOrigin(list, origin, { isTest: false })).toBe(true);
  });
  it.each(['http://shop.example', 'https://shop.example.evil.example', 'https://evil.example', 'https://shop.example:443', 'http://localhost', 'http://localhost:5173.evil.example', 'http://localhost:', 'http://localhost:*', 'https://localhost:1', '*', '', 'https://SHOP.example'])(
    'keeps %s out', (origin) => { expect(allowsOrigin(list, origin, { isTest: true })).toBe(false); },
  );
  it('takes a page opened from a file for test keys alone, and only when listed', () => {
    expect([allowsOrigin(list, 'null', { isTest: true }), allowsOrigin(list, 'null', { isTest: false }), allowsOrigin(['https://a.example'], 'null', { isTest: true })]).toEqual([true, false, false]);
  });
  it.each([['https://shop.example', true], ['http://localhost:*', true], ['http://127.0.0.1:*', true], ['null', true], ['https://shop.example/', false], ['https://*.example', false], ['https://shop.example:*', false], ['https://a.example; script-src *', false], ['javascript:alert(1)', false], ['', false]] as const)(
    'may hold %s: %s', (text, isFit) => { expect(isOriginPattern(text)).toBe(isFit); },
  );
  it('gives browsers only what cannot break a header', () => {
    expect(framingOrigins([...list, "https://a.example; script-src 'unsafe-inline'", 'https://b.example\r\nx: y'])).toEqual(list.slice(0, 3));
  });
});
