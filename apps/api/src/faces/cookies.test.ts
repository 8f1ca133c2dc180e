import { expect, it } from 'vitest';
import { cookiesOf, cookieText } from './cookies.ts';

it('reads cookies by name, the first of each, whatever stands around them', () => {
  expect(cookiesOf(undefined)).toEqual({});
  expect(cookiesOf('connect.sid=abc-_1; other= x=y ;flag; connect.sid=second;=empty; __proto__=no')).toEqual(Object.fromEntries([['connect.sid', 'abc-_1'], ['other', 'x=y'], ['', 'empty'], ['__proto__', 'no']]));
});
it('writes a cookie that no script reads and no other site sends', () => {
  expect(cookieText('connect.sid', 'abc', { maxAgeSeconds: 60, isHttps: true })).toBe('connect.sid=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax');
  expect(cookieText('connect.sid', 'a;b', { maxAgeSeconds: 0, isHttps: false })).toBe('connect.sid=a%3Bb; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
});
