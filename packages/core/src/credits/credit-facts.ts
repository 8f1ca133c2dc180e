import type { BankCreditRow } from './bank-credit.entity.ts';
import type { CreditFacts } from './evidence.rules.ts';
import { payerOf } from './payer.rules.ts';
import { paidWithin } from './time-window.rules.ts';

type Told = Pick<BankCreditRow, 'id' | 'amountSatang' | 'paidAt' | 'payerName' | 'payerAccount' | 'payerBankCode' | 'ref1' | 'ref2' | 'endToEndId'>;

/** A stored credit in the form the rules read. */
export const factsOf = (credit: Told): CreditFacts => ({
  id: credit.id, amountSatang: credit.amountSatang, ...payerOf(credit), payerName: credit.payerName, paid: paidWithin(credit.paidAt),
  references: [...new Set([credit.ref1, credit.ref2, credit.endToEndId].flatMap((reference) => (reference ? [reference.toUpperCase()] : [])))],
});
