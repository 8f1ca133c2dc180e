import { defineEntity } from '@mikro-orm/postgresql';
import { column } from '../db/entity.ts';

/** An amount that is one payment's alone on a receiving account (decisions D4); the primary key is what makes it so. */
export const AmountHoldEntity = defineEntity({
  name: 'AmountHold', tableName: 'amount_hold',
  properties: { receivingAccountId: column.uuid().primary(), amountSatang: column.satang().primary(), paymentId: column.uuid(), createdAt: column.instant() },
});
