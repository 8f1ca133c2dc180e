import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Role } from '@paygate/contract/kernel';
import { column, type RowOf } from '../db/entity.ts';

/** A person who signs in. Members of a merchant name it; the platform's own people have none. */
export const MemberEntity = defineEntity({
  name: 'Member', tableName: 'member',
  properties: {
    id: column.id(),
    merchantId: column.uuid().nullable(),
    email: column.text(),
    name: column.text(),
    role: column.text().$type<Role>(),
    passwordHash: column.text(),
    createdAt: column.instant(),
  },
});
export type MemberRow = RowOf<typeof MemberEntity>;

/** One sign-in; the cookie's token and the JWT both name this row, so ending it ends both at once. */
export const SessionEntity = defineEntity({
  name: 'Session', tableName: 'session',
  properties: {
    id: column.id(),
    memberId: column.uuid(),
    tokenHash: column.bytes(),
    createdAt: column.instant(),
    lastSeenAt: column.instant(),
    expiresAt: column.instant(),
    revokedAt: column.instant().nullable(),
  },
});
export type SessionRow = RowOf<typeof SessionEntity>;

/** The latest tries to sign in to one account (SHA-256 of its e-mail, known or not), oldest first, at most as many as the limit. */
export const LoginAttemptEntity = defineEntity({
  name: 'LoginAttempt', tableName: 'login_attempt',
  properties: {
    account: p.blob().$type<Buffer>().primary(),
    attemptedAt: p.array().columnType('timestamptz[]').$type<string[]>(),
    updatedAt: column.instant(),
  },
});
