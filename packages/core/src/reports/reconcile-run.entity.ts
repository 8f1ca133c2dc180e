import { defineEntity } from '@mikro-orm/postgresql';
import type { CheckName } from '@paygate/contract/books';
import { column, type RowOf } from '../db/entity.ts';

/** One thing that does not agree. `subject` names it (merchant, account, ledger transaction, payment); amounts in satang. */
export interface Violation {
  readonly check: CheckName;
  readonly subject: string;
  readonly mode: string | null;
  readonly expectedSatang: number | null;
  readonly actualSatang: number | null;
}

/** One comparison of the books. `checkedUntil` is the database's clock when it began. */
export const ReconcileRunEntity = defineEntity({
  name: 'ReconcileRun', tableName: 'reconcile_run',
  properties: {
    id: column.id(),
    scope: column.text().$type<'CHANGED' | 'FULL'>(),
    checkedUntil: column.instant(),
    durationMs: column.integer(),
    violations: column.json<readonly Violation[]>(),
    violationCount: column.integer(),
    createdAt: column.instant(),
  },
});
export type ReconcileRunRow = RowOf<typeof ReconcileRunEntity>;
