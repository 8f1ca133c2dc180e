import type { Merchant, Mode } from '../caller.ts';
import type { Platform } from '../platform.ts';
import { receivingKey } from './receiving.ts';
import type { ReceivingAccountRow } from './receiving-account.entity.ts';
import { hasRoom, takeAccount } from './rotation.rules.ts';

export interface Channels {
  /** Whether a QR may be shown: PromptPay is on, and there is an id (or a shop's own template) to make one of. */
  readonly hasPromptPay: boolean;
  readonly promptPay: ReceivingAccountRow | undefined;
  readonly banks: readonly ReceivingAccountRow[];
}
/** Accounts given to one payment. `isCounted`: it counts against the limits of one of them while it is open. */
export interface Given extends Channels { readonly isCounted: boolean }

type Switches = Pick<Merchant, 'promptPayEnabled' | 'bankTransferEnabled'>;
/** Decisions C8: the global switch AND the merchant's override. */
export const switchesOf = async (platform: Pick<Platform, 'settings'>, merchant: Switches): Promise<{ readonly promptPay: boolean; readonly bank: boolean }> => {
  const { promptPayEnabled, bankTransferEnabled } = await platform.settings();
  return { promptPay: promptPayEnabled && (merchant.promptPayEnabled ?? true), bank: bankTransferEnabled && (merchant.bankTransferEnabled ?? true) };
};

/**
 * What a payer of this merchant may use now. A merchant on a DIRECT plan is paid on its own accounts, everyone else on the
 * platform's. Frozen accounts and those over a limit are left out.
 */
export const channelsOf = async (platform: Platform, merchant: Merchant, mode: Mode): Promise<Channels> => {
  const on = await switchesOf(platform, merchant);
  const { accounts } = await platform.receiving(receivingKey(mode, merchant.qrMode === 'DIRECT' ? merchant.id : null));
  const fitting = accounts.filter((account) => hasRoom(account, 1));
  const promptPay = on.promptPay ? fitting.find(({ type }) => type === 'PROMPTPAY') : undefined;
  return { hasPromptPay: promptPay !== undefined, promptPay, banks: on.bank ? fitting.filter(({ type }) => type === 'BANK') : [] };
};

interface Wanted {
  readonly merchant: Merchant;
  readonly mode: Mode;
  readonly amountSatang: number;
  /** Paid by the shop's own QR, whose account only the shop knows. */
  readonly hasTemplate: boolean;
}
/** Gives a payment one PromptPay id and one bank account, as far as the switches and limits allow; nothing is written. */
export const giveAccounts = async (platform: Platform, { merchant, mode, amountSatang, hasTemplate }: Wanted): Promise<Given> => {
  const on = await switchesOf(platform, merchant);
  const receiving = await platform.receiving(receivingKey(mode, merchant.qrMode === 'DIRECT' || hasTemplate ? merchant.id : null));
  const promptPay = on.promptPay && !hasTemplate ? takeAccount(receiving, 'PROMPTPAY', amountSatang) : undefined;
  const bank = on.bank ? takeAccount(receiving, 'BANK', amountSatang) : undefined;
  return {
    hasPromptPay: on.promptPay && (hasTemplate || promptPay !== undefined), promptPay, banks: bank ? [bank] : [],
    isCounted: Boolean(promptPay?.isCounted) || Boolean(bank?.isCounted),
  };
};
