import { CreditNotice } from '@paygate/contract/credits';
import * as z from 'zod';

/** What the bank takes over HTTP and what its journal keeps. Amounts are satang. */
const Satang = z.int().min(1);
const { payerName, payerAccount, payerBankCode, ref1, ref2, accountNumber } = CreditNotice.shape;
const Reference = z.string().regex(/^[A-Z0-9]{1,35}$/, '1–35 of A–Z and 0–9');

const Via = z.enum(['feed', 'scb']);
export type Via = z.output<typeof Via>;

/** A payer's order: money to an account at this bank. */
export const TransferOrder = z.strictObject({
  toAccount: accountNumber, amountSatang: Satang,
  senderName: payerName, senderAccount: payerAccount, senderBankCode: payerBankCode, ref1, ref2,
  times: z.int().min(1).max(5).nullish(),
  /** How we are told: by the signed feed, or as SCB tells of a paid bill. */
  via: Via.nullish(),
  isMasked: z.boolean().nullish(),
  /** What the transfer is called everywhere; the bank makes one when nobody says. The same one again is the same transfer. */
  bankReference: Reference.nullish(), paidAt: z.iso.datetime().nullish(),
});
export type TransferOrder = z.output<typeof TransferOrder>;

/** The bank tells of a transfer once more, or for the first time where it was to keep silent. */
export const NoticeOrder = z.strictObject({ via: Via.nullish(), times: z.int().min(1).max(5).nullish() });

/** Our order: money from our account to somebody else's. `reference` is the caller's and names the transfer for ever. */
export const OutgoingOrder = z.strictObject({
  reference: Reference, amountSatang: Satang,
  toBankCode: z.string().min(1).max(10), toAccountNumber: z.string().min(1).max(40), toAccountName: z.string().min(1).max(200),
});
export type OutgoingOrder = z.output<typeof OutgoingOrder>;

const sender = { name: z.string().nullable(), account: z.string().nullable(), bankCode: z.string().nullable() };

export const BookedTransfer = z.object({
  kind: z.literal('transfer'), sequence: z.int(), bankReference: z.string(), toAccount: z.string(), amountSatang: Satang, paidAt: z.string(),
  sender: z.object(sender), ref1: z.string().nullable(), ref2: z.string().nullable(), times: z.int(), notify: z.enum(['now', 'late', 'never']),
  // Older journals know the feed alone.
  via: Via.default('feed'),
});
export type BookedTransfer = z.output<typeof BookedTransfer>;

export const BookedOutgoing = z.object({
  kind: z.literal('outgoing'), sequence: z.int(), bankReference: z.string(), acceptedAt: z.string(), order: OutgoingOrder,
  outcome: z.enum(['SETTLE', 'REJECT', 'TIMEOUT', 'SLOW', 'LATE', 'BOUNCE']),
});
export type BookedOutgoing = z.output<typeof BookedOutgoing>;

const Notified = z.object({ kind: z.literal('notified'), bankReference: z.string() });
/** The receiving bank gave a settled transfer back. */
const Returned = z.object({ kind: z.literal('returned'), reference: z.string() });
export const BookLine = z.discriminatedUnion('kind', [BookedTransfer, BookedOutgoing, Notified, Returned]);
export type BookLine = z.output<typeof BookLine>;

/** An outgoing transfer as send and inquiry answer it. REJECTED and RETURNED name why (ISO 20022 reason codes). */
export const OutgoingAnswer = z.object({
  reference: z.string(), bankReference: z.string(), status: z.enum(['PENDING', 'SETTLED', 'REJECTED', 'RETURNED']),
  reasonCode: z.string().nullable(), acceptedAt: z.iso.datetime(),
});
export type OutgoingAnswer = z.output<typeof OutgoingAnswer>;

/** `slipQr` is what the QR on the payer's slip says. */
export const TransferAnswer = z.object({ bankReference: z.string(), paidAt: z.iso.datetime(), slipQr: z.string() });
export type TransferAnswer = z.output<typeof TransferAnswer>;
