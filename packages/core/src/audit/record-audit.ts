import type { SessionCaller } from '../caller.ts';
import { single, type Transaction } from '../db/statement.ts';
import type { ActorKind } from './audit.entity.ts';
import { auditHash } from './audit.rules.ts';
import { insertAudit, lockHead, moveHead } from './audit.sql.ts';

export interface Actor { readonly kind: ActorKind; readonly id: string | null; readonly name: string }
export interface Deed {
  readonly actor: Actor;
  /** `noun.verb`, as the operation is called. */
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  /** Plain JSON; what was decided, never a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

export const actorOf = ({ memberId, name, email }: Pick<SessionCaller, 'memberId' | 'name' | 'email'>): Actor => ({ kind: 'MEMBER', id: memberId, name: `${name} <${email}>` });
export const systemActor = (name: string): Actor => ({ kind: 'SYSTEM', id: null, name });

/**
 * Appends one row to the hash-chained audit, in the transaction of the deed, so neither is without the other. Holds the end of
 * the chain until the commit: call it last.
 */
export const recordAudit = async (transaction: Transaction, { actor, action, objectKind, objectId, details }: Deed): Promise<void> => {
  const head = single(await transaction.query(lockHead, []), 'audit head');
  // What is hashed is what will be read again: details as their JSON gives them back.
  const kept: Record<string, unknown> = JSON.parse(JSON.stringify(details));
  const content = { seq: head.seq + 1, at: head.at, actorKind: actor.kind, actorId: actor.id, actorName: actor.name, action, objectKind, objectId, details: kept };
  const hash = auditHash(head.hash, content);
  await transaction.query(insertAudit, [content.seq, content.at, actor.kind, actor.id, actor.name, action, objectKind, objectId, JSON.stringify(kept), head.hash, hash]);
  await transaction.query(moveHead, [content.seq, hash]);
};
