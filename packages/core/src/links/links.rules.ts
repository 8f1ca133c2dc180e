import { Refusal } from '@paygate/contract/errors';
import type { Merchant, SessionCaller } from '../caller.ts';

/** The shop a link belongs to. Refuses FORBIDDEN for the platform's own people, who have none. */
export const linkMerchantOf = ({ merchant }: Pick<SessionCaller, 'merchant'>): Merchant => {
  if (merchant === null) throw new Refusal('FORBIDDEN');
  return merchant;
};
