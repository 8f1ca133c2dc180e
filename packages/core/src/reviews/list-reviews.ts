import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import type { reviewOperations } from '@paygate/contract/reviews';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, SessionCaller } from '../caller.ts';
import { viewReview } from './review.view.ts';
import { reviewsAfter, type ReviewFilter } from './reviews.sql.ts';

type List = (typeof reviewOperations)['list'];

const wanted = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text.toUpperCase());
/** The open ones unless something else is asked for; a state that does not exist finds nothing. */
const stateOf = (state: string | undefined): string | undefined => (wanted(state) === 'ALL' ? undefined : (wanted(state) ?? 'OPEN'));
/** An id that is none finds nothing: nobody has it. */
const NOBODY_AT_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const assigneeOf = (assignedTo: string | undefined, memberId: string): string | null | undefined => {
  if (assignedTo === undefined || assignedTo === '') return undefined;
  if (assignedTo === 'nobody') return null;
  if (assignedTo === 'me') return memberId;
  return isUuid(assignedTo) ? assignedTo : NOBODY_AT_ALL;
};

const filterOf = (query: Input<List>, memberId: string): ReviewFilter => ({
  state: stateOf(query.state), inexact: wanted(query.inexact), reason: wanted(query.reason), mode: query.mode, q: query.q === '' ? undefined : query.q,
  olderThanHours: query.olderThanHours === undefined ? undefined : Number(query.olderThanHours), assignedTo: assigneeOf(query.assignedTo, memberId),
  minSatang: query.minAmount === undefined ? undefined : (satangFromBaht(query.minAmount) ?? 0), maxSatang: query.maxAmount === undefined ? undefined : (satangFromBaht(query.maxAmount) ?? 0),
  afterId: query.cursor !== undefined && isUuid(query.cursor) ? query.cursor : undefined,
});

/** Oldest first, at most `limit`. A cursor that is not ours starts from the oldest. */
export const listReviews = async ({ sql, platform, caller }: Ctx<SessionCaller>, query: Input<List>): Promise<Answer<List>> => {
  const found = reviewsAfter(filterOf(query, caller.memberId), query.limit + 1);
  const rows = await sql.query(found.statement, found.values);
  const settings = await platform.settings();
  const shown = rows.slice(0, query.limit);
  return { credits: shown.map((row) => viewReview(row, settings)), nextCursor: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null };
};
