import { Refusal } from '@paygate/contract/errors';
import { bahtFromSatang, satangFromBaht } from '@paygate/contract/money';
import { single } from '../db/statement.ts';
import { findMerchant } from '../merchants/merchants.sql.ts';
import type { Platform } from '../platform.ts';
import { moveSandboxPayment } from '../sandbox/move-sandbox-payment.ts';
import { payAtSandbox } from '../sandbox/pay-sandbox-payment.ts';
import { findCheckoutOf } from './read-checkout.ts';

export const plays = ['pay', 'wrong', 'expire', 'fail'] as const;
export type Play = (typeof plays)[number];
export const isPlay = (text: unknown): text is Play => plays.some((play) => play === text);

// One baht too little: too much is accepted by default, with the excess kept apart.
const WRONG_BY_SATANG = satangFromBaht(1) ?? 0;
const wrongOf = (amountSatang: number): number => Math.max(1, amountSatang - WRONG_BY_SATANG);

/**
 * What a test payment's page can play, open to whoever has its address, since nothing real moves: the payer at the sandbox bank, in full or in another
 * amount, the clock, the bank's refusal. Does what the sandbox verbs do.
 * Refuses TRANSACTION_NOT_FOUND for live payments, PAYMENT_NOT_PENDING, SERVICE_UNAVAILABLE (no sandbox bank).
 */
export const playCheckout = async (platform: Platform, { id, play, requestId }: { readonly id: string; readonly play: Play; readonly requestId: string }): Promise<void> => {
  const found = await findCheckoutOf(platform, platform.database, id);
  if (found?.row.mode !== 'test') throw new Refusal('TRANSACTION_NOT_FOUND');
  const { merchantId, mode, amountSatang } = found.row;
  const caller = { merchant: single(await platform.database.query(findMerchant, [merchantId]), 'merchant of a payment'), mode };
  switch (play) {
    case 'pay':
      await payAtSandbox({ platform, caller, sql: platform.database, requestId }, { id });
      return;
    case 'wrong':
      await payAtSandbox({ platform, caller, sql: platform.database, requestId }, { id, amount: bahtFromSatang(wrongOf(amountSatang)) });
      return;
    case 'expire':
      await platform.database.transaction((sql) => moveSandboxPayment({ platform, caller, sql }, id, { name: 'expire', reason: null }), { whose: merchantId });
      return;
    case 'fail':
      await platform.database.transaction((sql) => moveSandboxPayment({ platform, caller, sql }, id, { name: 'fail', reason: 'Failed in the sandbox' }), { whose: merchantId });
  }
};
