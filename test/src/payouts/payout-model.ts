/** What payouts and requests must come to, without a database, a bank or a clock: the spec of the property. Amounts in satang. */

export const fates = ['settles', 'rejects', 'loses', 'isDown', 'settlesLate', 'bounces', 'timesOut'] as const;
export type Fate = (typeof fates)[number];
export const nameOf: Readonly<Record<Fate, string>> = {
  settles: 'เจษฎา', rejects: 'SANDBOX REJECT', loses: 'SANDBOX LOST', isDown: 'SANDBOX DOWN', settlesLate: 'SANDBOX LATE', bounces: 'SANDBOX BOUNCE', timesOut: 'SANDBOX TIMEOUT',
};
/** When late settlements and returns show, by the bank's clock. */
const LATE_MS = 5_000;

export interface ModelPayout {
  readonly id: string;
  readonly merchantRef: string;
  readonly debitSatang: number;
  readonly netSatang: number;
  readonly fate: Fate;
  status: string;
  /** Whether it was ever tried; when the bank took it, by the bank's clock. */
  isTried: boolean;
  takenAt: number | undefined;
}
export interface ModelRequest { readonly id: string; readonly amountSatang: number; readonly fate: Fate; status: 'PENDING' | 'APPROVED' | 'REJECTED'; payoutId: string | undefined }
/** A call that was made and answered, so that it can be made again. */
export interface ModelCall { readonly key: string; readonly raw: string; readonly headers: Record<string, string>; readonly path: string; readonly payoutIds: readonly string[] }

export interface Model {
  availableSatang: number;
  reservedSatang: number;
  leftSatang: number;
  nowMs: number;
  readonly payouts: ModelPayout[];
  readonly requests: ModelRequest[];
  readonly calls: ModelCall[];
}
export const emptyModel = (availableSatang: number, nowMs: number): Model => ({ availableSatang, reservedSatang: 0, leftSatang: 0, nowMs, payouts: [], requests: [], calls: [] });

/** The merchant's fee of this house: 1.5 %, half up, and 3 baht on top of the amount. */
export const feeBps = 150;
export const feeFixedSatang = 300;
export const debitOf = (amountSatang: number): number => amountSatang + Math.floor((amountSatang * feeBps + 5_000) / 10_000) + feeFixedSatang;

export const hold = (model: Model, payout: Pick<ModelPayout, 'id' | 'merchantRef' | 'netSatang' | 'fate'>): void => {
  const debitSatang = debitOf(payout.netSatang);
  model.availableSatang -= debitSatang;
  model.reservedSatang += debitSatang;
  model.payouts.push({ ...payout, debitSatang, status: 'QUEUED', isTried: false, takenAt: undefined });
};
const giveBack = (model: Model, payout: ModelPayout, status: string): void => {
  model.reservedSatang -= payout.debitSatang;
  model.availableSatang += payout.debitSatang;
  payout.status = status;
};
const paid = (model: Model, payout: ModelPayout): void => {
  model.reservedSatang -= payout.debitSatang;
  model.leftSatang += payout.netSatang;
  payout.status = 'SUCCESS';
};
const reversed = (model: Model, payout: ModelPayout): void => {
  model.availableSatang += payout.debitSatang;
  model.leftSatang -= payout.netSatang;
  payout.status = 'REVERSED';
};
export const cancel = (model: Model, payout: ModelPayout): void => giveBack(model, payout, 'CANCELLED');

/** One step of sending or asking. */
export const advance = (model: Model, payout: ModelPayout): void => {
  if (!['QUEUED', 'PROCESSING', 'UNKNOWN', 'SUCCESS'].includes(payout.status)) return;
  const isFirst = !payout.isTried;
  payout.isTried = true;
  if (payout.status === 'QUEUED') payout.status = 'PROCESSING';
  if (payout.fate === 'isDown') return;
  if (payout.fate === 'loses') return void (payout.status = 'UNKNOWN');
  payout.takenAt ??= model.nowMs;
  const isLater = model.nowMs >= payout.takenAt + LATE_MS;
  if (payout.fate === 'timesOut' && isFirst) return void (payout.status = 'UNKNOWN');
  if (payout.fate === 'rejects') return giveBack(model, payout, 'FAILED');
  if (payout.fate === 'settlesLate' && !isLater) return;
  if (payout.fate === 'bounces' && isLater) return payout.status === 'SUCCESS' ? reversed(model, payout) : giveBack(model, payout, 'FAILED');
  if (payout.status !== 'SUCCESS') paid(model, payout);
};
