import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { adminRequestOperations, merchantRequestOperations, requestOperations } from '@paygate/contract/requests';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, KeyCaller, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { viewOwner, viewRequestDetail } from './request.view.ts';
import { findRequest, type RequestOfMerchant } from './requests.sql.ts';

type Get = (typeof requestOperations)['get'];
type MerchantGet = (typeof merchantRequestOperations)['get'];
type AdminGet = (typeof adminRequestOperations)['get'];

/** A logged request of this merchant and mode; null stands for every one. Refuses REQUEST_NOT_FOUND. */
export const loggedRequest = async (sql: Executor, id: string, whose: { readonly merchantId: string | null; readonly mode: 'live' | 'test' | null }): Promise<RequestOfMerchant> => {
  const [row] = isUuid(id) ? await sql.query(findRequest, [id, whose.merchantId, whose.mode]) : [];
  if (!row) throw new Refusal('REQUEST_NOT_FOUND');
  return row;
};

/** A request of the key's merchant and mode, with its bodies as far as they are kept. Refuses REQUEST_NOT_FOUND. */
export const getRequest = async ({ caller, sql }: Ctx<KeyCaller>, { id }: Input<Get>): Promise<Answer<Get>> =>
  viewRequestDetail(await loggedRequest(sql, id, { merchantId: caller.merchant.id, mode: caller.mode }));

/** The same for the shop's people, in both modes. */
export const getMerchantRequest = async ({ caller, sql }: Ctx<SessionCaller>, { id }: Input<MerchantGet>): Promise<Answer<MerchantGet>> =>
  viewRequestDetail(await loggedRequest(sql, id, { merchantId: ownMerchant(caller).id, mode: null }));

/** The same for the platform's admins, of everybody and of nobody. */
export const getAnyRequest = async ({ sql }: Ctx<SessionCaller>, { id }: Input<AdminGet>): Promise<Answer<AdminGet>> => {
  const row = await loggedRequest(sql, id, { merchantId: null, mode: null });
  return { ...viewRequestDetail(row), ...viewOwner(row) };
};
