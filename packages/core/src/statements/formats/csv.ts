import { STATEMENT_LINES_MAX, type StatementMapping } from '@paygate/contract/statements';
import { cleanText } from '../../clean-text.ts';
import { csvRowsOf, type CsvRow } from '../../batches/formats/csv-reader.ts';
import { amountOrZeroOfText } from '../amount-text.ts';
import { dayOfText } from '../day-text.ts';
import { decodeText } from '../plain-text.ts';
import { badBalance, fileProblems } from '../problems.ts';
import type { ReadStatement, RowProblem, StatementLine } from '../statement.ts';
import { csvLineOf, type Cells, type Column } from './csv-line.ts';
import { knownMappings, remarkHeaders } from './csv-mappings.ts';

const HEADER_WITHIN_ROWS = 40;
/** Names above the header, notes and totals below the lines. */
const NOTES_MAX = 1_000;
const ROWS_MAX = STATEMENT_LINES_MAX + NOTES_MAX;
/** Looked at before anything is parsed. */
const hasTooManyRows = (text: string): boolean => {
  let rows = 0;
  for (let at = text.indexOf('\n'); at !== -1 && rows <= ROWS_MAX; at = text.indexOf('\n', at + 1)) rows += 1;
  return rows > ROWS_MAX;
};
const spelled = (header: string): string => header.toLowerCase().replaceAll(/\s+/g, ' ').trim();

interface Layout { readonly mapping: StatementMapping; readonly places: ReadonlyMap<Column, number>; readonly header: number }
const placesIn = (headers: readonly string[], { columns }: StatementMapping): Map<Column, number> => {
  const wanted: readonly (readonly [Column, readonly string[]])[] = [...(Object.entries(columns) as [Column, readonly string[] | null | undefined][]).map(([column, names]) => [column, names ?? []] as const), ['remark', remarkHeaders]];
  return new Map(wanted.flatMap(([column, names]) => {
    const place = names.map((name) => headers.indexOf(spelled(name))).find((found) => found !== -1);
    return place === undefined ? [] : [[column, place] as const];
  }));
};
const moneyColumns = (places: ReadonlyMap<Column, number>): boolean => places.has('amount') || (places.has('deposit') && places.has('withdrawal'));
/** A deposit column alone is enough where the mapping names no withdrawals: a list of money in. */
const fits = (places: ReadonlyMap<Column, number>, { columns }: StatementMapping): boolean =>
  places.has('date') && (moneyColumns(places) || (!columns.withdrawal && places.has('deposit'))) && (!columns.direction || places.has('direction'));

const layoutOf = (rows: readonly CsvRow[], mappings: readonly StatementMapping[]): Layout | undefined => {
  for (const mapping of mappings) {
    for (const [header, { cells }] of rows.slice(0, HEADER_WITHIN_ROWS).entries()) {
      const places = placesIn(cells.map(spelled), mapping);
      if (fits(places, mapping)) return { mapping, places, header };
    }
  }
  return undefined;
};

const accountLabel = /(?:account (?:no|number)\.?|a\/c no\.?|เลขที่บัญชี(?:เงินฝาก)?|หมายเลขบัญชี)\s*:?\s*/i;
/** An account written above the header, in the label's own cell or the next that is not empty. */
const accountAbove = (rows: readonly CsvRow[]): string | null => {
  for (const { cells } of rows) {
    const at = cells.findIndex((cell) => accountLabel.test(cell));
    if (at === -1) continue;
    const beside = cells[at]!.replace(accountLabel, '');
    const value = /\d{3,}/.test(beside) ? beside : (cells.slice(at + 1).find((cell) => cell !== '') ?? '');
    if (/\d{3,}/.test(value)) return cleanText(value, 40);
  }
  return null;
};

const carriedForward = /ยอดยกมา|brought forward|beginning balance|opening balance|^b\/?f$/i;
const closes = /ยอดยกไป|carried forward|ending balance|closing balance|^c\/?f$|รวม|total|จำนวนรายการ/i;

/**
 * Reads a bank's CSV export: the first row that has the columns of a mapping is the header; what stands above is looked at for the account alone. Rows without
 * a date are notes and totals. UTF-8 or windows-874. A row with a date that cannot be read is a row error. Refuses what readCsv refuses and unknown columns.
 */
export const readStatementCsv = (bytes: Uint8Array, own: StatementMapping | null): ReadStatement => {
  const text = decodeText(bytes);
  if (text === null) return { ok: false, error: fileProblems.NOT_TEXT };
  if (hasTooManyRows(text)) return { ok: false, error: fileProblems.TOO_MANY_LINES };
  const csv = csvRowsOf(text, ROWS_MAX);
  if (!csv.ok) return { ok: false, error: { ...csv.error, field: null } };
  const layout = layoutOf(csv.value, own ? [own, ...knownMappings] : knownMappings);
  if (!layout) return { ok: false, error: fileProblems.UNKNOWN_FORMAT };
  const rows = csv.value.slice(layout.header + 1);
  const lines: StatementLine[] = [];
  const rowErrors: RowProblem[] = [];
  const accounts = new Set<string>();
  let openingSatang: number | null = null;
  for (const { row, cells } of rows) {
    const cell: Cells = (column) => cells[layout.places.get(column) ?? -1] ?? '';
    const hasAmount = (['deposit', 'withdrawal', 'amount'] as const).some((column) => cell(column) !== '' && amountOrZeroOfText(cell(column)) !== 0);
    if (!hasAmount && cells.some((one) => carriedForward.test(one))) {
      const balance = amountOrZeroOfText(cell('balance').replace(/^-/, ''));
      if (balance === undefined) return { ok: false, error: { ...badBalance(layout.mapping.columns.balance?.[0] ?? 'balance'), row } };
      openingSatang ??= cell('balance').startsWith('-') || cell('balanceSign') === '-' ? -balance : balance;
      continue;
    }
    const isNote = cell('date') === '' || (dayOfText(cell('date').split(/\s/)[0] ?? '', layout.mapping.dayFormats) === undefined && cells.some((one) => closes.test(one)));
    if (isNote || (!hasAmount && cells.some((one) => closes.test(one)))) continue;
    const account = cleanText(cell('account'), 40);
    if (account !== null) accounts.add(account);
    const read = csvLineOf(cell, { row, mapping: layout.mapping });
    if ('code' in read) rowErrors.push(read);
    else lines.push(read);
  }
  if (lines.length + rowErrors.length > STATEMENT_LINES_MAX) return { ok: false, error: fileProblems.TOO_MANY_LINES };
  if (accounts.size > 1) return { ok: false, error: { ...fileProblems.OTHER_ACCOUNT, messageEn: 'The file has lines of several accounts. Download one account at a time.', messageTh: 'ไฟล์มีรายการของหลายบัญชี โปรดดาวน์โหลดทีละบัญชี' } };
  const accountNumber = [...accounts][0] ?? accountAbove(csv.value.slice(0, layout.header));
  return { ok: true, value: { format: 'csv', parts: [{ accountNumber, openingSatang, closingSatang: null, row: layout.header + 1 }], lines, rowErrors } };
};
