import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from './compare-names.ts';

const announced = ['นาย ทองดี ใจงาม', 'THONGDEE JAINGAM'];
const kindOf = (shown: string, ...names: readonly string[]) => compareNames(shown, names.length > 0 ? names : announced).kind;

describe('a name as a bank shows it', () => {
  it.each([
    'นายทองดี ใจงาม', 'ทองดี ใจงาม', 'ทองดี  ใจงาม', 'ทองดีใจงาม', 'นาย ทองดี ใ', 'คุณทองดี ใจ', 'น\u200Bาย ทองดี\u00A0ใจงาม', 'ทองดี ใ***', 'ท. ใจงาม', 'ทองดี ใจงาม นาย'.slice(0, 11),
    'MR THONGDEE JAINGAM', 'Mr. Thongdee J', 'THONGDEE JAINGAM MR', 'JAINGAM THONGDEE', 'T. JAINGAM', 'TONGDI JAI-NGAM', 'THONG DEE JAINGAM',
  ])('agrees with the announced one: %s', (shown) => expect(kindOf(shown)).toBe('AGREE'));
  it.each(['สมชาย ใจงาม', 'ทองใส ใจงาม', 'ทองดี สุขใจ', 'MR SOMCHAI J', 'THONGDEE SUKJAI', 'น.ส. ทองดี ใ', 'MISS THONGDEE J', 'ส*** ใ***'])('differs from it: %s', (shown) => expect(kindOf(shown)).toBe('DIFFERS'));
  it.each(['นาย ท', 'นาย ทอ', 'MR T', '', '****', '12345', 'ทองดู ใจงาม'])('is too little, or a slip of the pen, and tells nothing: %s', (shown) => expect(kindOf(shown)).toBe('SILENT'));
  it('outweighs a wrong title when it is seen whole', () => expect(kindOf('น.ส. ทองดี ใจงาม')).toBe('AGREE'));
  it.each(['คุณากร ใจดี', 'นาย คุณากร ใจ', 'คุณคุณากร ใจดี'])('reads a title only where it is one: %s', (shown) => expect(kindOf(shown, 'คุณากร ใจดี')).toBe('AGREE'));
  it('reads what looks the same as the same: marks left out, halves of ำ, two เ for แ', () => {
    expect(kindOf('นํ\u0E32ผึง เเก้วใส', 'น้ำผึ้ง แก้วใส')).toBe('AGREE');
  });
});

describe('across scripts', () => {
  it.each([
    ['THONGDEE JAINGAM', 'นาย ทองดี ใจงาม'], ['PORNTHIP SAKSIT', 'พรทิพย์ ศักดิ์สิทธิ์'], ['SIRIPORN PHONGPHAN', 'ศิริพร พงษ์พันธ์'], ['NATTHAPHON SRISUK', 'ณัฐพล ศรีสุข'], ['MS SUWANNA WONGSRI', 'สุวรรณา วงศ์ศรี'],
    ['CHANTIMA RATTANAKUL', 'จันทิมา รัตนกุล'], ['SARAWUT HONGTHONG', 'สราวุธ หงษ์ทอง'], ['JANTIMA RATANAKUN', 'จันทิมา รัตนกุล'],
  ])('%s agrees with %s', (shown, full) => expect(kindOf(shown, full)).toBe('AGREE'));
  it.each([['MR SOMCHAI JAIDEE', 'นาย ทองดี ใจงาม'], ['PORNTHIP SAKSIT', 'ณัฐพล ศรีสุข']])('%s differs from %s', (shown, full) => expect(kindOf(shown, full)).toBe('DIFFERS'));
  it('is used only where there is no name in the same script', () => expect(kindOf('THONGDEE JAINGAM', 'ทองดี ใจงาม', 'SOMCHAI JAIDEE')).toBe('DIFFERS'));
});

describe('the score', () => {
  it('never falls as more letters are seen', () => {
    const full = 'ทองดี ใจงามยิ่ง';
    const scores = Array.from(full, (_, index) => compareNames(full.slice(0, index + 1), [full]).score);
    expect(scores).toEqual(scores.toSorted((one, other) => one - other));
  });
  it('is highest for the whole name and zero for nothing', () => {
    expect(compareNames('ทองดี ใจงาม', announced).score).toBe(5);
    expect(compareNames(null, announced)).toEqual({ kind: 'SILENT', score: 0 });
    expect(compareNames('ทองดี', [null, null])).toEqual({ kind: 'SILENT', score: 0 });
  });
});

it('answers for any text, and every name agrees with itself or is too short to', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), (one, other) => {
    expect(['AGREE', 'SILENT', 'DIFFERS']).toContain(compareNames(one, [other]).kind);
    expect(compareNames(one, [one]).kind).not.toBe('DIFFERS');
  }));
});
