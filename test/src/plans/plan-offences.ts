import { smallTables } from './full-books.ts';

/** A node of `explain (format json)`, as far as the rules read it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly 'Total Cost': number;
  readonly Plans?: readonly PlanNode[];
}

/** Indexes that hold only what waits for something, so that walking one from end to end is as short as the queue. */
const queues: ReadonlySet<string> = new Set([
  'payment_expiring', 'payment_counted', 'payment_counted_bank', 'payout_open', 'delivery_due', 'bank_credit_received', 'bank_credit_review', 'bank_notice_due', 'bank_notice_open', 'slip_due', 'statement_import_open',
  'credit_review_account', 'review_proposal_pending', 'review_proposal_one_for_credit', 'webhook_endpoint_failing', 'webhook_endpoint_deleted', 'webhook_endpoint_overlap', 'merchant_test_clock',
]);

/** Of a table with two million rows, reading it all costs 25,000 and more; one row through an index, 8. */
const COST_MAX = 8_000;

const passedOn = new Set(['Limit', 'LockRows', 'Subquery Scan', 'Result', 'Append', 'Merge Append']);

/**
 * What is wrong with a plan for large tables: a sequential scan of one; a walk along an index without a condition, unless it holds only what waits or
 * stops at the first rows whatever they are; or a cost that only reading much explains. Empty when it is right.
 */
export const offencesOf = (plan: PlanNode): readonly string[] => {
  const offences: string[] = [];
  const look = (node: PlanNode, stopsEarly: boolean): void => {
    const { 'Node Type': type, 'Relation Name': table, 'Index Name': index } = node;
    if (type === 'Seq Scan' && table !== undefined && !smallTables.has(table)) offences.push(`reads all of ${table}`);
    const walks = index !== undefined && node['Index Cond'] === undefined && !queues.has(index) && !smallTables.has(index.replace(/_pkey$/, ''));
    if (walks && !(stopsEarly && node.Filter === undefined)) offences.push(`walks all of ${index}`);
    for (const child of node.Plans ?? []) look(child, type === 'Limit' || (stopsEarly && passedOn.has(type)));
  };
  look(plan, false);
  return [...offences, ...costOf(plan)];
};

/** The same for a plan that was made for its values: the planner knows how many rows it passes over for them, and its cost says it all. */
export const costOf = (plan: PlanNode): readonly string[] => (plan['Total Cost'] > COST_MAX ? [`costs ${Math.round(plan['Total Cost']).toLocaleString('en')}`] : []);
