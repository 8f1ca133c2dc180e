import { bahtFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import { newId } from '../ids.ts';
import type { Merchant, Mode } from '../caller.ts';
import { single, type Transaction } from '../db/statement.ts';
import { settlementHoldPosting } from '../ledger/ledger.rules.ts';
import { lockBalances } from '../ledger/ledger.sql.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { Platform } from '../platform.ts';
import type { Rejected } from '../payouts/payout-draft.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import type { SettlementRow } from './settlement.entity.ts';
import { settlementEvents } from './settlement-events.ts';
import { settlementTermsOf, splitSettlement } from './settlement-terms.ts';
import { findSettlementAccount, insertSettlement } from './settlements.sql.ts';

export type Opened = { readonly ok: true; readonly settlement: SettlementRow } | { readonly ok: false; readonly rejected: Rejected };
interface Wish {
  readonly merchant: Pick<Merchant, 'id' | 'status' | 'qrMode'>;
  readonly mode: Mode;
  readonly source: SettlementRow['source'];
  /** Null: everything available. */
  readonly amountSatang: number | null;
  /** On top of the merchant's own minimum. */
  readonly minSatang: number;
  readonly note: string | null;
}
const reject = (code: Rejected['code'], details: Rejected['details'] = {}): Opened => ({ ok: false, rejected: { code, details } });

/**
 * Holds a merchant's money for its own account and tells `settlement.created`. The balance row is taken before it is looked at,
 * so whatever runs at the same time waits. Says every refusal as data, since a schedule notes it instead of failing:
 * MERCHANT_NOT_ACTIVE, SETTLEMENT_NOT_AVAILABLE, SETTLEMENT_ACCOUNT_REQUIRED, SETTLEMENT_BELOW_MINIMUM, INSUFFICIENT_BALANCE.
 */
export const openSettlement = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell' | 'settings'>, wish: Wish): Promise<Opened> => {
  const { merchant, mode, source, note } = wish;
  if (merchant.status !== 'ACTIVE') return reject('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  if (merchant.qrMode === 'DIRECT') return reject('SETTLEMENT_NOT_AVAILABLE');
  const terms = await settlementTermsOf(transaction, platform, merchant.id);
  const [account] = await transaction.query(findSettlementAccount, [merchant.id]);
  if (!account) return reject('SETTLEMENT_ACCOUNT_REQUIRED');
  const { availableSatang } = single(await transaction.query(lockBalances, [[merchant.id], [mode]]), 'balance');

  const amountSatang = wish.amountSatang ?? availableSatang;
  const minSatang = Math.max(terms.minSatang, wish.minSatang);
  const { feeSatang, netSatang } = splitSettlement(amountSatang, terms);
  if (amountSatang < minSatang || netSatang < 1) return reject('SETTLEMENT_BELOW_MINIMUM', { min: bahtTrimmedFromSatang(minSatang) });
  if (amountSatang > availableSatang) return reject('INSUFFICIENT_BALANCE', { available: bahtFromSatang(availableSatang), required: bahtFromSatang(amountSatang) });

  const { bankCode, bankName, accountNumber, accountName } = account;
  const draft = { id: newId(), merchantId: merchant.id, mode, source, amountSatang, feeSatang, netSatang, bankCode, bankName, accountNumber, accountName, note };
  const settlement = single(await transaction.query(insertSettlement, [JSON.stringify(draft)]), 'settlement');
  await postLedger(transaction, [settlementHoldPosting({ ...settlement, debitSatang: settlement.amountSatang })]);
  await recordEvents(transaction, platform, settlementEvents(settlement));
  return { ok: true, settlement };
};
