import type { StatementMapping } from '@paygate/contract/statements';
import { cleanText } from '../../clean-text.ts';
import { amountOfText, amountOrZeroOfText, signedOfText } from '../amount-text.ts';
import { dayOfText, instantOf } from '../day-text.ts';
import { bankCodeOf, payerInRemark } from '../payer-text.ts';
import { paymentReferenceIn, referenceOfText } from '../plain-text.ts';
import { badAmount, badBalance, badDay, badDirection, badReference, badTime, bothAmounts, noAmount } from '../problems.ts';
import type { Problem, RowProblem, StatementLine } from '../statement.ts';

export type Column = keyof StatementMapping['columns'] | 'remark';
export type Cells = (column: Column) => string;

type Moved = Pick<StatementLine, 'direction' | 'amountSatang'>;
const creditWords = ['C', 'CR', 'CREDIT', '+'];
const debitWords = ['D', 'DR', 'DEBIT', '-'];

/** Deposit and withdrawal in columns of their own; banks leave the other one blank, or write 0.00. */
const fromTwoColumns = (cell: Cells): Moved | Problem => {
  const [deposit, withdrawal] = [cell('deposit'), cell('withdrawal')].map((text) => (amountOrZeroOfText(text) === 0 ? '' : text)) as [string, string];
  if (deposit !== '' && withdrawal !== '') return bothAmounts('deposit, withdrawal');
  if (deposit === '' && withdrawal === '') return noAmount('deposit, withdrawal');
  const amountSatang = amountOfText(deposit === '' ? withdrawal : deposit);
  return amountSatang === undefined ? badAmount(deposit === '' ? 'withdrawal' : 'deposit') : { direction: deposit === '' ? 'DEBIT' : 'CREDIT', amountSatang };
};
/** One column, signed; or with a column that says which way, and then without a sign. */
const fromOneColumn = (cell: Cells, { columns, creditWords: own }: StatementMapping): Moved | Problem => {
  if (cell('amount') === '') return noAmount('amount');
  if (columns.direction) {
    const amountSatang = amountOfText(cell('amount'));
    const said = cell('direction').trim().toUpperCase();
    // With words of their own, whatever is not one of them went out.
    if (said === '' || (!own && ![...creditWords, ...debitWords].includes(said))) return badDirection('direction');
    const isCredit = (own ?? creditWords).some((word) => word.toUpperCase() === said);
    return amountSatang === undefined ? badAmount('amount') : { direction: isCredit ? 'CREDIT' : 'DEBIT', amountSatang };
  }
  const signed = signedOfText(cell('amount'));
  return signed === undefined || signed === 0 ? badAmount('amount') : { direction: signed > 0 ? 'CREDIT' : 'DEBIT', amountSatang: Math.abs(signed) };
};

/** Null where the row shows none, undefined where it cannot be read. */
const balanceOf = (cell: Cells): number | null | undefined => {
  const text = cell('balance');
  if (text === '') return null;
  const satang = signedOfText(text);
  return satang !== undefined && satang > 0 && /^(?:-|D|DR)$/i.test(cell('balanceSign').trim()) ? -satang : satang;
};

/** A day and a time of day as anybody writes them are half as long; where the time begins is sought from every blank and T of the text, which takes time by its square. */
const DATE_CHARACTERS_MAX = 64;
/** The day and, where the date's cell goes on with it, the time. */
const dayAndTime = (cell: Cells, { dayFormats }: StatementMapping): readonly [day: string | undefined, time: string] => {
  const date = cell('date').trim();
  if (date.length > DATE_CHARACTERS_MAX) return [undefined, ''];
  const whole = dayOfText(date, dayFormats);
  if (whole !== undefined) return [whole, cell('time')];
  const split = /^(.*\S)[T\s]+(\d{1,2}[:.]\d{2}.*)$/.exec(date);
  return split ? [dayOfText(split[1]!, dayFormats), split[2]!] : [undefined, ''];
};

/** One row under the header. A column "time or effective date" that holds a date says nothing of the time. */
export const csvLineOf = (cell: Cells, { row, mapping }: { readonly row: number; readonly mapping: StatementMapping }): StatementLine | RowProblem => {
  const [bookedOn, time] = dayAndTime(cell, mapping);
  if (bookedOn === undefined) return { ...badDay('date'), row };
  const paidAt = instantOf(bookedOn, dayOfText(time, mapping.dayFormats) === undefined ? time : '');
  if (paidAt === undefined) return { ...badTime('time'), row };
  const moved = mapping.columns.amount ? fromOneColumn(cell, mapping) : fromTwoColumns(cell);
  if ('code' in moved) return { ...moved, row };
  const balanceSatang = balanceOf(cell);
  if (balanceSatang === undefined) return { ...badBalance('balance'), row };
  const ownReference = referenceOfText(cell('reference'));
  if (ownReference === undefined) return { ...badReference('reference'), row };
  const description = cleanText([cell('description'), cell('remark')].filter((text) => text !== '').join(' '), 500);
  const seen = payerInRemark(description);
  const isCredit = moved.direction === 'CREDIT';
  return {
    row, part: 0, ...moved, isReversal: false, isBooked: true, bookedOn, paidAt, balanceSatang, ownReference,
    payerName: isCredit ? cleanText(cell('payerName'), 200) ?? seen.payerName : null, payerAccount: isCredit ? cleanText(cell('payerAccount'), 40) ?? seen.payerAccount : null,
    payerBankCode: isCredit ? bankCodeOf(cell('payerBank')) ?? seen.payerBankCode : null,
    ref1: cleanText(cell('ref1'), 40) ?? paymentReferenceIn(description), ref2: cleanText(cell('ref2'), 40), endToEndId: null, description, doubt: null,
  };
};
