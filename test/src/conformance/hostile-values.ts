const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

/** Values that break careless parsers, databases, terminals and money; `undefined` leaves the field out. */
export const hostileValues: readonly unknown[] = [
  undefined, null, true, false, 0, -0, -1, 0.001, 1.005, 1.5, 100.371, 1e21, Number.MAX_SAFE_INTEGER, -2_147_483_649,
  '', ' ', '0', '0000-01-01T00:00:00Z', '2026-01-01T00:00:00+23:00', '1', '100', '-1', '1e400', 'NaN', 'null', 'x'.repeat(10_000), 'ก'.repeat(300), '\0', 'a\0b', 'a\nb', '\ud800', 'a\udc00', '\u202eabc', 'a\u200bb', '\ue000', '\uffff',
  '💣'.repeat(40), "'; drop table payment; --", '{{7*7}}', '../../etc/passwd', 'javascript:alert(1)', 'http://', 'https://user:secret@example.com/', 'http://169.254.169.254/latest', 'https://a.example/\0', 'https://a.example/\ud800', '=cmd|calc',
  [], [null], [[]], ['a', 'b'], Array.from({ length: 600 }, () => 1), {}, { toString: 1 }, { __proto__: null, constructor: { prototype: {} } }, deep(6), deep(500),
];

/** The same for a query string: text, and lists by repeating the name. */
export const hostileTexts: readonly unknown[] = [...hostileValues.filter((value) => typeof value === 'string'), '1000000000', '99999999999999999999', '1.5', '-0', '2026-13-01T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-01-01T00:00:00+23:00', '2026-01-01T00:00:00.123456789012345678901234567890Z', 'ALL', 'pAiD', ['1', '2'], ['', '\0']];
