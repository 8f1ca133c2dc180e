import type { Merchant } from '../caller.ts';

/** The documents spell the same merchant in two ways; balance answers in camelCase, the others in snake_case. */
export const viewMerchantBrief = ({ id, username, businessName, status }: Merchant) => ({ id, username, business_name: businessName, status });
export const viewMerchantCamel = ({ id, username, businessName, status }: Merchant) => ({ id, username, businessName, status });
