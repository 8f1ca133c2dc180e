/**
 * The rules of money in, said once more and simply: what the product must answer to any sequence of commands. Pure; amounts in
 * satang. Written from the decisions, not from the product's code, so that the two can disagree.
 */
export type Status = 'PENDING' | 'PAID' | 'CANCELLED' | 'EXPIRED';
export interface ModelPayment { readonly amountSatang: number; status: Status; isLate: boolean }
export interface ModelCredit { readonly amountSatang: number; readonly names: number | undefined; status: 'RECEIVED' | 'MATCHED' | 'REVIEW' }
export interface MoneyModel { readonly payments: ModelPayment[]; readonly credits: ModelCredit[] }

const FEE_BPS = 200;
const feeOf = (amountSatang: number): number => Math.round((amountSatang * FEE_BPS) / 10_000);
export const balanceOf = ({ payments }: MoneyModel): number =>
  payments.filter(({ status }) => status === 'PAID').reduce((sum, { amountSatang }) => sum + amountSatang - feeOf(amountSatang), 0);

export const cancel = (payment: ModelPayment): boolean => {
  if (payment.status === 'PENDING') payment.status = 'CANCELLED';
  return payment.status === 'CANCELLED';
};
export const expire = (payment: ModelPayment): void => {
  if (payment.status === 'PENDING') payment.status = 'EXPIRED';
};

interface Claim { readonly credit: ModelCredit; readonly payment: ModelPayment; readonly isStrong: boolean; readonly isExact: boolean }
const claimOf = (model: MoneyModel, credit: ModelCredit): Claim | undefined => {
  if (credit.names !== undefined) {
    const payment = model.payments[credit.names]!;
    // More than was asked pays by the platform's default; less never does.
    const fits = credit.amountSatang >= payment.amountSatang && ['PENDING', 'EXPIRED'].includes(payment.status);
    return fits ? { credit, payment, isStrong: true, isExact: credit.amountSatang === payment.amountSatang } : undefined;
  }
  const open = model.payments.filter(({ status, amountSatang }) => status === 'PENDING' && amountSatang === credit.amountSatang);
  return open.length === 1 ? { credit, payment: open[0]!, isStrong: false, isExact: true } : undefined;
};

/** Of those that claim one payment: the first that names it exactly, else a single other one of its amount, else a single one with more. */
const winnerAmong = (claims: readonly Claim[]): readonly Claim[] => {
  const exact = claims.filter(({ isExact }) => isExact);
  const [named] = exact.filter(({ isStrong }) => isStrong);
  if (named) return [named];
  if (exact.length === 1) return exact;
  return claims.length - exact.length === 1 ? claims.filter(({ isExact }) => !isExact) : [];
};

/** Every waiting credit is judged on what is true now; where several claim one payment, one gets it or nobody. */
export const match = (model: MoneyModel): number => {
  const waiting = model.credits.filter(({ status }) => status === 'RECEIVED');
  const claims = waiting.flatMap((credit) => claimOf(model, credit) ?? []);
  const winners = [...Map.groupBy(claims, ({ payment }) => payment).values()].flatMap(winnerAmong);
  for (const credit of waiting) credit.status = winners.some((winner) => winner.credit === credit) ? 'MATCHED' : 'REVIEW';
  for (const { payment } of winners) {
    payment.isLate = payment.status === 'EXPIRED';
    payment.status = 'PAID';
  }
  return winners.length;
};
