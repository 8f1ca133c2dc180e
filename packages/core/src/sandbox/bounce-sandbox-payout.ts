import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { sandboxOperations } from '@paygate/contract/sandbox';
import { isUuid } from '@paygate/contract/scalars';
import { returnAtSandboxBank } from '../banks/sandbox/return-at-sandbox-bank.ts';
import type { Ctx, KeyCaller } from '../caller.ts';
import { advancePayout } from '../payouts/advance-payout.ts';
import { viewPayout } from '../payouts/payout.view.ts';
import { findPayout, lastAttempt } from '../payouts/payouts.sql.ts';
import { requireTestMode } from './test-mode.ts';

type Bounce = (typeof sandboxOperations)['bounce'];

/**
 * Lets the beneficiary's bank return a test payout that had arrived, and asks the sandbox bank about it at once, as the product does by itself some time
 * after every payout: what it hears moves the payout to REVERSED. Safe to run twice at once. Runs outside a transaction: it calls the bank.
 * Refuses TEST_KEY_REQUIRED, PAYOUT_NOT_FOUND, PAYOUT_NOT_RETURNABLE (not SUCCESS, or not carried out by the sandbox bank), SERVICE_UNAVAILABLE.
 */
export const bounceSandboxPayout = async ({ platform, sql, caller }: Ctx<KeyCaller>, { id }: Input<Bounce>): Promise<Answer<Bounce>> => {
  requireTestMode(caller);
  const find = async () => {
    const [row] = isUuid(id) ? await sql.query(findPayout, [id, caller.merchant.id, caller.mode]) : [];
    if (row?.purpose !== 'PAYOUT') throw new Refusal('PAYOUT_NOT_FOUND');
    return row;
  };
  const { status } = await find();
  const bank = platform.bankFor(caller.mode);
  const [attempt] = await sql.query(lastAttempt, [id]);
  if (status !== 'SUCCESS' || attempt === undefined || attempt.channel !== bank?.name) throw new Refusal('PAYOUT_NOT_RETURNABLE', { status });
  const url = platform.config.sandboxBankUrl;
  if (url === undefined || !(await returnAtSandboxBank(url, attempt.bankReference))) throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'sandbox bank' });
  await advancePayout(platform, id, caller.mode);
  return { success: true, payout: viewPayout(await find()) };
};
