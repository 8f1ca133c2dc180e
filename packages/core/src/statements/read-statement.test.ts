import { readFileSync } from 'node:fs';
import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readStatement, type Reader } from './read-statement.ts';
import type { FileProblem, StatementLine } from './statement.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const reader: Reader = { accountId: '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21', accountNumber: '1234567890', format: null, mapping: null };
const read = (bytes: Uint8Array | string, more: Partial<Reader> = {}) => readStatement(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { ...reader, ...more });
const accepted = (bytes: Uint8Array | string, more: Partial<Reader> = {}) => {
  const statement = read(bytes, more);
  if (!statement.ok) throw new Error(JSON.stringify(statement.error));
  return { ...statement.value, movements: statement.value.lines.map(({ line }) => line), references: statement.value.lines.map(({ bankReference }) => bankReference) };
};
const refusal = (bytes: Uint8Array | string, more: Partial<Reader> = {}): FileProblem => {
  const statement = read(bytes, more);
  return statement.ok ? expect.fail('the file was accepted') : statement.error;
};
const money = (lines: readonly StatementLine[]) => lines.map(({ direction, amountSatang, paidAt }) => [direction, amountSatang, paidAt]);
const payer = ({ payerName, payerAccount, payerBankCode }: StatementLine) => [payerName, payerAccount, payerBankCode];
const MIDNIGHT = '2026-03-04T17:00:00.000Z';

describe('camt.053', () => {
  it('version 02: a batch becomes its transactions, balances may be overdrawn, what is not booked or takes back is no credit', () => {
    const { movements, references, openingSatang, closingSatang, format } = accepted(fixture('camt053-v02.xml'));
    expect({ format, openingSatang, closingSatang }).toEqual({ format: 'camt.053', openingSatang: -5_000, closingSatang: 256_038 });
    expect(money(movements)).toEqual([
      ['CREDIT', 10_037, '2026-03-05T08:02:10.000Z'], ['CREDIT', 100_000, MIDNIGHT], ['CREDIT', 100_000, MIDNIGHT], ['CREDIT', 100_001, MIDNIGHT], ['DEBIT', 50_000, MIDNIGHT], ['CREDIT', 1_000, MIDNIGHT], ['CREDIT', 7_700, '2026-03-05T17:00:00.000Z'],
    ]);
    expect(references).toEqual(['202603051502100001', 'B77-1', 'B77-2', 'B77-3', 'OUT-1', 'OUT-1', 'LATER-1']);
    expect(movements.map(payer).slice(0, 3)).toEqual([['นาย ทองดี & เพื่อน', 'xxx-x-x3585-x', '030'], ['MS SOMYING JAI', '1673585481', '004'], [null, null, null]]);
    expect(movements[0]).toMatchObject({ row: 33, ref1: 'PG0123456789ABCDEF', endToEndId: null });
    expect(movements[1]).toMatchObject({ row: 54, ref1: 'INV0001', ref2: 'M01', endToEndId: 'E2E-1' });
    expect(movements[5]).toMatchObject({ isReversal: true, doubt: { code: 'REVERSAL' } });
    expect(movements[6]).toMatchObject({ isBooked: false });
  });

  it('version 08: prefixes, nested parties and statuses, the closing balance of before as opening, a batch netted of its fee', () => {
    const { movements, references, openingSatang, closingSatang } = accepted(fixture('camt053-v08.xml'));
    expect([openingSatang, closingSatang]).toEqual([0, 35_550]);
    expect(money(movements)).toEqual([['CREDIT', 25_025, '2026-03-05T08:01:59.000Z'], ['CREDIT', 11_025, MIDNIGHT], ['DEBIT', 500, MIDNIGHT]]);
    expect(references).toEqual(['20260305-000017', 'NET-9/1', 'NET-9/2']);
    expect(payer(movements[0]!)).toEqual(['MR THONGDEE J', 'x-5481', '002']);
    expect(movements[0]!.endToEndId).toBe('PG0123456789ABCDEF');
  });
});

describe('camt.054', () => {
  it('version 02: no balances; each entry that cannot be read is named with its line and field, the others count', () => {
    const { movements, rowErrors, references, openingSatang, closingSatang } = accepted(fixture('camt054-v02.xml'));
    expect([openingSatang, closingSatang]).toEqual([null, null]);
    expect(money(movements)).toEqual([['CREDIT', 3_300, MIDNIGHT], ['CREDIT', 6_600, MIDNIGHT]]);
    expect(references).toEqual(['N-0001/1', 'N-0001/2']);
    expect(rowErrors.map(({ row, field, code }) => [row, field, code])).toEqual([[18, 'Amt', 'BAD_AMOUNT'], [22, 'Amt', 'NOT_THB'], [26, 'Amt', 'BAD_AMOUNT'], [30, 'BookgDt', 'BAD_DATE'], [34, 'TxDtls', 'DETAILS_DO_NOT_ADD_UP']]);
    for (const { messageEn, messageTh } of rowErrors) expect([messageEn, /[ก-๙]/.test(messageTh)]).toEqual([expect.stringMatching(/\.$/), true]);
  });

  it('version 08: a sum of transfers that it does not list is for a person', () => {
    expect(accepted(fixture('camt054-v08.xml')).movements).toMatchObject([{ amountSatang: 2_000, paidAt: '2026-03-05T16:59:59.000Z', doubt: null }, { amountSatang: 40_000, doubt: { code: 'BATCH_WITHOUT_DETAILS' } }]);
  });
});

describe('MT940', () => {
  it('with SWIFT envelope and numbered subfields: year\'s end, continuation lines, reversals, a fee without a reference', () => {
    const { movements, references, openingSatang, closingSatang } = accepted(fixture('mt940-swift.sta'));
    expect([openingSatang, closingSatang]).toEqual([-5_000, 1_587]);
    expect(movements.map(({ direction, amountSatang, bookedOn, isReversal }) => [direction, amountSatang, bookedOn, isReversal])).toEqual([
      ['CREDIT', 10_037, '2026-01-01', false], ['DEBIT', 2_550, '2026-01-01', false], ['DEBIT', 1_000, '2026-01-01', true], ['CREDIT', 100, '2026-01-01', false],
    ]);
    expect(payer(movements[0]!)).toEqual(['NAI THONGDEE JAI-NGAM', 'xxx-x-x3585-x', '004']);
    expect(movements[0]).toMatchObject({ endToEndId: 'E2E-7', ref1: 'PG0123456789ABCDEF' });
    expect(references[0]).toBe('202601010802100001');
    expect(references[3]).toMatch(/^FPO-[0-9A-F]{32}$/);
  });

  it('with slash codes and free remarks, several statements in a file: the bank\'s own reference from /BREF/, the payer out of words', () => {
    const { movements, references, openingSatang, closingSatang } = accepted(fixture('mt940-slash.sta'));
    expect([openingSatang, closingSatang]).toEqual([100_000, 1_000_020]);
    expect(references[0]).toBe('KB2603050001');
    expect(movements.map(payer)).toEqual([['MS SOMYING JAI', '1673585481', '004'], ['MR THONGDEE JAINGAM', 'x5481', '014'], [null, null, null]]);
    expect(movements[2]).toMatchObject({ direction: 'CREDIT', isReversal: true, doubt: { code: 'REVERSAL' }, part: 1 });
  });

  it('refuses a field that breaks the form where money is counted, and names an entry that does', () => {
    const text = Buffer.from(fixture('mt940-slash.sta')).toString();
    expect(refusal(text.replace(':62F:C260305THB5000,10', ':62F:C260305THB5000.10'))).toMatchObject({ code: 'BAD_LINE', field: ':62F:', row: 10 });
    expect(refusal(text.replace('THB1000,00', 'USD1000,00'))).toMatchObject({ code: 'BAD_LINE', field: ':60F:' });
    expect(refusal(text.replace('C2000,05FMSCREF123', 'C20X0,05FMSCREF123'))).toMatchObject({ code: 'BALANCE_WRONG', rowErrors: [{ row: 5, field: ':61:', code: 'BAD_LINE' }] });
  });
});

describe('CSV', () => {
  it.each(['kbank-utf8.csv', 'kbank-bom.csv', 'kbank-tis620.csv'])('KBank, %s: Thai headers, Buddhist years, the payer out of the remark, equal transfers kept apart', (name) => {
    const { movements, references, openingSatang, closingSatang } = accepted(fixture(name));
    expect([openingSatang, closingSatang]).toEqual([1_000_000, 1_000_000]);
    expect(money(movements)).toEqual([['CREDIT', 110_037, '2026-03-05T08:02:00.000Z'], ['CREDIT', 10_000, '2026-03-05T08:02:00.000Z'], ['CREDIT', 10_000, '2026-03-05T08:02:00.000Z'], ['DEBIT', 130_037, '2026-03-05T11:30:00.000Z']]);
    expect(payer(movements[0]!)).toEqual(['นาย ทองดี ใจงาม', 'X5481', '014']);
    expect(new Set(references).size).toBe(4);
  });

  it.each(['scb-utf8.csv', 'scb-tis620.csv'])('SCB, %s: newest first, balance with a sign of its own, either era', (name) => {
    const { movements, openingSatang, closingSatang } = accepted(fixture(name));
    expect([openingSatang, closingSatang]).toEqual([-15_000, 10_037]);
    expect(movements.map(({ amountSatang, balanceSatang, ref1, payerBankCode }) => [amountSatang, balanceSatang, ref1, payerBankCode])).toEqual([[20_000, 10_037, null, null], [35_037, 30_037, null, '004'], [10_000, -5_000, 'PG0123456789ABCDEF', '006']]);
  });

  it('gives the same transfer the same name in either encoding and era', () => {
    expect(accepted(fixture('kbank-tis620.csv')).references).toEqual(accepted(fixture('kbank-utf8.csv')).references);
    expect(accepted(fixture('scb-tis620.csv')).references).toEqual(accepted(fixture('scb-utf8.csv')).references);
  });

  const mapping = { name: 'Own', dayFormats: ['dd mmm yyyy'], columns: { date: ['When'], amount: ['Sum'], description: ['What'] } } as const;
  const own = (rows: string) => accepted(`When,Sum,What\r\n${rows}`, { mapping: structuredClone(mapping) as never });
  it('reads a mapping of the operator: month names, one signed column', () => {
    expect(money(own('5 มี.ค. 2569,"1,000.50",a\r\n05 Mar 2026,-1.00,b\r\n06 mar 2026 15:02,(2.00),c\r\n').movements)).toEqual([['CREDIT', 100_050, MIDNIGHT], ['DEBIT', 100, MIDNIGHT], ['DEBIT', 200, '2026-03-06T08:02:00.000Z']]);
  });
  it('names rows that cannot be read, by line and column', () => {
    const { rowErrors, movements } = own('30 Feb 2026,1.00,a\r\n05 Mar 2026,1.001,b\r\n05 Mar 2026,,c\r\n05 Mar 2026,0.00,d\r\n05 Mar 2026,"1,00",e\r\n05 Mar 2026,1e3,f\r\n05 Mar 2026 25:00,1.00,g\r\n05 Mar 2026,5.00,h\r\n');
    expect(movements).toHaveLength(1);
    expect(rowErrors.map(({ row, field, code }) => [row, field, code])).toEqual([
      [2, 'date', 'BAD_DATE'], [3, 'amount', 'BAD_AMOUNT'], [4, 'amount', 'AMOUNT_MISSING'], [5, 'amount', 'BAD_AMOUNT'], [6, 'amount', 'BAD_AMOUNT'], [7, 'amount', 'BAD_AMOUNT'], [8, 'time', 'BAD_TIME'],
    ]);
  });
  it('reads a direction column by its words, and names a word it does not know', () => {
    const directed = { ...mapping, columns: { ...mapping.columns, direction: ['DC'] } };
    const { movements, rowErrors } = accepted('When,Sum,What,DC\n05 Mar 2026,1.00,a,CR\n05 Mar 2026,2.00,b,D\n05 Mar 2026,3.00,c,??\n', { mapping: structuredClone(directed) as never });
    expect(money(movements).map(([direction]) => direction)).toEqual(['CREDIT', 'DEBIT']);
    expect(rowErrors).toMatchObject([{ row: 4, field: 'direction', code: 'BAD_DIRECTION' }]);
  });
});

describe('a file is refused as a whole', () => {
  const camt = Buffer.from(fixture('camt053-v02.xml')).toString();
  it('when opening and lines do not make the closing balance, with the three numbers', () => {
    expect(refusal(camt.replace('>2560.38<', '>2560.39<'))).toMatchObject({ code: 'BALANCE_WRONG', numbers: { openingBalance: '-50.00', linesTotal: '2610.38', closingBalance: '2560.39' } });
    expect(refusal(Buffer.from(fixture('mt940-swift.sta')).toString().replace('25,5N', '25,N')).numbers).toEqual({ openingBalance: '-50.00', linesTotal: '66.37', closingBalance: '15.87' });
  });
  it('when a printed balance does not follow from the one before, naming the row', () => {
    expect(refusal(Buffer.from(fixture('kbank-utf8.csv')).toString().replace('"11,200.37"', '"11,200.38"'))).toMatchObject({ code: 'BALANCE_WRONG', row: 8, numbers: { openingBalance: '11100.37', linesTotal: '100.00', closingBalance: '11200.38' } });
    expect(refusal(Buffer.from(fixture('kbank-utf8.csv')).toString().replace(/05-03-69,15:02,รับโอนเงิน,,100.00,"11,200.37".*\n/, ''))).toMatchObject({ code: 'BALANCE_WRONG', row: 8 });
  });
  it('when it is of another account, in full or masked', () => {
    for (const name of ['camt053-v02.xml', 'camt054-v08.xml', 'mt940-slash.sta', 'kbank-utf8.csv', 'scb-utf8.csv']) expect(refusal(fixture(name), { accountNumber: '1234567899' }).code, name).toBe('OTHER_ACCOUNT');
    expect(refusal(Buffer.from(fixture('scb-utf8.csv')).toString().replace('1234567890,05/03/2026,09:00', '1234567891,05/03/2026,09:00')).code).toBe('OTHER_ACCOUNT');
  });
  it('when it is not of the format that was named, of none we know, or of another currency', () => {
    expect(refusal(fixture('camt054-v08.xml'), { format: 'camt.053' }).code).toBe('OTHER_FORMAT');
    expect(refusal('<Document><CstmrPmtStsRpt/></Document>').code).toBe('UNKNOWN_FORMAT');
    expect(refusal('a,b,c\n1,2,3\n').code).toBe('UNKNOWN_FORMAT');
    expect(refusal(camt.replace('<Amt Ccy="THB">50.00<', '<Amt Ccy="USD">50.00<')).code).toBe('BAD_BALANCE');
    expect(refusal(new Uint8Array(Buffer.from('วันที่,เวลา', 'utf16le'))).code).toBe('FILE_NOT_TEXT');
  });
  it('when it has a DOCTYPE, an entity of its own or a CDATA section, whatever they say', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">${Array.from({ length: 9 }, (_, index) => `<!ENTITY a${index} "${`&a${index === 0 ? '' : index - 1};`.repeat(10)}">`).join('')}]><Document>&a8;</Document>`;
    for (const hostile of [bomb, '<!DOCTYPE d SYSTEM "file:///etc/passwd"><Document/>', '<Document>&nbsp;</Document>', camt.replace('MS SOMYING JAI', '<![CDATA[x]]>')]) expect(refusal(hostile).code).toBe('XML_NOT_ALLOWED');
  });
  it('when it is half a file', () => {
    for (const share of [0.2, 0.5, 0.9]) {
      expect(refusal(camt.slice(0, camt.length * share)).code).toBe('XML_NOT_WELL_FORMED');
      expect(refusal(Buffer.from(fixture('mt940-slash.sta')).toString().slice(0, 300 * share)).code).toMatch(/BAD_LINE|BALANCE_WRONG|UNKNOWN_FORMAT/);
    }
  });
  it('when it is too large or too long', () => {
    expect(refusal(Buffer.alloc(20_000_001, 'x')).code).toBe('FILE_TOO_LARGE');
    expect(refusal(`date,deposit\n${'2026-03-05,1.00\n'.repeat(101_001)}`).code).toBe('TOO_MANY_LINES');
  });
});

it('reads windows-874 characters that UTF-8 would not allow', () => {
  const text = `วันที่,เวลา,รายการ,ถอนเงิน,ฝากเงิน,ยอดคงเหลือ,รายละเอียด\r\n05-03-69,15:02,รับโอนเงิน,,1.00,1.00,"จาก SCB X5481 นาย ทองดี…"\r\n`;
  expect(accepted(iconv.encode(text, 'win874')).movements[0]).toMatchObject({ payerName: 'นาย ทองดี…', amountSatang: 100 });
});

describe('a hostile file of 256 kB is read in time that follows its size', () => {
  const SIZE = 256_000;
  const own = { name: 'Own', dayFormats: ['dd mmm yyyy'], columns: { date: ['When'], amount: ['Sum'], description: ['What'] } };
  const mt940 = Buffer.from(fixture('mt940-slash.sta')).toString();
  const entry = mt940.slice(mt940.indexOf(':61:'), mt940.indexOf(':62F:'));
  const csvOf = (rows: string) => read(`When,Sum,What\n05 Mar 2026,5.00,a\n${rows}\n`, { mapping: structuredClone(own) as never });
  const mt940Of = (remark: string) => read(mt940.replace(entry, `:61:260305C4000,10FMSCREF123\n:86:${remark}\n`));
  it.each([
    ['a date that might go on with a time at every letter', () => csvOf(`${'T'.repeat(SIZE)},1.00,b`)],
    ['a date of blanks and letters', () => csvOf(`05 Mar 2026 ${'T '.repeat(SIZE / 2)}x,1.00,b`)],
    ['remarks that might be a masked account at every letter', () => csvOf(`05 Mar 2026,1.00,from ${'x'.repeat(480)}\n`.repeat(SIZE / 512))],
    ['a remark of slashes that does not end with them', () => mt940Of(`/REMI/${'/'.repeat(SIZE)}x`)],
    ['a remark of slashes and blanks', () => mt940Of(`/REMI/${'/ '.repeat(SIZE / 2)}x`)],
  ])('%s', (_, work) => {
    expect(cpuMillisecondsOf(() => expect(work()).toMatchObject({ ok: true }))).toBeLessThan(1_000);
  });
});

it('takes the slashes off the end of a text of MT940, with what blanks follow, and no others', () => {
  const name = (text: string) => accepted(Buffer.from(fixture('mt940-slash.sta')).toString().replace('MS SOMYING JAI', text)).movements[0]!.payerName;
  expect([name('A / B'), name('A /'), name('A// '), name('A / /')]).toEqual(['A / B', 'A', 'A', 'A /']);
});
