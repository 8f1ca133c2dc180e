import { accountOperations } from './accounts.ts';
import { checkoutOperations } from './checkout.ts';
import { batchOperations } from './batches.ts';
import { bankAccountOperations } from './bank-accounts.ts';
import { bankFeedOperations } from './bank-feeds.ts';
import { bookOperations } from './books.ts';
import { creditOperations } from './credits.ts';
import { adminOperations, linkOperations } from './dashboard.ts';
import { errors, type ErrorCode } from './errors.ts';
import { eventFeedOperations } from './event-feed.ts';
import { inexactOperations } from './inexact.ts';
import { adminFeeStatementOperations, feeStatementOperations } from './fee-statements.ts';
import { takesIdempotencyKey, type Operation } from './kernel.ts';
import { merchantOperations } from './merchants.ts';
import { noticeOperations } from './notices.ts';
import { paymentOperations } from './payments.ts';
import { adminPayoutOperations, merchantPayoutOperations } from './payout-dashboard.ts';
import { bankOperations, payoutOperations } from './payouts.ts';
import { receivingAccountOperations } from './receiving-accounts.ts';
import { refundOperations } from './refunds.ts';
import { adminRequestOperations, merchantRequestOperations, requestOperations } from './requests.ts';
import { sandboxOperations } from './sandbox.ts';
import { reviewActOperations } from './review-acts.ts';
import { reviewOperations } from './reviews.ts';
import { reusableLinkOperations } from './reusable-links.ts';
import { sessionOperations } from './sessions.ts';
import { slipOperations } from './slips.ts';
import { settlementOperations } from './settlements.ts';
import { planOperations, settingOperations, termsOperations } from './terms.ts';
import { listenerOperations } from './webhook-listeners.ts';
import { statementOperations } from './statements.ts';
import { merchantWebhookOperations } from './webhook-dashboard.ts';
import { webhookOperations } from './webhooks.ts';
import { withdrawalOperations } from './withdrawals.ts';

/** The whole contract. Its shape is the shape of the tRPC router and of `handlers.ts`. */
export const operations = {
  payments: paymentOperations,
  payouts: payoutOperations,
  withdrawals: withdrawalOperations,
  settlements: settlementOperations,
  refunds: refundOperations,
  slips: slipOperations,
  merchantPayouts: merchantPayoutOperations,
  adminPayouts: adminPayoutOperations,
  batches: batchOperations,
  bankAccounts: bankAccountOperations,
  receivingAccounts: receivingAccountOperations,
  bankFeeds: bankFeedOperations,
  feeStatements: feeStatementOperations,
  adminFeeStatements: adminFeeStatementOperations,
  plans: planOperations,
  terms: termsOperations,
  settings: settingOperations,
  books: bookOperations,
  banks: bankOperations,
  accounts: accountOperations,
  checkout: checkoutOperations,
  merchants: merchantOperations,
  webhooks: webhookOperations,
  events: eventFeedOperations,
  merchantWebhooks: merchantWebhookOperations,
  listeners: listenerOperations,
  requests: requestOperations,
  merchantRequests: merchantRequestOperations,
  adminRequests: adminRequestOperations,
  sandbox: sandboxOperations,
  sessions: sessionOperations,
  links: linkOperations,
  reusableLinks: reusableLinkOperations,
  admin: adminOperations,
  credits: creditOperations,
  statements: statementOperations,
  notices: noticeOperations,
  inexact: inexactOperations,
  reviews: { ...reviewOperations, ...reviewActOperations },
};
export type Operations = typeof operations;

export const allOperations: readonly Operation[] = Object.values(operations).flatMap((nouns): Operation[] => Object.values(nouns));

const forAuth: Record<Operation['auth'], readonly ErrorCode[]> = {
  secretKey: ['UNAUTHORIZED', 'FORBIDDEN', 'KEY_MODE_NOT_ALLOWED'],
  publicKey: ['UNAUTHORIZED', 'FORBIDDEN', 'KEY_MODE_NOT_ALLOWED', 'ORIGIN_NOT_ALLOWED'],
  signed: ['UNAUTHORIZED', 'FORBIDDEN', 'KEY_MODE_NOT_ALLOWED', 'SIGNATURE_REQUIRED', 'SIGNATURE_INVALID', 'SIGNATURE_EXPIRED', 'NONCE_REUSED', 'DUPLICATE_PAYOUT_REQUEST'],
  session: ['SESSION_REQUIRED', 'FORBIDDEN'],
  bankFeed: ['UNAUTHORIZED'],
  public: [],
};

const knownErrors = new WeakMap<Operation, readonly ErrorCode[]>();
/** Everything an operation may refuse with: what it declares and what its kind implies. Sorted by status, then code. */
export const errorsOf = (operation: Operation): readonly ErrorCode[] => {
  // Asked at each refusal, and by the docs for each code.
  const known = knownErrors.get(operation) ?? findErrors(operation);
  knownErrors.set(operation, known);
  return known;
};
const findErrors = (operation: Operation): readonly ErrorCode[] => {
  // A write may come with a body that cannot be read, wanted or not.
  const takesBody = operation.method !== 'GET';
  const takesInput = operation.params ?? operation.query ?? takesBody;
  const codes: ErrorCode[] = [
    ...operation.errors, ...forAuth[operation.auth], 'RATE_LIMITED', 'SERVER_ERROR', 'SERVICE_UNAVAILABLE',
    ...(takesInput ? [operation.invalidCode ?? 'INVALID_REQUEST' as const] : []),
    ...(takesBody ? ['PAYLOAD_TOO_LARGE' as const] : []),
    ...(takesIdempotencyKey(operation) ? [idempotencyReuse(operation), 'IDEMPOTENCY_IN_PROGRESS' as const] : []),
    ...(operation.idempotency === 'required' ? ['IDEMPOTENCY_KEY_REQUIRED' as const] : []),
  ];
  return [...new Set(codes)].toSorted((a, b) => errors[a].status - errors[b].status || a.localeCompare(b));
};

/** What a key under another body is called: payouts have the document's own code for it. */
export const idempotencyReuse = (operation: Operation): ErrorCode => (operation.idempotency === 'required' ? 'DUPLICATE_PAYOUT_REQUEST' : 'IDEMPOTENCY_KEY_REUSED');
