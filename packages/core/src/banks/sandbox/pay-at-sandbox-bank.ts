import { TransferAnswer, type TransferOrder } from './sandbox-lines.ts';

const ANSWER_MS_MAX = 10_000;

export type PaidAtSandboxBank =
  | { readonly ok: true; readonly bankReference: string; readonly paidAt: string }
  | { readonly ok: false; readonly reason: string };

/**
 * A payer's transfer, ordered as the payer's app would. Each call is another transfer. The bank notifies PayGate afterwards, by
 * itself; `ok: false` when the bank cannot be reached or does not take the order.
 */
export const payAtSandboxBank = async (url: string, order: TransferOrder): Promise<PaidAtSandboxBank> => {
  try {
    const response = await fetch(`${url}/transfers`, {
      method: 'POST', body: JSON.stringify(order), redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS_MAX), headers: { 'content-type': 'application/json' },
    });
    if (response.status !== 201) return { ok: false, reason: `the bank answered ${response.status}: ${await response.text()}` };
    return { ok: true, ...TransferAnswer.parse(await response.json()) };
  } catch (cause) {
    return { ok: false, reason: cause instanceof Error ? `${cause.message}${cause.cause instanceof Error ? `: ${cause.cause.message}` : ''}` : 'no answer' };
  }
};
