import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { noticeOperations } from '@paygate/contract/notices';
import { newId } from '../../ids.ts';
import type { NoCaller, WriteCtx } from '../../caller.ts';
import { single } from '../../db/statement.ts';
import { hasRoom } from './notice.rules.ts';
import { payeeAccounts } from './payee-accounts.ts';
import { tellNotice } from './notices.sql.ts';

type Scb = (typeof noticeOperations)['scb'];

/**
 * Stores what SCB, or whoever says so, told of a transfer, once, and lets a job ask the bank. Credits nothing by itself, so a forged one costs a row and
 * a few inquiries; how many may be open is bounded. Safe to repeat, also at the same time: the same words answer the same confirmId.
 * Refuses RECEIVING_ACCOUNT_UNKNOWN (not ours, or no bank to ask about it), SERVICE_UNAVAILABLE (too many open).
 */
export const receiveScbNotice = async ({ sql, platform, caller }: WriteCtx<NoCaller>, told: Input<Scb>): Promise<Answer<Scb>> => {
  const { transactionId, payeeProxyId: payee, billPaymentRef1: ref1 } = told;
  const payeeAccount = told.payeeAccountNumber ?? '';
  if ((await payeeAccounts({ sql, platform }, [payee, payeeAccount])).length === 0) throw new Refusal('RECEIVING_ACCOUNT_UNKNOWN');
  if (!hasRoom(caller.address, await platform.openNotices())) throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'too many notices wait for the bank' });
  const notice = single(await sql.query(tellNotice, [newId(), 'scb', transactionId, payee, payeeAccount, ref1, told.transactionDateandTime, JSON.stringify(told), caller.address]), 'notice');
  if (notice.before !== 'OPEN' && notice.before !== 'CREDITED') {
    await platform.queue.enqueue(sql, 'notices.inquire', [{ payload: { noticeId: notice.id } }]);
    sql.afterCommit(() => platform.bell.ring('notices.inquire'));
  }
  return { resCode: '00', resDesc: 'success', transactionId, confirmId: notice.id };
};
