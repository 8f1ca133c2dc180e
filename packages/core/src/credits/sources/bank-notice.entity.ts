import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../../db/entity.ts';

export type NoticeStatus = 'OPEN' | 'CREDITED' | 'REFUTED' | 'ABANDONED';

/**
 * What somebody who may be a bank told us of one transfer, stored once and believed never: OPEN until the bank, asked, confirms it (CREDITED) or keeps
 * not knowing it (REFUTED). `told` is kept as evidence, `misses` and `failures` count inquiries without and with no answer.
 */
export const BankNoticeEntity = defineEntity({
  name: 'BankNotice', tableName: 'bank_notice',
  properties: {
    id: column.id(),
    source: column.text().$type<'scb'>(),
    transactionId: column.text(),
    payee: column.text(),
    payeeAccount: column.text(),
    ref1: column.text(),
    paidOn: column.day(),
    told: column.json<object>(),
    address: column.text(),
    toldTimes: column.integer(),
    status: column.text().$type<NoticeStatus>(),
    misses: column.integer(),
    failures: column.integer(),
    lastAnswer: column.text().nullable(),
    nextInquiryAt: column.instant(),
    creditId: column.uuid().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type BankNoticeRow = RowOf<typeof BankNoticeEntity>;
