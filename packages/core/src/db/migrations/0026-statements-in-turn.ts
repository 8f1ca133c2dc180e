import { Migration } from '@mikro-orm/migrations';

/** Each turn of an import compares its own lines, with those of the same amounts: there is no one moment any more at which an import is compared. */
const turns = `
create index statement_line_amount on statement_line (import_id, amount_satang);
alter table statement_import drop column is_compared;
`;

/**
 * Nameless lines of statements look for what came another way as this looks for them, so the one index has both sides apart: a credit of either finds none
 * of the other side at once, however many of its own have its amount. Building it takes about two seconds for each million of credits.
 */
const bothSides = `
drop index bank_credit_look_alike;
drop index bank_credit_nameless;
create index bank_credit_look_alike on bank_credit (receiving_account_id, amount_satang, (source like 'statement:%' and bank_reference ~ '^FP[BO]-'), paid_at);
`;

export class StatementsInTurn extends Migration {
  override up(): void {
    for (const part of [turns, bothSides]) this.addSql(part);
  }
}
