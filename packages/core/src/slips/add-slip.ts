import { Refusal } from '@paygate/contract/errors';
import type { PaymentStatus } from '@paygate/contract/payments';
import { SLIPS_PER_PAYMENT_MAX } from '@paygate/contract/slips';
import { newId } from '../ids.ts';
import { single, type Transaction } from '../db/statement.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';
import type { Platform } from '../platform.ts';
import { slipOfText } from './read-slip.ts';
import type { SlipName } from './slip-verify-port.ts';
import { slipStateOf } from './slip.view.ts';
import { countSlips, findSlip, insertSlip, lockSlipByName, reopenSlip, type SlipSeen } from './slips.sql.ts';

/** Payments whose money is not there yet, whatever they came to: the slip may be of money that came late. */
const takesSlips: readonly PaymentStatus[] = ['PENDING', 'EXPIRED', 'CANCELLED', 'FAILED'];
export const mayTakeSlip = (status: PaymentStatus): boolean => takesSlips.includes(status);

interface Sent {
  readonly payment: Pick<PaymentRow, 'id' | 'merchantId' | 'mode' | 'status'>;
  readonly qrText: string;
  readonly channel: 'PAGE' | 'API';
}

/**
 * Writes down which transfer a slip names, once over all merchants, and has it verified afterwards: nobody is asked here. Sent again for the same
 * payment it is the same slip; a refused one is checked anew, for whichever payment it is sent then.
 * Refuses PAYMENT_NOT_PENDING (it is paid), SLIP_UNREADABLE, SLIP_ALREADY_USED (sent for another payment), SLIP_LIMIT_REACHED.
 */
export const addSlip = async (sql: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, { payment, qrText, channel }: Sent): Promise<SlipSeen> => {
  if (!mayTakeSlip(payment.status)) throw new Refusal('PAYMENT_NOT_PENDING', { status: payment.status });
  const name = slipOfText(qrText);
  const { count } = single(await sql.query(countSlips, [payment.id, SLIPS_PER_PAYMENT_MAX]), 'count');
  const slip = count < SLIPS_PER_PAYMENT_MAX ? await insert(sql, { payment, channel, name }) : undefined;
  if (slip) return check(sql, platform, slip);
  const [known] = await sql.query(lockSlipByName, [payment.mode, name.sendingBank, name.transRef]);
  const isOurs = known !== undefined && (known.paymentId === payment.id || slipStateOf(known, payment.id).status === 'ACCEPTED');
  if (!known || (!isOurs && count >= SLIPS_PER_PAYMENT_MAX)) throw new Refusal('SLIP_LIMIT_REACHED', { max: SLIPS_PER_PAYMENT_MAX });
  if (known.status === 'REFUSED') {
    await sql.query(reopenSlip, [known.id, payment.id, payment.merchantId, channel]);
    return check(sql, platform, known.id);
  }
  if (!isOurs) throw new Refusal('SLIP_ALREADY_USED');
  return known;
};

/** The new slip's id; undefined where its transfer is known already. */
const insert = async (sql: Transaction, { payment, channel, name }: Omit<Sent, 'qrText'> & { readonly name: SlipName }): Promise<string | undefined> => {
  const [inserted] = await sql.query(insertSlip, [newId(), payment.id, payment.merchantId, payment.mode, name.sendingBank, name.transRef, channel]);
  return inserted?.id;
};

const check = async (sql: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, slipId: string): Promise<SlipSeen> => {
  await platform.queue.enqueue(sql, 'slips.verify', [{ payload: { slipId } }]);
  sql.afterCommit(() => platform.bell.ring('slips.verify'));
  return single(await sql.query(findSlip, [slipId]), 'slip');
};
