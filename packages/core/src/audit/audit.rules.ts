import { createHash } from 'node:crypto';
import type { AuditRow } from './audit.entity.ts';

export type AuditContent = Omit<AuditRow, 'hash' | 'previousHash'>;

/** One text for equal values: keys sorted, at every depth. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, part]) => part !== undefined).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
};

/** SHA-256 of the previous hash and the row's canonical text: whoever changes a row must change every later one. */
export const auditHash = (previousHash: Uint8Array, { seq, at, actorKind, actorId, actorName, action, objectKind, objectId, details }: AuditContent): Buffer =>
  createHash('sha256').update(previousHash).update(canonical([seq, at, actorKind, actorId, actorName, action, objectKind, objectId, details]), 'utf8').digest();
