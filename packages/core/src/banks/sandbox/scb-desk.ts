import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { bahtCopyFromSatang } from '@paygate/contract/money';
import * as z from 'zod';
import type { SandboxBook } from './sandbox-book.ts';
import type { BookedTransfer } from './sandbox-lines.ts';
import type { Answered } from './sandbox-server.ts';

interface ScbRequest {
  readonly route: string;
  readonly searchParams: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: () => Promise<unknown>;
}

const TOKEN_SECONDS = 1_800;
const BANGKOK_OFFSET_MS = 25_200_000;
/** Of this process: a bank that was restarted knows no older token. */
const token = randomUUID();
const Credentials = z.object({ applicationKey: z.string().min(1), applicationSecret: z.string().min(1) });
const Inquiry = z.object({ eventCode: z.literal('00300100'), transactionDate: z.iso.date(), billerId: z.string().min(1).max(40), reference1: z.string().min(1).max(20) });
const said = (status: number, code: number, description: string): Answered => ({ status, body: { status: { code, description } } });

/** The part of SCB's partner API that we use, in its own words: the token, and the inquiry of bill payments. Any application is let in. */
export const answerScb = async (book: SandboxBook, { route, searchParams, headers, body }: ScbRequest): Promise<Answered> => {
  if (headers['resourceownerid'] === undefined || headers['requestuid'] === undefined) return said(400, 1_101, 'Missing required headers');
  if (route === 'POST /scb/v1/oauth/token') {
    if (!Credentials.safeParse(await body()).success) return said(400, 1_101, 'Missing required parameters');
    return { status: 200, body: { status: { code: 1_000, description: 'Success' }, data: { accessToken: token, tokenType: 'Bearer', expiresIn: TOKEN_SECONDS } } };
  }
  if (route !== 'GET /scb/v1/payment/billpayment/inquiry') return { status: 404, body: { code: 'NOT_FOUND', error: 'No such address.' } };
  if (headers.authorization !== `Bearer ${token}`) return said(401, 9_500, 'Invalid authorization credentials');
  const asked = Inquiry.safeParse(Object.fromEntries(searchParams));
  if (!asked.success) return said(400, 1_101, 'Missing or wrong parameters');
  const { billerId, reference1, transactionDate } = asked.data;
  const rows = book.transfersNamed(reference1).filter(({ toAccount, paidAt }) => toAccount === billerId && inBangkok(paidAt).startsWith(transactionDate));
  return rows.length === 0 ? said(404, 4_101, 'Transaction not found') : { status: 200, body: { status: { code: 1_000, description: 'Success' }, data: rows.map(inquiryRowOf) } };
};

/** 2026-03-05T15:02:10.000+07:00 */
const inBangkok = (instant: string): string => new Date(Date.parse(instant) + BANGKOK_OFFSET_MS).toISOString().replace('Z', '+07:00');

/** What SCB posts when a bill was paid, by its own names. What the bank does not show of a payer is empty. */
export const scbConfirmationOf = ({ bankReference, toAccount, amountSatang, paidAt, sender, ref1, ref2 }: BookedTransfer) => ({
  payeeProxyId: toAccount, payeeProxyType: 'BILLERID', payeeAccountNumber: toAccount, payeeName: 'SANDBOX PAYEE', payerProxyId: '', payerProxyType: '',
  payerAccountNumber: sender.account ?? '', payerName: sender.name ?? '', sendingBankCode: sender.bankCode ?? '', receivingBankCode: '014', amount: bahtCopyFromSatang(amountSatang),
  transactionId: bankReference, transactionDateandTime: inBangkok(paidAt), billPaymentRef1: ref1 ?? '', billPaymentRef2: ref2 ?? '', billPaymentRef3: '', currencyCode: '764', channelCode: 'PMH',
  transactionType: 'Domestic Transfers',
});

const inquiryRowOf = (transfer: BookedTransfer) => ({
  eventCode: '00300100', reverseFlag: '', fastEasySlipNumber: '', ...scbConfirmationOf(transfer), equivalentAmount: '', equivalentCurrencyCode: '', exchangeRate: '', partnerTransactionId: '', tepaCode: '',
});
