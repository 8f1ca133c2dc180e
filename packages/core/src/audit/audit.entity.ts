import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

export type ActorKind = 'MEMBER' | 'SYSTEM';

/** Who did what to which object. `hash` covers the row and, through `previousHash`, every row before it. */
export const AuditEntity = defineEntity({
  name: 'Audit', tableName: 'audit',
  properties: {
    seq: column.count().primary(),
    at: column.instant(),
    actorKind: column.text().$type<ActorKind>(),
    actorId: column.uuid().nullable(),
    actorName: column.text(),
    action: column.text(),
    objectKind: column.text(),
    objectId: column.uuid(),
    details: column.json<Record<string, unknown>>(),
    previousHash: column.bytes(),
    hash: column.bytes(),
  },
});
export type AuditRow = RowOf<typeof AuditEntity>;

/** The end of the chain, in one row: who appends takes it first, so the numbers have no gap and a cut-off end shows. */
export const AuditHeadEntity = defineEntity({
  name: 'AuditHead', tableName: 'audit_head',
  properties: { id: column.integer().primary(), seq: column.count(), hash: column.bytes() },
});
export type AuditHeadRow = RowOf<typeof AuditHeadEntity>;
