import { defineEntity } from '@mikro-orm/postgresql';
import type { Scope } from '@paygate/contract/kernel';
import { column, type RowOf } from '../db/entity.ts';

export type KeyMode = 'live' | 'test' | 'legacy';

/** Only the SHA-256 of a key is stored: keys carry 256 random bits, so no slow hash is needed. */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKey', tableName: 'api_key',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    kind: column.text().$type<'secret' | 'public'>(),
    mode: column.text().$type<KeyMode>(),
    name: column.text(),
    hash: column.bytes(),
    last4: column.text(),
    scopes: column.texts().$type<Scope[]>(),
    ipAllowList: column.texts(),
    /** Of a public key: the pages it works on. `http://localhost:*` means any port. */
    allowedOrigins: column.texts(),
    minAmountSatang: column.satang().nullable(),
    maxAmountSatang: column.satang().nullable(),
    expiresAt: column.instant().nullable(),
    revokedAt: column.instant().nullable(),
    lastUsedAt: column.instant().nullable(),
    createdAt: column.instant(),
  },
});
export type ApiKeyRow = RowOf<typeof ApiKeyEntity>;
