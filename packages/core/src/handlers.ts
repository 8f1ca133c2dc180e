import type { Operations } from '@paygate/contract';
import type { Answer, Input, Operation } from '@paygate/contract/kernel';
import { createBankAccount, freezeBankAccount, listBankAccounts, unfreezeBankAccount, updateBankAccount } from './accounts/admin-accounts.ts';
import { listAccounts } from './accounts/list-accounts.ts';
import { createReceivingAccount, getReceivingSettings, listReceivingAccounts, setReceivingSettings, updateReceivingAccount } from './accounts/own-accounts.ts';
import { listTransactions } from './admin/list-transactions.ts';
import { cancelBatch } from './batches/cancel-batch.ts';
import { checkBatch } from './batches/check-batch.ts';
import { createBatch } from './batches/create-batch.ts';
import { exportBatch } from './batches/export-batch.ts';
import { importBatchResult } from './batches/import-batch-result.ts';
import { getBatch, listBatches } from './batches/list-batches.ts';
import type { Ctx, FeedCaller, KeyCaller, NoCaller, PublicKeyCaller, SessionCaller, WriteCtx } from './caller.ts';
import { createCheckoutSession } from './checkout/create-checkout-session.ts';
import { getCheckout } from './checkout/get-checkout.ts';
import { getInexactPolicy, setInexactPolicy } from './credits/inexact-policy.ts';
import { listPaymentCredits } from './credits/list-payment-credits.ts';
import { createBankFeed, listBankFeeds, revokeBankFeed, rotateBankFeed } from './credits/bank-feeds.ts';
import { reportCredits } from './credits/report-credits.ts';
import { receiveScbNotice } from './credits/sources/receive-scb-notice.ts';
import { payFeeStatement, voidFeeStatement } from './fee-statements/close-fee-statement.ts';
import { exportFeeStatement, getFeeStatement, listAllFeeStatements, listFeeStatements } from './fee-statements/list-fee-statements.ts';
import { createLink } from './links/create-link.ts';
import { listRecentLinks } from './links/list-recent-links.ts';
import { createReusableLink, disableReusableLink, listReusableLinks } from './links/reusable-links.ts';
import { getBalance, getLineSummary } from './merchants/get-balance.ts';
import { getProfile } from './merchants/get-profile.ts';
import { getTerms, updateTerms } from './merchants/merchant-terms.ts';
import { listPlans, updatePlan } from './merchants/plans.ts';
import { cancelPayment } from './payments/cancel-payment.ts';
import { createPayment } from './payments/create-payment.ts';
import { getPayment, getPaymentByOrder } from './payments/get-payment.ts';
import { listPayments } from './payments/list-payments.ts';
import { readTemplateImage } from './payments/read-template-image.ts';
import type { Platform } from './platform.ts';
import { listBanks } from './banks/list-banks.ts';
import { listAdminPayouts, listMerchantPayouts, summarizeAdminPayouts, summarizeMerchantPayouts } from './payout-dashboard/list-payouts.ts';
import { cancelPayout } from './payouts/cancel-payout.ts';
import { createBulkPayout, createPayout } from './payouts/create-payout.ts';
import { getPayoutByRef, listPayouts } from './payouts/get-payout.ts';
import { createRefund } from './refunds/create-refund.ts';
import { listRefunds } from './refunds/list-refunds.ts';
import { getAnyRequest, getMerchantRequest, getRequest } from './requests/get-request.ts';
import { listAnyRequests, listMerchantRequests, listRequests } from './requests/list-requests.ts';
import { replayRequest } from './requests/replay-request.ts';
import { getSignatureSettings } from './payouts/signature-settings.ts';
import { getBooks, resumeSending } from './reports/get-books.ts';
import { bounceSandboxPayout } from './sandbox/bounce-sandbox-payout.ts';
import { acceptCredit, splitCredit } from './reviews/accept-credit.ts';
import { confirmPayment } from './reviews/confirm-payment.ts';
import { confirmProposal, declineProposal, listProposals } from './reviews/decide-proposal.ts';
import { getReview } from './reviews/get-review.ts';
import { listReviews } from './reviews/list-reviews.ts';
import { assignCredit, ignoreCredit, noteCredit, reopenCredit, unassignCredit } from './reviews/mark-credit.ts';
import { returnCredit } from './reviews/return-credit.ts';
import { expireSandboxPayment } from './sandbox/expire-sandbox-payment.ts';
import { failSandboxPayment } from './sandbox/fail-sandbox-payment.ts';
import { paySandboxPayment } from './sandbox/pay-sandbox-payment.ts';
import { advanceClock, getTestClock, resetClock } from './sandbox/test-clock.ts';
import { listSlips, readSlipWish, sendSlip } from './slips/send-slip.ts';
import { getSession } from './sessions/get-session.ts';
import { adminLogin, login } from './sessions/login.ts';
import { logout } from './sessions/logout.ts';
import { changeSettings, listSettings } from './settings/change-settings.ts';
import { cancelSettlement } from './settlements/cancel-settlement.ts';
import { createSettlement } from './settlements/create-settlement.ts';
import { listAllSettlements, listSettlements, summarizeAllSettlements, summarizeSettlements } from './settlements/list-settlements.ts';
import { completeSettlement, completeSettlements, failSettlement, startSettlement } from './settlements/settle-settlement.ts';
import { getSettlementAccount, setSettlementAccount } from './settlements/settlement-account.ts';
import { getSettlementSchedule, setSettlementSchedule } from './settlements/settlement-schedule.ts';
import { decideStatementLine } from './statements/decide-line.ts';
import { importStatement } from './statements/import-statement.ts';
import { getStatement, listStatements } from './statements/list-statements.ts';
import { retryStatement } from './statements/retry-statement.ts';
import { getStatementProfile, setStatementProfile } from './statements/statement-profile.ts';
import { createWebhook } from './webhooks/create-webhook.ts';
import { getDelivery } from './webhooks/get-delivery.ts';
import { getWebhook, listMerchantWebhooks, listWebhooks } from './webhooks/get-webhook.ts';
import { listDeliveries } from './webhooks/list-deliveries.ts';
import { getEvent, listEvents } from './webhooks/list-events.ts';
import { listMerchantNotices, listNotices } from './webhooks/list-notices.ts';
import { listWebhookEvents } from './webhooks/list-webhook-events.ts';
import { deleteWebhook, pauseWebhook, resumeWebhook } from './webhooks/pause-webhook.ts';
import { recoverDeliveries, replayDelivery, testWebhook } from './webhooks/resend-deliveries.ts';
import { revokeWebhookSecret, rotateWebhookSecret } from './webhooks/rotate-secret.ts';
import { updateWebhook } from './webhooks/update-webhook.ts';
import { closeListener } from './webhooks/close-listener.ts';
import { createListener } from './webhooks/create-listener.ts';
import { pollListener } from './webhooks/poll-listener.ts';
import { createWithdrawal } from './withdrawals/create-withdrawal.ts';
import { approveWithdrawal, rejectWithdrawal } from './withdrawals/decide-withdrawal.ts';
import { listWithdrawals } from './withdrawals/list-withdrawals.ts';
import { getWithdrawalRule, setWithdrawalRule } from './withdrawals/withdrawal-rule.ts';

interface Callers { secretKey: KeyCaller; publicKey: PublicKeyCaller; signed: KeyCaller; session: SessionCaller; bankFeed: FeedCaller; public: NoCaller }
type CallerOf<O extends Operation> = Callers[O['auth']];

/** A verb and where it runs: in a transaction that the edge opens, or on the pool (reads, and verbs that call others first). */
type Handler<O extends Operation> = Prepared<O> & (
  | { readonly runsIn: 'transaction'; readonly verb: (ctx: WriteCtx<CallerOf<O>>, input: Input<O>) => Promise<Answer<O>> }
  | { readonly runsIn: 'pool'; readonly isSafeTwice?: true; readonly verb: (ctx: Ctx<CallerOf<O>>, input: Input<O>) => Promise<Answer<O>> });
/** What takes long and writes nothing, such as reading a picture, before any transaction. Undefined where there is nothing to do. */
interface Prepared<O extends Operation> { readonly prepare?: (platform: Platform, input: Input<O>) => Promise<Input<O>> | undefined }
/** Mirrors the contract: a missing or misspelt verb is a compile error. */
export type Handlers = { readonly [N in keyof Operations]: { readonly [V in keyof Operations[N]]: Operations[N][V] extends Operation ? Handler<Operations[N][V]> : never } };

const reads = <V>(verb: V) => ({ runsIn: 'pool', verb }) as const;
const writes = <V>(verb: V) => ({ runsIn: 'transaction', verb }) as const;
/** Writes through the flush that many requests share, or in the transaction of its Idempotency-Key. */
const coalesces = reads;
/** Calls somebody over the network or works for long, so it must not hold a transaction. */
const runsFree = reads;
/** So does this, and done twice, also at once, it is as done once: its answer is kept for an Idempotency-Key when it is done. */
const runsFreeAgain = <V>(verb: V) => ({ runsIn: 'pool', isSafeTwice: true, verb }) as const;

/** With a key and in the dashboard alike. */
const webhookVerbs = {
  create: writes(createWebhook), get: reads(getWebhook), update: writes(updateWebhook), delete: writes(deleteWebhook), pause: writes(pauseWebhook), resume: writes(resumeWebhook),
  rotateSecret: writes(rotateWebhookSecret), revokeSecret: writes(revokeWebhookSecret), test: writes(testWebhook), recover: writes(recoverDeliveries),
  deliveries: reads(listDeliveries), delivery: reads(getDelivery), replay: writes(replayDelivery),
};

export const handlers: Handlers = {
  payments: { create: { ...coalesces(createPayment), prepare: readTemplateImage }, get: reads(getPayment), getByOrder: reads(getPaymentByOrder), cancel: writes(cancelPayment), list: reads(listPayments) },
  payouts: {
    create: writes(createPayout), bulk: writes(createBulkPayout), getByRef: reads(getPayoutByRef), cancel: writes(cancelPayout), list: reads(listPayouts),
    signatureSettings: reads(getSignatureSettings),
  },
  withdrawals: {
    create: writes(createWithdrawal), approve: writes(approveWithdrawal), reject: writes(rejectWithdrawal), list: reads(listWithdrawals),
    rule: reads(getWithdrawalRule), setRule: writes(setWithdrawalRule),
  },
  settlements: {
    list: reads(listSettlements), summary: reads(summarizeSettlements), create: writes(createSettlement), cancel: writes(cancelSettlement),
    account: reads(getSettlementAccount), setAccount: writes(setSettlementAccount), schedule: reads(getSettlementSchedule), setSchedule: writes(setSettlementSchedule),
    adminList: reads(listAllSettlements), adminSummary: reads(summarizeAllSettlements), start: writes(startSettlement), complete: writes(completeSettlement),
    fail: writes(failSettlement), completeBatch: writes(completeSettlements),
  },
  slips: { send: { ...writes(sendSlip), prepare: readSlipWish }, list: reads(listSlips) },
  refunds: { create: writes(createRefund), list: reads(listRefunds) },
  merchantPayouts: { list: reads(listMerchantPayouts), summary: reads(summarizeMerchantPayouts) },
  adminPayouts: { list: reads(listAdminPayouts), summary: reads(summarizeAdminPayouts) },
  batches: {
    create: writes(createBatch), check: writes(checkBatch), file: writes(exportBatch), result: runsFreeAgain(importBatchResult), cancel: writes(cancelBatch),
    list: reads(listBatches), get: reads(getBatch),
  },
  bankAccounts: {
    list: reads(listBankAccounts), create: writes(createBankAccount), update: writes(updateBankAccount), freeze: writes(freezeBankAccount), unfreeze: writes(unfreezeBankAccount),
  },
  receivingAccounts: {
    list: reads(listReceivingAccounts), create: writes(createReceivingAccount), update: writes(updateReceivingAccount), settings: reads(getReceivingSettings), setSettings: writes(setReceivingSettings),
  },
  bankFeeds: { list: reads(listBankFeeds), create: writes(createBankFeed), rotate: writes(rotateBankFeed), revoke: writes(revokeBankFeed) },
  feeStatements: { list: reads(listFeeStatements), get: reads(getFeeStatement), file: reads(exportFeeStatement) },
  adminFeeStatements: { list: reads(listAllFeeStatements), pay: writes(payFeeStatement), void: writes(voidFeeStatement) },
  plans: { list: reads(listPlans), update: writes(updatePlan) },
  terms: { get: reads(getTerms), update: writes(updateTerms) },
  settings: { list: reads(listSettings), update: writes(changeSettings) },
  books: { status: reads(getBooks), resume: writes(resumeSending) },
  banks: { list: reads(listBanks) },
  accounts: { list: reads(listAccounts) },
  checkout: { get: reads(getCheckout), createSession: coalesces(createCheckoutSession) },
  merchants: { balance: reads(getBalance), lineSummary: reads(getLineSummary), profile: reads(getProfile) },
  webhooks: { ...webhookVerbs, list: reads(listWebhooks), notices: reads(listNotices), events: reads(listWebhookEvents) },
  merchantWebhooks: { ...webhookVerbs, list: reads(listMerchantWebhooks), notices: reads(listMerchantNotices) },
  events: { list: reads(listEvents), get: reads(getEvent) },
  listeners: { create: writes(createListener), deliveries: runsFree(pollListener), close: writes(closeListener) },
  requests: { list: reads(listRequests), get: reads(getRequest), replay: runsFree(replayRequest) },
  merchantRequests: { list: reads(listMerchantRequests), get: reads(getMerchantRequest) },
  adminRequests: { list: reads(listAnyRequests), get: reads(getAnyRequest) },
  sandbox: {
    pay: runsFree(paySandboxPayment), fail: writes(failSandboxPayment), expire: writes(expireSandboxPayment), bounce: runsFree(bounceSandboxPayout),
    clock: reads(getTestClock), advanceClock: writes(advanceClock), resetClock: writes(resetClock),
  },
  sessions: { login: runsFree(login), adminLogin: runsFree(adminLogin), logout: writes(logout), me: reads(getSession) },
  links: { create: coalesces(createLink), recent: reads(listRecentLinks) },
  reusableLinks: { create: writes(createReusableLink), list: reads(listReusableLinks), disable: writes(disableReusableLink) },
  admin: { transactions: reads(listTransactions) },
  statements: {
    import: runsFreeAgain(importStatement), list: reads(listStatements), get: reads(getStatement), retry: writes(retryStatement), decideLine: writes(decideStatementLine),
    profile: reads(getStatementProfile), setProfile: writes(setStatementProfile),
  },
  credits: { report: coalesces(reportCredits) },
  notices: { scb: writes(receiveScbNotice) },
  inexact: { credits: reads(listPaymentCredits), policy: reads(getInexactPolicy), setPolicy: writes(setInexactPolicy) },
  reviews: {
    list: reads(listReviews), get: reads(getReview), proposals: reads(listProposals), accept: writes(acceptCredit), split: writes(splitCredit), return: writes(returnCredit),
    assign: writes(assignCredit), unassign: writes(unassignCredit), ignore: writes(ignoreCredit), reopen: writes(reopenCredit), note: writes(noteCredit),
    confirmProposal: writes(confirmProposal), declineProposal: writes(declineProposal), confirmPayment: writes(confirmPayment),
  },
};
