import { eventDescriptions } from '@paygate/contract/events';
import type { Answer } from '@paygate/contract/kernel';
import type { webhookOperations } from '@paygate/contract/webhooks';

/** The names an endpoint may subscribe to, the same for everybody. */
export const listWebhookEvents = async (): Promise<Answer<(typeof webhookOperations)['events']>> => ({
  object: 'list', events: Object.entries(eventDescriptions).map(([name, description]) => ({ name, description })),
});
