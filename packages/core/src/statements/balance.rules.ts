import { bahtCopyFromSatang } from '@paygate/contract/money';
import { fileProblems } from './problems.ts';
import { signedSatang, type FileProblem, type Statement, type StatementLine } from './statement.ts';

export interface Balances { readonly openingSatang: number | null; readonly closingSatang: number | null }
type Checked = { readonly ok: true; readonly value: Balances } | { readonly ok: false; readonly error: FileProblem };

const wrong = ([opening, lines, closing]: readonly [opening: number, lines: number, closing: number], more: { readonly row?: number; readonly rowErrors?: Statement['rowErrors'] } = {}): Checked => {
  const numbers = { openingBalance: bahtCopyFromSatang(opening), linesTotal: bahtCopyFromSatang(lines), closingBalance: bahtCopyFromSatang(closing) };
  const { messageEn, messageTh } = fileProblems.BALANCE_WRONG;
  const sum = `${numbers.openingBalance} + ${numbers.linesTotal} ≠ ${numbers.closingBalance}`;
  return { ok: false, error: { ...fileProblems.BALANCE_WRONG, messageEn: `${messageEn} ${sum}`, messageTh: `${messageTh} ${sum}`, numbers, ...more } };
};

/** Where the printed balances first break off, or null; `first` is the balance before them, when it is known. */
const breakIn = (lines: readonly StatementLine[], first: number | null): { readonly line: StatementLine; readonly before: number; readonly after: number } | null => {
  let before = first;
  for (const line of lines) {
    const after = line.balanceSatang;
    if (after !== null && before !== null && before + signedSatang(line) !== after) return { line, before, after };
    before = after ?? (before === null ? null : before + signedSatang(line));
  }
  return null;
};

/** Balances printed beside each line, oldest or newest first; the opening is what the first line leaves over. */
const checkChain = (lines: readonly StatementLine[], told: Balances): Checked => {
  const orders = [lines, lines.toReversed()];
  const breaks = orders.map((order) => breakIn(order, told.openingSatang));
  const fitting = orders.find((_, index) => breaks[index] === null);
  if (!fitting) {
    const { line, before, after } = breaks[0]!;
    return wrong([before, signedSatang(line), after], { row: line.row });
  }
  const [first, last] = [fitting[0]!, fitting.at(-1)!];
  const openingSatang = told.openingSatang ?? (first.balanceSatang === null ? null : first.balanceSatang - signedSatang(first));
  return { ok: true, value: { openingSatang, closingSatang: last.balanceSatang } };
};

/**
 * Opening + lines = closing for every statement of the file, by the totals it tells and by the balances it prints beside lines. What is only announced
 * moves nothing. Answers the first opening and the last closing, null where none is told. Rows that could not be read are named with the numbers.
 */
export const checkBalances = ({ parts, lines, rowErrors }: Statement): Checked => {
  const byPart = Map.groupBy(lines.filter(({ isBooked }) => isBooked), ({ part }) => part);
  let answer: Balances = { openingSatang: null, closingSatang: null };
  for (const [index, { openingSatang, closingSatang }] of parts.entries()) {
    const booked = byPart.get(index) ?? [];
    let found: Balances = { openingSatang, closingSatang };
    if (openingSatang !== null && closingSatang !== null) {
      const total = booked.reduce((sum, line) => sum + signedSatang(line), 0);
      if (openingSatang + total !== closingSatang) return wrong([openingSatang, total, closingSatang], rowErrors.length === 0 ? {} : { rowErrors });
    } else if (booked.some(({ balanceSatang }) => balanceSatang !== null)) {
      const chain = checkChain(booked, found);
      if (!chain.ok) return { ok: false, error: { ...chain.error, ...(rowErrors.length > 0 && { rowErrors }) } };
      found = chain.value;
    }
    answer = { openingSatang: answer.openingSatang ?? found.openingSatang, closingSatang: found.closingSatang ?? answer.closingSatang };
  }
  return { ok: true, value: answer };
};
