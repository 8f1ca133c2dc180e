import { createMatcher, CREDITS_STORED } from '@paygate/core/credits/matcher';
import { inquireNotices, requeueNotices } from '@paygate/core/credits/sources/inquire-notices';
import { makeFeeStatements } from '@paygate/core/fee-statements/make-fee-statements';
import { forgetOldAnswers } from '@paygate/core/idempotency/forget-old-answers';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { freeUniqueAmounts } from '@paygate/core/payments/free-amounts';
import { tallyPayments } from '@paygate/core/payments/tally-payments';
import { advancePayouts } from '@paygate/core/payouts/advance-payouts';
import { forgetSpentSignatures } from '@paygate/core/payouts/forget-spent-signatures';
import { requeuePayouts } from '@paygate/core/payouts/requeue-payouts';
import type { Platform } from '@paygate/core/platform';
import type { JobHandlers } from '@paygate/core/queue';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { keepRequestDays } from '@paygate/core/requests/keep-request-days';
import { runSettlementSchedules } from '@paygate/core/settlements/run-schedules';
import { requeueSlips, verifySlips } from '@paygate/core/slips/verify-slips';
import { requeueImports, workImports } from '@paygate/core/statements/work-imports';
import { createDispatcher } from '@paygate/core/webhooks/dispatcher';
import { forgetEvents } from '@paygate/core/webhooks/forget-events';
import { cancelDeliveriesOfDeleted } from '@paygate/core/webhooks/resend-deliveries';
import { forgetEndedWebhookSecrets } from '@paygate/core/webhooks/rotate-secret';
import { DELIVERIES_DUE } from '@paygate/core/webhooks/wake-endpoints';
import { watchHealth } from '@paygate/core/webhooks/watch-health';
import { forgetListeners } from '@paygate/core/webhooks/forget-listeners';
import { startUpkeep } from './upkeep.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Everything that happens without a request: matching, deliveries, expiry, upkeep. Any number of workers may run. */
export const startWorker = async (platform: Platform): Promise<{ stop(): Promise<void> }> => {
  const { queue, bell, log } = platform;
  const [matcher, dispatcher] = [createMatcher(platform), createDispatcher(platform)];
  const handlers: JobHandlers = {
    'notices.inquire': async (payloads) => inquireNotices(platform, payloads.map(({ noticeId }) => noticeId)),
    'statements.import': async (payloads) => workImports(platform, payloads.map(({ importId }) => importId)),
    'payouts.send': async (payloads) => advancePayouts(platform, payloads.map(({ payoutId }) => payoutId)),
    'slips.verify': async (payloads) => verifySlips(platform, payloads.map(({ slipId }) => slipId)),
  };
  await queue.work(handlers);
  const silence = [
    ...(Object.keys(handlers) as (keyof JobHandlers)[]).map((name) => bell.listen(name, () => queue.nudge(name))),
    bell.listen(CREDITS_STORED, (creditIds) => matcher.wake(creditIds)),
    bell.listen(DELIVERIES_DUE, (endpointIds) => dispatcher.wake(endpointIds)),
  ];
  const upkeep = startUpkeep(log, [
    { name: 'expire payments', everyMilliseconds: SECOND, perform: () => expirePayments(platform) },
    { name: 'find due deliveries', everyMilliseconds: 2 * SECOND, perform: () => dispatcher.sweep() },
    { name: 'find waiting credits', everyMilliseconds: 2 * SECOND, perform: () => matcher.sweep() },
    { name: 'find overdue notices', everyMilliseconds: 30 * SECOND, perform: () => requeueNotices(platform) },
    { name: 'find overdue slips', everyMilliseconds: 30 * SECOND, perform: () => requeueSlips(platform) },
    { name: 'find stalled statements', everyMilliseconds: MINUTE, perform: () => requeueImports(platform) },
    { name: 'find stalled payouts', everyMilliseconds: MINUTE, perform: () => requeuePayouts(platform) },
    { name: 'compare the books', everyMilliseconds: MINUTE, perform: () => reconcileBooks(platform) },
    { name: 'ask for daily settlements', everyMilliseconds: MINUTE, perform: () => runSettlementSchedules(platform) },
    { name: 'make fee statements', everyMilliseconds: 10 * MINUTE, perform: () => makeFeeStatements(platform) },
    { name: 'free unique amounts', everyMilliseconds: 30 * SECOND, perform: () => freeUniqueAmounts(platform) },
    { name: 'judge webhooks that fail', everyMilliseconds: MINUTE, perform: () => watchHealth(platform) },
    { name: 'cancel deliveries of deleted webhooks', everyMilliseconds: MINUTE, perform: () => cancelDeliveriesOfDeleted(platform.database) },
    { name: 'forget ended webhook secrets', everyMilliseconds: MINUTE, perform: () => forgetEndedWebhookSecrets(platform.database) },
    { name: 'forget spent signatures', everyMilliseconds: 10 * MINUTE, perform: () => forgetSpentSignatures(platform.database) },
    { name: 'keep days of requests', everyMilliseconds: 10 * MINUTE, perform: () => keepRequestDays(platform) },
    { name: 'forget old events', everyMilliseconds: 10 * MINUTE, perform: (stopping) => forgetEvents(platform, stopping) },
    { name: 'forget old listeners', everyMilliseconds: 10 * MINUTE, perform: () => forgetListeners(platform.database) },
    { name: 'tally payments', everyMilliseconds: MINUTE, perform: () => tallyPayments(platform.database) },
    { name: 'forget old answers', everyMilliseconds: 10 * MINUTE, perform: () => forgetOldAnswers(platform.database) },
  ]);
  return {
    stop: async () => {
      for (const stopListening of silence) stopListening();
      await Promise.all([upkeep.stop(), matcher.stop()]);
      await dispatcher.stop();
    },
  };
};
