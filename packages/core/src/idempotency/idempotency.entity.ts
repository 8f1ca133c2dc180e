import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/** The first answer to a key, written in the transaction of the work it answers for. */
export const IdempotencyEntity = defineEntity({
  name: 'Idempotency', tableName: 'idempotency',
  properties: {
    /** Or the person's, of a call from the dashboard. */
    merchantId: column.uuid().primary(),
    mode: column.text().$type<'live' | 'test'>().primary(),
    operationId: column.text().primary(),
    key: column.text().primary(),
    bodyHash: column.bytes(),
    answer: column.text().nullable(),
    createdAt: column.instant(),
  },
});
export type IdempotencyRow = RowOf<typeof IdempotencyEntity>;
