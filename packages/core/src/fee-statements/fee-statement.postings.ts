import { posting, type Posting } from '../ledger/ledger.rules.ts';
import type { FeeStatementRow } from './fee-statement.entity.ts';

type Of = Pick<FeeStatementRow, 'id' | 'merchantId' | 'mode' | 'feeSatang' | 'vatSatang' | 'totalSatang'>;

/** The fees are owed since their payments were paid; the VAT on them is owed from the statement on. */
export const vatPosting = ({ id, mode, merchantId, vatSatang }: Of): Posting =>
  posting({ mode, causeKind: 'fee-statement', causeId: id }, [
    { accountKind: 'FEE_RECEIVABLE', ownerId: merchantId, amountSatang: -vatSatang }, { accountKind: 'VAT_PAYABLE', ownerId: null, amountSatang: vatSatang },
  ]);

/** Paid: nothing is owed, and the money is on an account of the platform. What waited in suspense is there already. */
export const statementPaidPosting = ({ id, mode, merchantId, totalSatang }: Of, from: { readonly accountId: string; readonly isInSuspense: boolean }): Posting =>
  posting({ mode, causeKind: 'fee-statement-pay', causeId: id }, [
    { accountKind: from.isInSuspense ? 'SUSPENSE' : 'BANK', ownerId: from.accountId, amountSatang: -totalSatang }, { accountKind: 'FEE_RECEIVABLE', ownerId: merchantId, amountSatang: totalSatang },
  ]);

/** Waived: the revenue and the VAT were none. */
export const statementVoidPosting = ({ id, mode, merchantId, feeSatang, vatSatang, totalSatang }: Of): Posting =>
  posting({ mode, causeKind: 'fee-statement-void', causeId: id }, [
    { accountKind: 'FEE_REVENUE', ownerId: null, amountSatang: -feeSatang }, { accountKind: 'VAT_PAYABLE', ownerId: null, amountSatang: -vatSatang },
    { accountKind: 'FEE_RECEIVABLE', ownerId: merchantId, amountSatang: totalSatang },
  ]);
