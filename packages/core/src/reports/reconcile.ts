import { checkNames } from '@paygate/contract/books';
import { newId } from '../ids.ts';
import { recordAudit, systemActor } from '../audit/record-audit.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { readAsLongAsNeeded } from '../db/patience.ts';
import { single, type Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { carrySums } from './carry-sums.ts';
import { checks, type Since } from './checks.sql.ts';
import type { Violation } from './reconcile-run.entity.ts';
import { forgetRuns, insertRun, planReconcile, setSendingStopped, tryReconcile } from './reconcile.sql.ts';

type Way = Pick<Platform, 'database' | 'log'>;
interface Run { readonly id: string; readonly scope: 'CHANGED' | 'FULL'; readonly violations: readonly Violation[] }

const sqlChecks = checkNames.filter((name) => name !== 'AUDIT_CHAIN');

const compareAll = async (transaction: Transaction, scope: Run['scope'], since: Since): Promise<Violation[]> => {
  const violations: Violation[] = [];
  for (const name of sqlChecks) {
    const check = checks[name][scope];
    const found = check === undefined ? [] : await transaction.query(check.statement, check.values(since));
    violations.push(...found.map((difference) => ({ check: name, ...difference })));
  }
  return violations;
};

/** The head's hash is logged, so that a chain rewritten as a whole can be told from the one that was there that night. */
const compareAudit = async (transaction: Transaction, { log }: Way): Promise<Violation[]> => {
  const verdict = await verifyAudit(transaction);
  if (verdict.isSound) log.info({ rows: verdict.rows, headHash: verdict.headHash }, 'the audit chain is sound');
  return verdict.isSound ? [] : [{ check: 'AUDIT_CHAIN', subject: `audit row ${verdict.seq} is ${verdict.reason}`, mode: null, expectedSatang: null, actualSatang: null }];
};

const stopSending = async (transaction: Transaction, { id, violations }: Run): Promise<void> => {
  const [stopped] = await transaction.query(setSendingStopped, [true]);
  if (!stopped) return;
  const named = violations.slice(0, 10).map(({ check, subject }) => `${check}: ${subject}`);
  await recordAudit(transaction, { actor: systemActor('reconcile'), action: 'books.stopSending', objectKind: 'reconcile_run', objectId: id, details: { violationCount: violations.length, named } });
};

/**
 * Compares the books with themselves and with what they are about: balances with entries, debits with credits, reserves with open
 * orders, bank accounts with credits and transfers, paid payments with postings. By default what changed since the last
 * comparison, against sums carried forward; everything from the first entry once a night, those sums included, and as long as the last one found something. A
 * violation stops all sending, in the same transaction. When there is none the sums are carried on. Undefined when another worker compares, or has done so within the minute. Never blocks writers.
 */
export const reconcileBooks = async (platform: Way, options: { readonly force?: 'CHANGED' | 'FULL' } = {}): Promise<Run | undefined> => {
  const began = performance.now();
  const run = await platform.database.transaction(async (transaction): Promise<Run | undefined> => {
    if (!single(await transaction.query(tryReconcile, []), 'lock').isMine) return undefined;
    const plan = single(await transaction.query(planReconcile, []), 'plan');
    if (plan.isRecent && options.force === undefined) return undefined;
    const isFull = options.force === 'FULL' || plan.checkedUntil === null || (options.force === undefined && (plan.isFullDue || (plan.latestViolations ?? 0) > 0));
    await readAsLongAsNeeded(transaction);
    const scope = isFull ? 'FULL' : 'CHANGED';
    const violations = await compareAll(transaction, scope, { checkedUntil: plan.checkedUntil ?? plan.now, carriedThroughId: plan.carriedThroughId });
    if (isFull) violations.push(...(await compareAudit(transaction, platform)));
    // What does not agree is left as it was found.
    if (violations.length === 0) await carrySums(transaction);
    const compared: Run = { id: newId(), scope, violations };
    await transaction.query(insertRun, [compared.id, compared.scope, plan.now, Math.round(performance.now() - began), JSON.stringify(violations), violations.length]);
    if (isFull) await transaction.query(forgetRuns, []);
    if (violations.length > 0) await stopSending(transaction, compared);
    return compared;
  });
  if (run && run.violations.length > 0) platform.log.error({ violations: run.violations.slice(0, 20), count: run.violations.length }, 'the books do not agree; sending is stopped');
  return run;
};
