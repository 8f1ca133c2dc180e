import { CreditNotice } from '@paygate/contract/credits';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import type { sandboxOperations } from '@paygate/contract/sandbox';
import { accountById } from '../accounts/accounts.sql.ts';
import { receivingKey } from '../accounts/receiving.ts';
import { payAtSandboxBank } from '../banks/sandbox/pay-at-sandbox-bank.ts';
import type { TransferOrder } from '../banks/sandbox/sandbox-lines.ts';
import type { Ctx, KeyCaller, Whose } from '../caller.ts';
import { ownPayment } from '../payments/get-payment.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';
import { viewTransaction } from '../payments/payment.view.ts';
import { senderOf } from '../payments/sender.rules.ts';
import { moveSandboxPayment } from './move-sandbox-payment.ts';
import { requireTestMode } from './test-mode.ts';

type Pay = (typeof sandboxOperations)['pay'];

const somebody = { name: 'น.ส. สมหญิง ใจดี', account: '1234567890', bankCode: '004' };

/**
 * Plays the payer: a transfer at the sandbox bank, which notifies us afterwards as any bank would, so the answer shows the payment
 * as it was. Each call is another transfer, also for a payment that is paid or expired. Without a named sender it comes from
 * whom the merchant announced and carries the payment's reference, as a scanned bill payment QR does; a named sender makes it a plain
 * transfer, to be matched by who sent it and how much. `late` expires the payment first, `twice` makes two transfers. Runs outside a transaction: it calls the bank.
 * Refuses TEST_KEY_REQUIRED, TRANSACTION_NOT_FOUND, INVALID_AMOUNT, PAYMENT_NOT_PENDING (late, and over otherwise), SERVICE_UNAVAILABLE (no bank, or no account to pay to).
 */
export const paySandboxPayment = (ctx: Ctx<KeyCaller>, input: Input<Pay>): Promise<Answer<Pay>> => payAtSandbox(ctx, input);

type PlayCtx = Pick<Ctx, 'platform' | 'sql' | 'requestId'> & { readonly caller: Whose };
/** The same for whoever may play, key or not. */
export const payAtSandbox = async (ctx: PlayCtx, input: Input<Pay>): Promise<Answer<Pay>> => {
  requireTestMode(ctx.caller);
  const { config } = ctx.platform;
  const payment = await ownPayment(ctx, input.id);
  const amountSatang = typeof input.amount === 'number' ? satangFromBaht(input.amount) : payment.amountSatang;
  if (amountSatang === undefined) throw new Refusal('INVALID_AMOUNT');
  const toAccount = await accountToPay(ctx, payment);
  if (toAccount === undefined) throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'no receiving account' });
  if (config.sandboxBankUrl === undefined) throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'no sandbox bank' });

  const shown = input.late ? await expiredFirst(ctx, payment) : viewTransaction(payment, config);
  const order: TransferOrder = { toAccount, amountSatang, ...senderIn(input, payment), times: input.times, isMasked: input.masked };
  const bankReferences: string[] = [];
  for (let transfers = input.twice ? 2 : 1; transfers > 0; transfers -= 1) bankReferences.push(await transfer(ctx, config.sandboxBankUrl, order));
  return { success: true, transaction: shown, bankReference: bankReferences[0]!, bankReferences };
};

/** One more transfer at the bank. */
const transfer = async ({ platform, requestId }: PlayCtx, bankUrl: string, order: TransferOrder): Promise<string> => {
  const paid = await payAtSandboxBank(bankUrl, order);
  if (paid.ok) return paid.bankReference;
  platform.log.warn({ requestId, reason: paid.reason }, 'the sandbox bank did not take a transfer');
  throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'sandbox bank' });
};

const expiredFirst = async (ctx: PlayCtx, payment: PaymentRow) => {
  if (payment.status === 'EXPIRED') return viewTransaction(payment, ctx.platform.config);
  return (await ctx.platform.database.transaction((sql) => moveSandboxPayment({ ...ctx, sql }, payment.id, { name: 'expire', reason: null }), { whose: payment.merchantId })).transaction;
};

/** Named by the call, else whom the merchant announced, and then the payment's reference comes along. */
const senderIn = (input: Input<Pay>, payment: PaymentRow) =>
  (input.senderName ?? input.senderAccountNumber ?? input.senderBankCode
    ? { senderName: input.senderName, senderAccount: input.senderAccountNumber, senderBankCode: input.senderBankCode }
    : { ...announcedSender(payment), ref1: payment.reference });

/** Metadata is the merchant's own: what no bank could carry in a notice is replaced like what is missing. */
const announcedSender = ({ metadata }: PaymentRow) => {
  const { senderAccount, senderBankCode, memberName } = senderOf(metadata);
  const { payerName, payerAccount, payerBankCode } = CreditNotice.shape;
  return {
    senderName: payerName.safeParse(memberName).data ?? somebody.name,
    senderAccount: payerAccount.safeParse(senderAccount).data ?? somebody.account,
    senderBankCode: payerBankCode.safeParse(senderBankCode).data ?? somebody.bankCode,
  };
};

/** The account the payer was shown; for a QR made from the merchant's own template, the merchant's own account. */
const accountToPay = async ({ platform, sql, caller }: PlayCtx, { receivingAccountId }: PaymentRow): Promise<string | undefined> => {
  if (receivingAccountId !== null) return (await sql.query(accountById, [receivingAccountId]))[0]?.accountNumber;
  const { accounts } = await platform.receiving(receivingKey(caller.mode, caller.merchant.id));
  return (accounts.find(({ type }) => type === 'PROMPTPAY') ?? accounts[0])?.accountNumber;
};
