import type { Role } from '@paygate/contract/kernel';
import type { Merchant } from '../caller.ts';
import { viewMerchantCamel } from '../merchants/merchant.view.ts';

interface Member { readonly memberId: string; readonly email: string; readonly name: string; readonly role: Role; readonly merchant: Merchant | null }

/** The person, and the shop they work for, as the dashboard shows them. */
export const viewMember = ({ memberId, email, name, role, merchant }: Member) => ({
  id: memberId, email, name, role, merchant: merchant === null ? null : viewMerchantCamel(merchant),
});
