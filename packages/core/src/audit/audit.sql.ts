import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { AuditEntity, type AuditRow } from './audit.entity.ts';

const columns = columnsOf(AuditEntity, 'a');

interface Head { readonly seq: number; readonly hash: Buffer; readonly at: string }
/** Takes the end of the chain until the transaction ends, with the instant of now; one row. */
export const lockHead = statement<Head>('audit.lockHead', `select h.seq as "seq", h.hash as "hash", clock_timestamp() as "at" from audit_head h where h.id = 1 for no key update`);
export const readHead = statement<Head>('audit.readHead', `select h.seq as "seq", h.hash as "hash", now() as "at" from audit_head h where h.id = 1`);
/** $1 seq, $2 hash. */
export const moveHead = statement('audit.moveHead', 'update audit_head set seq = $1, hash = $2 where id = 1');

/** $1 seq, $2 at, $3 actor kind, $4 actor, $5 actor's name, $6 action, $7 object kind, $8 object, $9 details, $10 previous hash, $11 hash. */
export const insertAudit = statement('audit.insert', `
  insert into audit (seq, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, details, previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`);

/** $1 the last seq seen, $2 rows at most. In order. */
export const auditAfter = statement<AuditRow>('audit.after', `select ${columns} from audit a where a.seq > $1 order by a.seq limit $2`);
/** $1 object kind, $2 object. Oldest first, at most 1,000. */
export const auditOf = statement<AuditRow>('audit.of', `select ${columns} from audit a where a.object_kind = $1 and a.object_id = $2 order by a.seq limit 1000`);
