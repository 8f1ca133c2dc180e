import { randomUUID } from 'node:crypto';
import { satangFromBaht } from '@paygate/contract/money';
import { InstantSent, line } from '@paygate/contract/scalars';
import * as z from 'zod';
import { boundedText } from '../../bounded-text.ts';
import type { AskedTransfer, ConfirmedTransfer, InquiryPort, Inquired } from './inquiry-port.ts';

export interface ScbAccess {
  /** What stands before /v1: https://api.partners.scb/partners in production. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly answerMsMax?: number;
}

const ANSWER_MS_MAX = 10_000;
const ANSWER_BYTES_MAX = 1_048_576;
const TRANSFER_BY_QR_30 = '00300100';
const SUCCESS = 1_000;
const BAHT = '764';
// Renewed a minute before it ends, so that none ends on the way.
const TOKEN_MARGIN_SECONDS = 60;

const Token = z.object({ status: z.object({ code: z.literal(SUCCESS) }), data: z.object({ accessToken: z.string().min(1), expiresIn: z.coerce.number().min(1) }) });
const absent = (max: number) => z.union([line(max), z.literal('').transform(() => null)]).nullish();
const Row = z.object({
  transactionId: line(64), amount: z.string(), currencyCode: z.string().nullish(), reverseFlag: z.string().nullish(), transactionDateandTime: InstantSent,
  payeeProxyId: absent(40), payeeAccountNumber: absent(40), payerAccountNumber: absent(40), payerName: absent(200), sendingBankCode: absent(10),
  billPaymentRef1: absent(40), billPaymentRef2: absent(40),
});
const BankWords = z.object({ status: z.object({ code: z.number() }) });
const Found = z.object({ status: z.object({ code: z.literal(SUCCESS) }), data: z.array(z.unknown()).nullish() });

/**
 * SCB's inquiry of bill payments (QR tag 30): GET /v1/payment/billpayment/inquiry under a token of POST /v1/oauth/token (developer.scb.co.th).
 * A transfer that is not paid is answered with 404 or without rows; a row with a reverse flag was given back and counts as not found.
 */
export const scbInquiry = (access: ScbAccess): InquiryPort => {
  let token: Promise<string> | undefined;
  let renewAtMs = 0;
  /** One token for everybody who asks; none is kept that failed. */
  const bearer = (): Promise<string> => {
    if (token && performance.now() < renewAtMs) return token;
    renewAtMs = Infinity;
    const fetched = fetchToken(access).then(({ text, seconds }) => {
      renewAtMs = performance.now() + seconds * 1_000;
      return text;
    });
    fetched.catch(() => { token = undefined; });
    token = fetched;
    return fetched;
  };
  const ask = async (asked: AskedTransfer): Promise<Inquired> => {
    const query = new URLSearchParams({ eventCode: TRANSFER_BY_QR_30, transactionDate: asked.paidOn, billerId: asked.payee, reference1: asked.ref1 });
    const get = async () => call(access, `/v1/payment/billpayment/inquiry?${query.toString()}`, { method: 'GET', headers: { authorization: `Bearer ${await bearer()}` } });
    let answer = await get();
    if (answer.status === 401) {
      // The bank forgot the token before its time: once more under a new one.
      token = undefined;
      answer = await get();
    }
    const { status, body } = answer;
    // In the bank's own words: a 404 of whatever stands between says nothing about a transfer.
    if (status === 404 && BankWords.safeParse(body).success) return { kind: 'NOT_FOUND' };
    const found = status === 200 ? Found.safeParse(body) : undefined;
    return found?.success ? answerOf(asked, found.data.data ?? []) : { kind: 'UNAVAILABLE', reason: `the bank answered ${status}` };
  };
  return {
    name: 'scb',
    inquire: (asked) => ask(asked).catch((cause: unknown) => ({ kind: 'UNAVAILABLE', reason: cause instanceof Error ? cause.message : 'no answer' })),
  };
};

/** The row of that very transaction. One that is there and cannot be read is not "not found": somebody must look. */
const answerOf = (asked: AskedTransfer, rows: readonly unknown[]): Inquired => {
  const named = rows.filter((row) => typeof row === 'object' && row !== null && 'transactionId' in row && row.transactionId === asked.transactionId);
  if (named.length === 0) return { kind: 'NOT_FOUND' };
  const row = Row.safeParse(named[0]);
  const amountSatang = row.success ? satangFromBaht(row.data.amount) : undefined;
  if (named.length > 1 || !row.success || amountSatang === undefined || (row.data.currencyCode ?? BAHT) !== BAHT) return { kind: 'UNAVAILABLE', reason: 'the answer is not understood' };
  if (row.data.reverseFlag === 'R' || row.data.reverseFlag === 'Y') return { kind: 'NOT_FOUND' };
  return { kind: 'FOUND', transfer: transferOf(row.data, amountSatang) };
};

const transferOf = (row: z.output<typeof Row>, amountSatang: number): ConfirmedTransfer => ({
  transactionId: row.transactionId, payees: [row.payeeAccountNumber, row.payeeProxyId].flatMap((payee) => (payee ? [payee] : [])), amountSatang, paidAt: row.transactionDateandTime,
  payerName: row.payerName ?? null, payerAccount: row.payerAccountNumber ?? null, payerBankCode: row.sendingBankCode ?? null, ref1: row.billPaymentRef1 ?? null, ref2: row.billPaymentRef2 ?? null,
});

const fetchToken = async (access: ScbAccess): Promise<{ readonly text: string; readonly seconds: number }> => {
  const body = JSON.stringify({ applicationKey: access.apiKey, applicationSecret: access.apiSecret });
  const answer = await call(access, '/v1/oauth/token', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const parsed = Token.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw new Error(`the bank gave no token (${answer.status})`);
  const { accessToken, expiresIn } = parsed.data.data;
  return { text: accessToken, seconds: Math.max(1, expiresIn - TOKEN_MARGIN_SECONDS) };
};

interface Request { readonly method: 'GET' | 'POST'; readonly body?: string; readonly headers: Readonly<Record<string, string>> }
interface Called { readonly status: number; readonly body: unknown }
const call = async ({ baseUrl, apiKey, answerMsMax = ANSWER_MS_MAX }: ScbAccess, path: string, request: Request): Promise<Called> => {
  const headers = { ...request.headers, 'resourceOwnerId': apiKey, 'requestUId': randomUUID(), 'accept-language': 'EN' };
  const response = await fetch(`${baseUrl}${path}`, { ...request, headers, redirect: 'error', signal: AbortSignal.timeout(answerMsMax) });
  return { status: response.status, body: jsonOf(await boundedText(response, ANSWER_BYTES_MAX)) };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
