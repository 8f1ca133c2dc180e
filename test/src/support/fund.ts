import { posting } from '@paygate/core/ledger/ledger.rules';
import { postLedger } from '@paygate/core/ledger/post-ledger';
import type { Platform } from '@paygate/core/platform';
import { v7 as uuidv7 } from 'uuid';

/** Gives a merchant money out of the platform's own pocket, in the books, so that a test need not wait for payers. */
export const fund = (platform: Pick<Platform, 'database'>, merchantId: string, amountSatang: number, mode: 'live' | 'test' = 'test'): Promise<void> =>
  platform.database.transaction((transaction) => postLedger(transaction, [
    posting({ mode, causeKind: 'suspense', causeId: uuidv7() }, [
      { accountKind: 'ADJUSTMENT', ownerId: null, amountSatang: -amountSatang }, { accountKind: 'MERCHANT_AVAILABLE', ownerId: merchantId, amountSatang },
    ]),
  ]));
