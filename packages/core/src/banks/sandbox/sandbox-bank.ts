import type { BankPort, InquiryResult, SendResult } from '../bank-port.ts';
import { OutgoingAnswer } from './sandbox-lines.ts';

const ANSWER_MS_MAX = 10_000;
const AMOUNT_SATANG_MAX = 200_000_000;
const reasons: Readonly<Record<string, string>> = { AC01: 'wrong account number', AC04: 'account closed' };

interface SandboxBankOptions {
  /** The sandbox bank's own address, as SANDBOX_BANK_URL has it. */
  readonly url: string;
  readonly answerMsMax?: number;
}

/** The sandbox bank behind the port. Amounts up to 2,000,000.00 THB, as the real rails carry. */
export const sandboxBank = ({ url, answerMsMax = ANSWER_MS_MAX }: SandboxBankOptions): BankPort => ({
  name: 'sandbox',
  capabilities: { isSendIdempotent: true, isNotFoundFinal: true, amountSatangMax: AMOUNT_SATANG_MAX, answerMsMax },
  send: async (reference, order): Promise<SendResult> => {
    if (order.amountSatang > AMOUNT_SATANG_MAX) return { kind: 'REJECTED', reasonCode: 'AM02', reason: 'more than the bank carries in one transfer' };
    const called = await call(`${url}/outgoing`, { method: 'POST', body: JSON.stringify({ reference, ...order }), answerMsMax });
    if (called.kind === 'no answer') return called.isNeverSent ? { kind: 'NOT_SENT', reason: called.reason } : { kind: 'UNKNOWN', reason: called.reason };
    const { status, body } = called;
    if (status === 200) return resultOf(reference, body);
    // Only the bank's own words are certain: whatever stands between may say 400 or 503 of an order that it has passed on.
    if (status === 503 && codeOf(body) === 'DOWN') return { kind: 'NOT_SENT', reason: 'the bank is closed' };
    // A reused reference names money that did move: saying REJECTED here would allow a second transfer.
    if (status === 400 && codeOf(body) === 'INVALID_REQUEST') return { kind: 'REJECTED', reasonCode: 'MS03', reason: 'the bank does not understand the order' };
    return { kind: 'UNKNOWN', reason: `the bank answered ${status} ${codeOf(body) ?? ''}`.trim() };
  },
  inquire: async (reference): Promise<InquiryResult> => {
    const called = await call(`${url}/outgoing/${encodeURIComponent(reference)}`, { method: 'GET', answerMsMax });
    if (called.kind === 'no answer') return { kind: 'UNKNOWN', reason: called.reason };
    if (called.status === 404 && codeOf(called.body) === 'NOT_FOUND') return { kind: 'NOT_FOUND' };
    return called.status === 200 ? resultOf(reference, called.body) : { kind: 'UNKNOWN', reason: `the bank answered ${called.status}` };
  },
});

const resultOf = (reference: string, body: unknown): Exclude<SendResult, { kind: 'NOT_SENT' }> => {
  const parsed = OutgoingAnswer.safeParse(body);
  if (!parsed.success) return { kind: 'UNKNOWN', reason: 'the answer is not understood' };
  if (parsed.data.reference !== reference) return { kind: 'UNKNOWN', reason: 'the answer is about another transfer' };
  const { status, bankReference, reasonCode } = parsed.data;
  const code = reasonCode ?? 'MS03';
  if (status === 'PENDING') return { kind: 'ACCEPTED', bankReference };
  if (status === 'SETTLED') return { kind: 'SETTLED', bankReference };
  if (status === 'RETURNED') return { kind: 'RETURNED', bankReference, reasonCode: code };
  return { kind: 'REJECTED', reasonCode: code, reason: reasons[code] ?? code };
};

const codeOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : undefined;

interface Call { readonly method: 'GET' | 'POST'; readonly body?: string; readonly answerMsMax: number }
type Called =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'no answer'; readonly isNeverSent: boolean; readonly reason: string };

const call = async (address: string, { method, body, answerMsMax }: Call): Promise<Called> => {
  try {
    const response = await fetch(address, {
      method, redirect: 'error', signal: AbortSignal.timeout(answerMsMax),
      ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
    });
    return { kind: 'answered', status: response.status, body: await response.json().catch(() => undefined) };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    const reason = code ?? (error instanceof Error ? error.name : 'no answer');
    // Only where no connection came about is it certain that the order never left.
    return { kind: 'no answer', isNeverSent: code === 'ECONNREFUSED', reason };
  }
};
