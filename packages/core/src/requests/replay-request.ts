import { allOperations } from '@paygate/contract';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { requestOperations } from '@paygate/contract/requests';
import type { Ctx, KeyCaller } from '../caller.ts';
import { loggedRequest } from './get-request.ts';
import { obstacleToReplay, paramsOf } from './replay.rules.ts';

type Replay = (typeof requestOperations)['replay'];
const read = (json: string | null): unknown => (json === null ? undefined : JSON.parse(json));

/**
 * Sends a logged test request again, as a new request of the key that asks: its scopes and limits decide, and what comes of it, a
 * refusal too, is the answer. Signed calls and what the log does not hold whole are refused, since neither could be the same call.
 * Refuses TEST_KEY_REQUIRED, REQUEST_NOT_FOUND, REQUEST_NOT_REPLAYABLE.
 */
export const replayRequest = async ({ caller, sql, callAgain }: Ctx<KeyCaller>, { id }: Input<Replay>): Promise<Answer<Replay>> => {
  if (caller.mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
  if (!callAgain) throw new Error('this face cannot run an operation again');
  const row = await loggedRequest(sql, id, { merchantId: caller.merchant.id, mode: caller.mode });
  const operation = allOperations.find((one) => one.id === row.operationId);
  const obstacle = obstacleToReplay(row, operation);
  if (!operation || obstacle) throw new Refusal('REQUEST_NOT_REPLAYABLE', { reason: obstacle?.en, reasonTh: obstacle?.th });
  const again = { operation, path: row.path, params: paramsOf(operation, row.path), query: read(row.query) ?? {}, body: read(row.requestBody), replayOf: row.id };
  const { requestId, status, body } = await callAgain(again);
  return { object: 'request_replay', request_id: requestId, replay_of: row.id, status, response: body };
};
