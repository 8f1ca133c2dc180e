import { errorsOf } from '@paygate/contract';
import { Refusal } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import { isDatabaseDown } from '@paygate/core/db/trouble';

/**
 * What leaves. A refusal that the operation does not declare is as much a bug as a TypeError, since the published document
 * would be lying: both leave as SERVER_ERROR and nothing else. `isBug` says that it must be logged.
 */
export const refusalOf = (cause: unknown, operation: Operation): { readonly refusal: Refusal; readonly isBug: boolean } => {
  if (cause instanceof Refusal && errorsOf(operation).includes(cause.code)) return { refusal: cause, isBug: false };
  return isDatabaseDown(cause) ? { refusal: new Refusal('SERVICE_UNAVAILABLE'), isBug: true } : { refusal: new Refusal('SERVER_ERROR'), isBug: true };
};
