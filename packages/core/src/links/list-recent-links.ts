import type { linkOperations } from '@paygate/contract/dashboard';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { Ctx, SessionCaller } from '../caller.ts';
import { checkoutUrl } from '../payments/payment.view.ts';
import { linkMerchantOf } from './links.rules.ts';
import { recentLinks } from './links.sql.ts';

/** The merchant's newest links of one mode (live unless said otherwise), newest first. Refuses FORBIDDEN without a merchant. */
export const listRecentLinks = async ({ sql, caller, platform }: Ctx<SessionCaller>, { limit, mode }: Input<(typeof linkOperations)['recent']>): Promise<Answer<(typeof linkOperations)['recent']>> => {
  const rows = await sql.query(recentLinks, [linkMerchantOf(caller).id, mode ?? 'live', limit]);
  return {
    links: rows.map(({ id, orderId, description, amountSatang, status, expiresAt, createdAt }) => ({
      id, orderId, description, amount: bahtTrimmedFromSatang(amountSatang), status, paymentLink: checkoutUrl(platform.config, id),
      expiresAt, createdAt, copy: { amount: bahtCopyFromSatang(amountSatang) },
    })),
  };
};
