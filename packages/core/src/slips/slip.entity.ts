import { defineEntity } from '@mikro-orm/postgresql';
import type { SlipRefusal } from '@paygate/contract/slips';
import { column, type RowOf } from '../db/entity.ts';

/**
 * One transfer as a slip names it: (mode, sending bank, reference) is unique over all merchants, so that a slip counts once whoever sends it.
 * CHECKING until the verifier knows; CREDITED once its money stands as a bank credit, whose matching decides the rest.
 */
export const SlipEntity = defineEntity({
  name: 'Slip', tableName: 'slip',
  properties: {
    id: column.id(),
    paymentId: column.uuid(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    sendingBank: column.text(),
    transRef: column.text(),
    channel: column.text().$type<'PAGE' | 'API'>(),
    status: column.text().$type<'CHECKING' | 'CREDITED' | 'REFUSED'>(),
    reason: column.text().$type<SlipRefusal>().nullable(),
    creditId: column.uuid().nullable(),
    attempts: column.integer(),
    nextCheckAt: column.instant(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type SlipRow = RowOf<typeof SlipEntity>;
