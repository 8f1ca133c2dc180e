import type { PayerView } from '@paygate/contract/checkout';
import { isUuid } from '@paygate/contract/scalars';
import { qrPng } from '@paygate/promptpay/qr-image';
import { bankOf } from '../banks/banks.ts';
import { accountsById } from '../accounts/accounts.sql.ts';
import { switchesOf, type Channels } from '../accounts/channels.ts';
import { receivingKey } from '../accounts/receiving.ts';
import type { Executor } from '../db/statement.ts';
import { framingOrigins } from '../keys/origins.rules.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import type { Platform } from '../platform.ts';
import { payerStateOf } from './checkout.rules.ts';
import { checkoutStates, findCheckout, type CheckoutRow } from './checkout.sql.ts';

/** A payment as its payer may see it, and where it can be paid now: nowhere unless it is pending. */
export interface FoundCheckout { readonly row: CheckoutRow; readonly channels: Channels }

/** Undefined for what is no id, and for ids of nothing. */
export const findCheckoutOf = async (platform: Platform, sql: Executor, id: string): Promise<FoundCheckout | undefined> => {
  const [row] = isUuid(id) ? await sql.query(findCheckout, [id]) : [];
  return row && { row, channels: row.status === 'PENDING' ? await openChannels(platform, sql, row) : { hasPromptPay: false, promptPay: undefined, banks: [] } };
};

/**
 * The switches as they are now (decisions C8), over the accounts this payment was given: a credit elsewhere would not be matched. A frozen
 * account is still shown to whoever was given it, one that was switched off is not. Payments without accounts of their own (a shop's
 * template, or from before accounts were given) have those of whoever is paid.
 */
const openChannels = async (platform: Platform, sql: Executor, row: CheckoutRow): Promise<Channels> => {
  const { mode, receivingOwnerId, receivingAccountId, bankAccountId, qrPayload } = row;
  const on = await switchesOf(platform, row);
  const given = receivingAccountId === null || bankAccountId === null
    ? (await platform.receiving(receivingKey(mode, receivingOwnerId === PLATFORM_OWNER ? null : receivingOwnerId))).accounts
    : (await sql.query(accountsById, [[receivingAccountId, bankAccountId]])).filter(({ isActive }) => isActive);
  const promptPay = on.promptPay ? given.find(({ type }) => type === 'PROMPTPAY') : undefined;
  const hasQr = promptPay !== undefined || (receivingAccountId === null && qrPayload !== null);
  return { hasPromptPay: on.promptPay && hasQr, promptPay, banks: on.bank ? given.filter(({ type }) => type === 'BANK') : [] };
};

/** The text to show as QR. A shop's own template needs no PromptPay account of ours, only the switch. */
export const qrToShow = ({ row, channels }: FoundCheckout): string | null => (row.status === 'PENDING' && channels.hasPromptPay ? row.qrPayload : null);

/** Everything the payer page shows. Undefined when there is no such payment. */
export const readPayerView = async (platform: Platform, id: string): Promise<PayerView | undefined> => {
  const found = await findCheckoutOf(platform, platform.database, id);
  if (!found) return undefined;
  const { row, channels } = found;
  const qr = qrToShow(found);
  return {
    id: row.id, isTest: row.mode === 'test', canPlayBank: platform.config.sandboxBankUrl !== undefined, state: payerStateOf(row), isOpen: row.status === 'PENDING', isLate: row.isLate,
    merchantName: row.merchantName, amountSatang: row.amountSatang, strayAmountSatang: row.strayAmountSatang, excessSatang: row.excessSatang, description: row.description, reference: row.reference,
    expiresAt: row.expiresAt, secondsLeft: row.secondsLeft, paidAt: row.paidAt, returnUrl: row.returnUrl, origins: framingOrigins(row.origins),
    qrPng: qr === null ? null : qrPng(qr),
    receiverName: qr !== null && channels.promptPay?.id === row.receivingAccountId ? (channels.promptPay?.accountName ?? null) : null,
    bankAccounts: channels.banks.map(({ bankCode, accountNumber, accountName }) => {
      const known = bankOf(bankCode ?? '');
      const code = bankCode ?? '';
      return { bankCode: code, bankName: known.ok ? { en: known.bank.nameEn, th: known.bank.nameTh } : { en: code, th: code }, accountNumber, accountName };
    }),
  };
};

/** The state of one payment for who polls. Undefined when there is no such payment. */
export const readPayerState = async (platform: Platform, id: string) => {
  const [row] = isUuid(id) ? await platform.database.query(checkoutStates, [[id]]) : [];
  return row && payerStateOf(row);
};
