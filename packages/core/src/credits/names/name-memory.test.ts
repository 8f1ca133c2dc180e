import { expect, it } from 'vitest';
import { compareNames } from './compare-names.ts';
import { createNameMemory } from './name-memory.ts';
import { readName } from './name-text.ts';

it('compares each pair of names once, with what `compareNames` says', () => {
  const names = createNameMemory();
  const announced = Array.from({ length: 999 }, (_, index) => [`สมชาย ${'กขคงจ'[index % 5]}ดี`, null]);
  for (let credit = 0; credit < 16; credit += 1) for (const one of announced) names.compare('นาย ทองดี ใ', one);
  expect(names.compared()).toBe(5);
  for (const one of [...announced.slice(0, 5), ['ทองดี ใจงาม', 'THONGDEE JAINGAM'], [null, null]]) expect(names.compare('นาย ทองดี ใ', one)).toEqual(compareNames('นาย ทองดี ใ', one));
});

const lettersRead = (name: string): number => Math.max(...readName(name)!.readings.map(({ words }) => words.reduce((sum, { letters }) => sum + letters.length, 0)));

it('reads no more of a name than tells people apart, however long it is', () => {
  for (const piece of ['MRMISS', 'นายนาย', 'ทองดี ', 'T ', 'ท.', 'THONGDEE JAINGAM ']) expect(lettersRead(piece.repeat(200))).toBeLessThanOrEqual(70);
});

it.each([
  ['เด็กหญิง ณัฐกฤตาพิมพ์ชนก เทพหัสดินทร์ ณ อยุธยา', 'อยุธยา'], ['MR ABDUL RAHMAN BIN HAJI MOHAMED YUSOF AL HASSAN IBRAHIM', 'IBRAHIM'], ['บริษัทหลักทรัพย์จัดการกองทุน กสิกรไทย จำกัด (มหาชน)', 'มหาชน'],
  ['INDUSTRIAL AND COMMERCIAL BANK OF CHINA (THAI) PUBLIC COMPANY LIMITED', 'LIMITED'],
])('reads the longest names to their end: %s', (name, end) => expect(readName(name)!.readings[0]!.words.at(-1)!.letters).toBe(end));
