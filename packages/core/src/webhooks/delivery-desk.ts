import { newId } from '../ids.ts';
import { createCoalescer } from '../db/coalescer.ts';
import { plainArray } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { remember } from '../recall.ts';
import { webhookSecretPurpose } from './create-webhook.ts';
import { claimDeliveries, completeDeliveries, dueEndpoints, releaseDeliveries, type ClaimedDelivery } from './deliveries.sql.ts';
import { deliveryBody, deliveryHeaders } from './delivery.view.ts';
import type { Asked } from './endpoint-lanes.ts';
import { stepAfter, type NextStep } from './retry.rules.ts';
import type { Resolve } from './vetting-connector.ts';
import { createWebhookSender, type Attempted } from './webhook-sender.ts';

export interface DeskOptions {
  /** How long a claimed delivery belongs to this process. Default: the time-out and 20 s for the completion. */
  readonly leaseMs?: number;
  /** Multiplies every retry delay and every pause of a breaker. */
  readonly backoffScale?: number;
  readonly resolve?: Resolve;
}

/** The single steps of a delivery: taking it, sending it, writing down what came of it. */
export interface DeliveryDesk {
  claim(asked: readonly Asked[]): Promise<readonly ClaimedDelivery[]>;
  /** Throws only for faults of ours (a secret that does not open); then the lease runs out and it is tried again, uncounted. */
  send(claimed: ClaimedDelivery): Promise<Attempted>;
  /** Gives back what was claimed and is not sent. */
  release(claimed: readonly ClaimedDelivery[]): Promise<void>;
  /** Committed when it resolves. */
  complete(claimed: ClaimedDelivery, attempted: Attempted): Promise<NextStep>;
  dueEndpointIds(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const COMPLETION_MARGIN_MS = 20_000;
const MS_PER_SECOND = 1_000;
const COMPLETIONS_GATHER_MS = 20;
const COMPLETIONS_WAITING_MAX = 100_000;

interface Ended { readonly attemptId: string; readonly claimed: ClaimedDelivery; readonly attempted: Attempted; readonly step: NextStep }

export const createDeliveryDesk = ({ config, database, vault, clock }: Pick<Platform, 'config' | 'database' | 'vault' | 'clock'>, options: DeskOptions): DeliveryDesk => {
  const { leaseMs = config.webhookTimeoutMs + COMPLETION_MARGIN_MS, backoffScale = 1, resolve } = options;
  const sender = createWebhookSender({ runtime: config.runtime, timeoutMs: config.webhookTimeoutMs, ...(resolve && { resolve }) });
  const completions = createCoalescer<Ended, NextStep>({
    flush: async (ended) => {
      await database.query(completeDeliveries, [...completionColumns(ended), backoffScale]);
      return ended.map(({ step }) => step);
    },
    // The lane is free already, and a delivery that is told twice is harmless: nobody waits for this.
    flushesMax: 1, gatherMs: COMPLETIONS_GATHER_MS, batchMax: 1_000, waitingMax: COMPLETIONS_WAITING_MAX,
  });
  // Decrypting costs as much as signing, and a secret signs many deliveries; after a rotation it is sealed in another text.
  const opened = remember((text) => {
    const [endpointId = '', sealed = ''] = text.split(' ');
    return vault.open(sealed, webhookSecretPurpose(endpointId));
  });
  return {
    claim: (asked) => database.query(claimDeliveries, [asked.map(({ endpointId }) => endpointId), asked.map(({ room }) => room), leaseMs / MS_PER_SECOND]),
    send: async (claimed) => {
      // Every claim brings the secrets that sign now, so a rotation is obeyed at once.
      const open = (sealed: string): string => opened(`${claimed.endpointId} ${sealed}`);
      const secret = open(claimed.secretEncrypted);
      const previousSecret = claimed.previousSecretEncrypted === null ? null : open(claimed.previousSecretEncrypted);
      const body = deliveryBody(claimed);
      const nowSeconds = Math.floor(clock() / MS_PER_SECOND);
      return sender.send({ url: claimed.url, body, headers: deliveryHeaders(claimed, { secret, previousSecret, body, nowSeconds }) });
    },
    release: async (claimed) => {
      await database.query(releaseDeliveries, [claimed.map(({ deliveryId }) => deliveryId)]);
    },
    complete: (claimed, attempted) => {
      const { policy, isSample = false, attempts } = claimed;
      const step = stepAfter({ isAccepted: attempted.isAccepted, attempt: attempts + 1, policy, attemptsMax: config.webhookAttemptsMax, isSample, chance: Math.random() });
      const scaled = step.status === 'PENDING' ? { ...step, delayMs: step.delayMs * backoffScale } : step;
      return completions.push({ attemptId: newId(), claimed, attempted, step: scaled });
    },
    dueEndpointIds: async () => (await database.query(dueEndpoints, [])).map(({ endpointId }) => endpointId),
    close: () => sender.close(),
  };
};

/** The parameters of `deliveries.complete`, column by column. */
const completionColumns = (ended: readonly Ended[]): readonly unknown[] => [
  plainArray(ended.map(({ attemptId }) => attemptId)),
  plainArray(ended.map(({ claimed }) => claimed.deliveryId)),
  plainArray(ended.map(({ claimed }) => claimed.attempts + 1)),
  plainArray(ended.map(({ step }) => step.status)),
  plainArray(ended.map(({ step }) => (step.status === 'PENDING' ? step.delayMs / MS_PER_SECOND : 0))),
  plainArray(ended.map(({ attempted }) => attempted.statusCode)),
  ended.map(({ attempted }) => attempted.error),
  ended.map(({ attempted }) => attempted.responseBody),
  plainArray(ended.map(({ attempted }) => attempted.durationMs)),
  ended.map(({ claimed }) => claimed.url),
  plainArray(ended.map(({ claimed }) => claimed.endpointId)),
];
