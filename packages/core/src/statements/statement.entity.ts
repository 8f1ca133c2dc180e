import type { StatementFormat, StatementLineStatus, StatementMapping, StatementStatus } from '@paygate/contract/statements';
import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';
import type { Problem } from './statement.ts';

/** One file of an account: (receiving account, SHA-256 of the file) is unique. `nextSeq` is where the work goes on. */
export const StatementImportEntity = defineEntity({
  name: 'StatementImport', tableName: 'statement_import',
  properties: {
    id: column.id(),
    receivingAccountId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    format: column.text().$type<StatementFormat>(),
    fileName: column.text().nullable(),
    sha256: column.bytes(),
    status: column.text().$type<StatementStatus>(),
    firstDay: column.day().nullable(),
    lastDay: column.day().nullable(),
    openingSatang: column.satang().nullable(),
    closingSatang: column.satang().nullable(),
    lineCount: column.integer(),
    doneCount: column.integer(),
    creditedCount: column.integer(),
    duplicateCount: column.integer(),
    recordedCount: column.integer(),
    reviewCount: column.integer(),
    rejectedCount: column.integer(),
    creditedSatang: column.satang(),
    nextSeq: column.integer(),
    failure: column.text().nullable(),
    createdBy: column.uuid(),
    completedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type StatementImportRow = RowOf<typeof StatementImportEntity>;

/** One line of it, in the order of the file from 1. A REJECTED one has nothing but its row and its problem. `proposed…`: above the limit somebody said that it is new money, and a second person is to say so too. */
export const StatementLineEntity = defineEntity({
  name: 'StatementLine', tableName: 'statement_line',
  properties: {
    importId: column.uuid().primary(),
    seq: column.integer().primary(),
    fileRow: column.integer(),
    status: column.text().$type<StatementLineStatus>(),
    direction: column.text().$type<'CREDIT' | 'DEBIT'>().nullable(),
    isReversal: column.boolean(),
    amountSatang: column.satang().nullable(),
    bookedOn: column.day().nullable(),
    paidAt: column.instant().nullable(),
    balanceSatang: column.satang().nullable(),
    bankReference: column.text().nullable(),
    payerName: column.text().nullable(),
    payerAccount: column.text().nullable(),
    payerBankCode: column.text().nullable(),
    ref1: column.text().nullable(),
    ref2: column.text().nullable(),
    endToEndId: column.text().nullable(),
    description: column.text().nullable(),
    creditId: column.uuid().nullable(),
    problem: column.json<Problem>().nullable(),
    proposedBy: column.uuid().nullable(),
    proposedAt: column.instant().nullable(),
    proposedReason: column.text().nullable(),
  },
});
export type StatementLineRow = RowOf<typeof StatementLineEntity>;

/** How the operator said that an account's CSV files are read. */
export const StatementProfileEntity = defineEntity({
  name: 'StatementProfile', tableName: 'statement_profile',
  properties: {
    receivingAccountId: column.uuid().primary(),
    mapping: column.json<StatementMapping>().nullable(),
    updatedBy: column.uuid(),
    updatedAt: column.instant(),
  },
});
export type StatementProfileRow = RowOf<typeof StatementProfileEntity>;
