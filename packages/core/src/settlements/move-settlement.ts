import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import { settlementMoves } from '@paygate/contract/settlements';
import type { Transaction } from '../db/statement.ts';
import { settlementPostPosting, settlementVoidPosting } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { Platform } from '../platform.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import type { SettlementRow } from './settlement.entity.ts';
import { settlementEvents } from './settlement-events.ts';
import { lockSettlements, moveSettlement } from './settlements.sql.ts';

/** What becomes of a settlement. `note` is for the merchant's eyes. */
export type SettlementMove =
  | { readonly name: 'start' }
  | { readonly name: 'complete'; readonly reference: string; readonly note: string | null; readonly payingAccountId: string }
  | { readonly name: 'fail' | 'cancel'; readonly note: string | null };

/** Takes the settlements for the rest of the transaction, in id order; `merchantId` null means anybody's. Refuses SETTLEMENT_NOT_FOUND unless all are there. */
export const takeSettlements = async (transaction: Transaction, ids: readonly string[], merchantId: string | null): Promise<readonly SettlementRow[]> => {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const rows = wanted.every(isUuid) ? await transaction.query(lockSettlements, [wanted, merchantId]) : [];
  if (rows.length !== wanted.length) throw new Refusal('SETTLEMENT_NOT_FOUND');
  return rows;
};

/**
 * The one way a settlement leaves a status: row, ledger and event move together. Refuses SETTLEMENT_NOT_MOVABLE when it is
 * not in a status the move starts from.
 */
export const moveOn = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, { id, status, move }: { readonly id: string; readonly status: SettlementRow['status']; readonly move: SettlementMove }): Promise<SettlementRow> => {
  const { from, to } = settlementMoves[move.name];
  const { reference, payingAccountId } = move.name === 'complete' ? move : { reference: null, payingAccountId: null };
  const [moved] = await transaction.query(moveSettlement, [id, from, to, reference, move.name === 'start' ? null : move.note, payingAccountId, move.name !== 'start']);
  if (!moved) throw new Refusal('SETTLEMENT_NOT_MOVABLE', { id, status, needed: from.join(' or ') });
  const held = { ...moved, debitSatang: moved.amountSatang };
  if (move.name === 'complete') await postLedger(transaction, [settlementPostPosting(held, moved.payingAccountId)]);
  if (move.name === 'fail' || move.name === 'cancel') await postLedger(transaction, [settlementVoidPosting(held)]);
  await recordEvents(transaction, platform, settlementEvents(moved));
  return moved;
};
