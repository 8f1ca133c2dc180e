import { CREDITS_MATCHED_MAX, type JobPayload } from '@paygate/contract/jobs';
import type { Transaction } from '../db/statement.ts';
import type { JobQueue } from '../queue.ts';
import { matchCredits } from './match-credits.ts';

const inParts = (creditIds: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(creditIds.length / CREDITS_MATCHED_MAX) }, (_, part) => creditIds.slice(part * CREDITS_MATCHED_MAX, (part + 1) * CREDITS_MATCHED_MAX));

/** One job for all of them, or for every 500: what came together is decided together, and a job costs the database as much as a credit does. */
export const enqueueMatch = (transaction: Transaction, queue: Pick<JobQueue, 'enqueue'>, creditIds: readonly string[]): Promise<void> =>
  queue.enqueue(transaction, 'credits.match', inParts(creditIds).map((part): { readonly payload: JobPayload<'credits.match'> } => ({ payload: { creditIds: [...part] } })));

/** Decides what jobs brought, up to 500 credits a transaction. */
export const matchWaiting = async (platform: Parameters<typeof matchCredits>[0], creditIds: readonly string[]): Promise<void> => {
  for (const part of inParts(creditIds)) await matchCredits(platform, part);
};
