import { Refusal } from '@paygate/contract/errors';
import type { Merchant, SessionCaller } from '../caller.ts';

/** The shop the signed-in person belongs to. Refuses FORBIDDEN for the platform's own people, who have none. */
export const ownMerchant = ({ merchant }: Pick<SessionCaller, 'merchant'>): Merchant => {
  if (merchant === null) throw new Refusal('FORBIDDEN');
  return merchant;
};
