const ANSWER_MS_MAX = 10_000;

/** The receiving bank gives an outgoing transfer back; whoever inquires hears of it afterwards. Safe to repeat. False when the bank does not do it, or cannot be reached. */
export const returnAtSandboxBank = (url: string, reference: string): Promise<boolean> =>
  fetch(`${url}/outgoing/${encodeURIComponent(reference)}/return`, { method: 'POST', redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS_MAX) }).then(({ ok }) => ok, () => false);
