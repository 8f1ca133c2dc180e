import { openSqlSession } from '../support/sql-session.ts';
import type { Transfer } from './transfers.ts';

/** A stored credit in the terms of the transfer it stands for. */
export interface Booked extends Transfer {
  readonly id: string;
  readonly status: 'RECEIVED' | 'MATCHED' | 'REVIEW';
  readonly paymentId: string | null;
}
/** What one cause did to the books; credit positive, debit negative. */
export interface Posted { readonly bankSatang: number; readonly suspenseSatang: number; readonly merchantSatang: number }

const select = async <Row>(url: string, text: string, wanted: readonly string[]): Promise<readonly Row[]> => {
  const session = await openSqlSession(url);
  try {
    return (await session.query(text, [wanted])).rows as readonly Row[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the columns are named in each statement below
  } finally {
    await session.close();
  }
};

/** Every credit stored under these bank references, on whatever account. */
export const creditsOf = (url: string, bankReferences: readonly string[]): Promise<readonly Booked[]> => select(url, `
  select c.id as "id", c.bank_reference as "bankReference", a.account_number as "accountNumber", c.amount_satang::int as "amountSatang", c.payment_id as "paymentId", c.status as "status",
    to_char(c.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "paidAt", c.payer_name as "payerName", c.payer_account as "payerAccount", c.payer_bank_code as "payerBankCode",
    c.ref1 as "ref1", c.ref2 as "ref2"
  from bank_credit c join receiving_account a on a.id = c.receiving_account_id where c.bank_reference = any($1) order by c.bank_reference, c.id`, bankReferences);

/** One row for each posting that these credits or payments caused. */
export const ledgerOf = (url: string, causeIds: readonly string[]): Promise<readonly Posted[]> => select(url, `
  select coalesce(sum(e.amount_satang) filter (where e.account_kind = 'BANK'), 0)::int as "bankSatang",
    coalesce(sum(e.amount_satang) filter (where e.account_kind = 'SUSPENSE'), 0)::int as "suspenseSatang",
    coalesce(sum(e.amount_satang) filter (where e.account_kind in ('MERCHANT_AVAILABLE', 'MERCHANT_RESERVED')), 0)::int as "merchantSatang"
  from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.cause_id = any($1::uuid[]) group by t.id order by t.id`, causeIds);
