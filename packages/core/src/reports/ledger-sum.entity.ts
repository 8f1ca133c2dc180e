import { defineEntity } from '@mikro-orm/postgresql';
import { column } from '../db/entity.ts';

/** An account's entries up to the mark, summed. `ownerId` is all zeros for accounts without an owner. */
export const LedgerSumEntity = defineEntity({
  name: 'LedgerSum', tableName: 'ledger_sum',
  properties: { ownerId: column.uuid().primary(), accountKind: column.text().primary(), mode: column.text().primary(), amountSatang: column.satang() },
});

/** One row: the entry up to which sums are carried, and the next one, for when every transaction below `candidateXid` has ended. */
export const LedgerSumMarkEntity = defineEntity({
  name: 'LedgerSumMark', tableName: 'ledger_sum_mark',
  properties: { isOnly: column.boolean().primary(), throughId: column.uuid(), candidateId: column.uuid(), candidateXid: column.count() },
});
