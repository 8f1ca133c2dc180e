import { bahtFromSatang } from '@paygate/contract/money';
import { encodeSlip } from '@paygate/promptpay/slip';
import { bankOf } from '../banks.ts';
import type { BookedTransfer } from './sandbox-lines.ts';

/** Whoever does not say where its money comes from is a customer of this one. */
const SENDING_BANK = '014';
const sendingBankOf = ({ sender }: BookedTransfer): string => {
  const found = bankOf(sender.bankCode ?? SENDING_BANK);
  return found.ok ? found.bank.code : SENDING_BANK;
};

/** What the QR on the payer's slip says. */
export const slipQrOf = (booked: BookedTransfer): string => {
  const encoded = encodeSlip({ kind: 'BANK', sendingBank: sendingBankOf(booked), transRef: booked.bankReference });
  if (!encoded.ok) throw new Error(`no slip for ${booked.bankReference}: ${encoded.message}`);
  return encoded.text;
};

/** The transfer as a slip's verifier is told of it; undefined where the sending bank is another, or publishes late and it is not yet time. */
export const confirmSlip = (booked: BookedTransfer, asked: { readonly sendingBank: string; readonly transRef: string; readonly nowMs: number; readonly lateMs: number }) => {
  const { sendingBank, transRef, nowMs, lateMs } = asked;
  const isPublished = booked.notify !== 'late' || nowMs >= Date.parse(booked.paidAt) + lateMs;
  if (sendingBankOf(booked) !== sendingBank || !isPublished) return undefined;
  return {
    sendingBank, transRef, amount: bahtFromSatang(booked.amountSatang), paidAt: booked.paidAt, sender: booked.sender,
    receiver: { name: null, account: booked.toAccount, bankCode: null }, ref1: booked.ref1, ref2: booked.ref2,
  };
};
