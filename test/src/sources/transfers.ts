import { v7 as uuidv7 } from 'uuid';

/** One transfer into an account of ours, as its bank knows it. */
export interface Transfer {
  /** A–Z 0–9, unique on its account: what every source of that bank calls this transfer. */
  readonly bankReference: string;
  readonly accountNumber: string;
  readonly amountSatang: number;
  /** UTC, ISO 8601 with milliseconds, a whole second. */
  readonly paidAt: string;
  readonly payerName: string | null;
  /** In full or masked. */
  readonly payerAccount: string | null;
  /** Three digits. */
  readonly payerBankCode: string | null;
  readonly ref1: string | null;
  readonly ref2: string | null;
}

/** In full, masked, and not told at all. */
export const payers = [
  { payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030' },
  { payerName: 'MS SOMYING JAI', payerAccount: 'xxx-x-x3585-x', payerBankCode: '004' },
  { payerName: null, payerAccount: null, payerBankCode: null },
] as const;
// A minute ago: nothing that a test asks for now is paid by it.
const STARTED_SECONDS = Math.floor(Date.now() / 1_000) - 60;
const secondsAfterStart = (seconds: number): string => new Date((STARTED_SECONDS + seconds) * 1_000).toISOString();

let made = 0;
/** A transfer like no other; its amount too, so that it never pays what another test asked for. */
export const transferTo = (accountNumber: string, more: Partial<Transfer> = {}): Transfer => {
  made += 1;
  return {
    bankReference: `C${uuidv7().replaceAll('-', '').slice(-20).toUpperCase()}`, accountNumber, amountSatang: 5_000_000 + made,
    paidAt: secondsAfterStart(made % 50), ...payers[0], ref1: null, ref2: null, ...more,
  };
};
