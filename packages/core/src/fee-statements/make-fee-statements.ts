import { feeHalfUpSatang } from '@paygate/contract/money';
import { newId } from '../ids.ts';
import { readAsLongAsNeeded } from '../db/patience.ts';
import { single, type Transaction } from '../db/statement.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { Platform } from '../platform.ts';
import { vatPosting } from './fee-statement.postings.ts';
import { addVat, dueMonths, insertRun, insertStatement, numberOfAnother, owing } from './fee-statements.sql.ts';

type Make = Pick<Platform, 'database' | 'settings'>;
interface Due { readonly month: string; readonly merchantId: string; readonly mode: string }

/** FS-202602-3F2B8A6C4D21: month and merchant, which have one statement in a mode; test statements say so. */
const numberOf = ({ month, merchantId, mode }: Due): string => `FS-${month.slice(0, 7).replace('-', '')}-${merchantId.slice(-12).toUpperCase()}${mode === 'test' ? '-T' : ''}`;

const makeOne = async (transaction: Transaction, { settings }: Make, due: Due): Promise<boolean> => {
  const { feeVatBps, feeStatementDueDays } = await settings();
  await readAsLongAsNeeded(transaction);
  const number = numberOf(due);
  const [made] = await transaction.query(insertStatement, [due.month, due.merchantId, due.mode, newId(), number, feeVatBps, feeStatementDueDays]);
  if (!made) {
    const [another] = await transaction.query(numberOfAnother, [number, due.month, due.merchantId, due.mode]);
    if (another) throw new Error(`${number} is the number of statement ${another.id} already: none can be made for merchant ${due.merchantId} and ${due.month}`);
    return false;
  }
  const vatSatang = feeHalfUpSatang(made.feeSatang, { feeBps: feeVatBps, feeFixedSatang: 0 });
  if (vatSatang > 0) await postLedger(transaction, [vatPosting(single(await transaction.query(addVat, [made.id, vatSatang]), 'statement'))]);
  return true;
};

/**
 * Makes the statements of every Bangkok month that is over: one per merchant and mode that owes fees, over all payments no earlier one
 * names, each in a transaction of its own. Answers how many. Safe to run twice and in several workers: a payment is billed once, a
 * merchant's month has one statement. Where one fails all others are made all the same, later months' too, and its month stays due; then this fails.
 */
export const makeFeeStatements = async (platform: Make): Promise<number> => {
  const { database } = platform;
  const failures: unknown[] = [];
  let made = 0;
  for (const { month } of await database.query(dueMonths, [])) {
    let madeForMonth = 0;
    for (const who of await database.query(owing, [month])) {
      const isMade = database.transaction((transaction) => makeOne(transaction, platform, { month, ...who }));
      if (await isMade.catch((cause: unknown) => { failures.push(cause); })) madeForMonth += 1;
    }
    made += madeForMonth;
    if (failures.length === 0) await database.query(insertRun, [month, madeForMonth]);
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} fee statements could not be made`);
  return made;
};
