import { STATEMENT_LINES_MAX } from '@paygate/contract/statements';
import { cleanText } from '../../clean-text.ts';
import { amountOfSwiftText } from '../amount-text.ts';
import { dayOf, instantOf } from '../day-text.ts';
import { decodeText, referenceOfText } from '../plain-text.ts';
import { badAmount, badDay, badLine, badReference, fileProblems, reversal } from '../problems.ts';
import type { ReadStatement, RowProblem, StatementLine, StatementPart } from '../statement.ts';
import { remarkOfInformation, type Information } from './mt940-information.ts';

/** A field with its continuation lines. */
interface Field { readonly tag: string; readonly row: number; readonly lines: string[] }

const tagged = /^:(\d{2}[A-Z]?):(.*)$/;
// The envelope of a SWIFT message around its text block, and the lines that end it.
const envelope = /^(?:\{[1235]:.*|-\s*|-\}.*|\{4:)$/;
/** Real fields have at most six lines; more would be another file. */
const FIELD_LINES_MAX = 20;

const fieldsOf = (text: string): Field[] => {
  const fields: Field[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const content = line.replace(/^\uFEFF/, '').replace(/^\{1:.*\{4:(?=:|$)/, '');
    const found = tagged.exec(content);
    if (found) fields.push({ tag: found[1]!, row: index + 1, lines: [found[2]!] });
    else if (content.trim() !== '' && !envelope.test(content)) fields.at(-1)?.lines.push(content);
  });
  return fields;
};

/** MT940 has two-digit years of the common era. */
const dayOfSwift = (yymmdd: string): string | undefined => dayOf(2_000 + Number(yymmdd.slice(0, 2)), Number(yymmdd.slice(2, 4)), Number(yymmdd.slice(4, 6)));
/** The booking day MMDD nearest to the value day: the year turns between them at most once. */
const bookingDay = (valueDay: string, mmdd: string): string | undefined => {
  const [year, month] = [Number(valueDay.slice(0, 4)), Number(valueDay.slice(5, 7))];
  const booked = Number(mmdd.slice(0, 2));
  const turned = booked === 1 && month === 12 ? 1 : booked === 12 && month === 1 ? -1 : 0;
  return dayOf(year + turned, booked, Number(mmdd.slice(2, 4)));
};

/** `C260304THB10000,`: undefined when it cannot be read. Overdrawn is negative. */
const balanceOfField = ({ lines }: Field): number | undefined => {
  const found = /^([CD])\d{6}THB([\d,]+)$/.exec(lines[0]!.trim());
  const satang = found ? amountOfSwiftText(found[2]!) : undefined;
  return satang === undefined || satang === 0 || found![1] === 'C' ? satang : -satang;
};

const entry = /^(?<value>\d{6})(?<booked>\d{4})?(?<mark>RC|RD|C|D)(?<funds>[A-Z])?(?<amount>[\d,]+)(?<kind>[NFS][A-Z0-9]{3})(?<rest>.*)$/;
interface Read { readonly line: StatementLine }

const lineOf = ({ row, lines }: Field, part: number, information: Information): Read | RowProblem => {
  const found = entry.exec(lines[0]!.trim())?.groups;
  if (!found) return { ...badLine(':61:'), row };
  const amountSatang = amountOfSwiftText(found['amount']!);
  if (amountSatang === undefined || amountSatang === 0) return { ...badAmount(':61:'), row };
  const valueDay = dayOfSwift(found['value']!);
  const bookedOn = valueDay === undefined || found['booked'] === undefined ? valueDay : bookingDay(valueDay, found['booked']);
  if (bookedOn === undefined) return { ...badDay(':61:'), row };
  const [owners = '', bank] = found['rest']!.split(/\/\/(.*)/s);
  const ownReference = referenceOfText(bank) === undefined ? undefined : (referenceOfText(bank) ?? information.bankReference);
  if (ownReference === undefined) return { ...badReference(':61:'), row };
  const { bankReference: _, ...remark } = information;
  const mark = found['mark']!;
  return {
    line: {
      row, part, isBooked: true, isReversal: mark.startsWith('R'), amountSatang, bookedOn, paidAt: instantOf(bookedOn)!, balanceSatang: null, ownReference,
      // RC takes a credit back, RD a debit.
      direction: mark === 'C' || mark === 'RD' ? 'CREDIT' : 'DEBIT',
      ...remark, endToEndId: remark.endToEndId ?? referenceOfText(owners) ?? null, description: remark.description ?? cleanText(lines.slice(1).join(' '), 500), doubt: mark.startsWith('R') ? reversal : null,
    },
  };
};

interface Block { readonly row: number; account: string | null; opening: Field | null; closing: Field | null; readonly entries: { readonly field: Field; information: Field | null }[] }
const blocksOf = (fields: readonly Field[]): Block[] => {
  const blocks: Block[] = [];
  for (const field of fields) {
    const block = blocks.at(-1);
    if (field.tag === '20') blocks.push({ row: field.row, account: null, opening: null, closing: null, entries: [] });
    else if (!block) continue;
    else if (field.tag === '25') block.account = cleanText(field.lines[0], 40);
    else if (field.tag === '60F' || field.tag === '60M') block.opening = field;
    else if (field.tag === '62F' || field.tag === '62M') block.closing = field;
    else if (field.tag === '61') block.entries.push({ field, information: null });
    else if (field.tag === '86' && block.closing === null) {
      const last = block.entries.at(-1);
      if (last) last.information ??= field;
    }
  }
  return blocks;
};

const broken = (row: number, field: string): ReadStatement => ({ ok: false, error: { ...badLine(field), row } });

/**
 * Reads MT940, with or without the SWIFT envelope, one statement or many, :86: structured (`?20…`, `/EREF/…`) or free. A field that breaks the form where money
 * is counted (balances) refuses the file; an entry that does is a row error. Money of an RC or RD entry is for a person to look at.
 */
export const readMt940 = (bytes: Uint8Array): ReadStatement => {
  const text = decodeText(bytes);
  if (text === null) return { ok: false, error: fileProblems.NOT_TEXT };
  const fields = fieldsOf(text);
  const long = fields.find(({ lines }) => lines.length > FIELD_LINES_MAX);
  if (long) return broken(long.row, `:${long.tag}:`);
  const blocks = blocksOf(fields);
  if (blocks.length === 0) return { ok: false, error: fileProblems.UNKNOWN_FORMAT };
  if (blocks.reduce((sum, { entries }) => sum + entries.length, 0) > STATEMENT_LINES_MAX) return { ok: false, error: fileProblems.TOO_MANY_LINES };
  const parts: StatementPart[] = [];
  const lines: StatementLine[] = [];
  const rowErrors: RowProblem[] = [];
  for (const [part, { row, account, opening, closing, entries }] of blocks.entries()) {
    // Both balances are mandatory in MT940: without them, nobody could tell whether lines are missing.
    const [openingSatang, closingSatang] = [opening && balanceOfField(opening), closing && balanceOfField(closing)];
    if (typeof openingSatang !== 'number') return broken(opening?.row ?? row, ':60F:');
    if (typeof closingSatang !== 'number') return broken(closing?.row ?? row, ':62F:');
    parts.push({ accountNumber: account, openingSatang, closingSatang, row });
    for (const { field, information } of entries) {
      const read = lineOf(field, part, remarkOfInformation(information?.lines ?? []));
      if ('line' in read) lines.push(read.line);
      else rowErrors.push(read);
    }
  }
  return { ok: true, value: { format: 'mt940', parts, lines, rowErrors } };
};
