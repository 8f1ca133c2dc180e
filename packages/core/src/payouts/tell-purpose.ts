import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { settleRefund } from '../refunds/settle-refund.ts';
import { settleReturn } from '../reviews/settle-return.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import type { PayoutPurpose, PayoutRow } from './payout.entity.ts';
import { payoutEvents } from './payout-events.ts';

type Tell = (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, payout: PayoutRow) => Promise<void>;

const tellMerchant: Tell = (transaction, platform, payout) => recordEvents(transaction, platform, payoutEvents(payout));

/** Who hears of a payout's new status besides its own row. In the transaction that moved it. */
const tellers: Readonly<Record<PayoutPurpose, Tell>> = {
  PAYOUT: tellMerchant,
  REFUND: settleRefund,
  SETTLEMENT: tellMerchant,
  RETURN: settleReturn,
};

export const tellPurpose: Tell = (transaction, platform, payout) => tellers[payout.purpose](transaction, platform, payout);
