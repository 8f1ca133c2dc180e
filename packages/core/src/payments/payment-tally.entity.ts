import { defineEntity } from '@mikro-orm/postgresql';
import { column } from '../db/entity.ts';

/** A merchant's payments in a mode with ids below the mark. */
export const PaymentTallyEntity = defineEntity({
  name: 'PaymentTally', tableName: 'payment_tally',
  properties: { merchantId: column.uuid().primary(), mode: column.text().primary(), count: column.count() },
});

/** One row: the id up to which payments are tallied. */
export const PaymentTallyMarkEntity = defineEntity({
  name: 'PaymentTallyMark', tableName: 'payment_tally_mark',
  properties: { isOnly: column.boolean().primary(), throughId: column.uuid() },
});
