import type { statementOperations } from '@paygate/contract/statements';
import type { Answer } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { StatementProfileRow } from './statement.entity.ts';
import type { ImportWithNames, LineWithNames } from './statements.sql.ts';

type Detail = Answer<(typeof statementOperations)['get']>;
type Profile = Answer<(typeof statementOperations)['profile']>['profile'];
const baht = (satang: number | null): string | null => (satang === null ? null : bahtTrimmedFromSatang(satang));

export const viewImport = (row: ImportWithNames): Detail['import'] => ({
  id: row.id, receivingAccountId: row.receivingAccountId, accountNumber: row.accountNumber, mode: row.mode, format: row.format, fileName: row.fileName, status: row.status,
  firstDay: row.firstDay, lastDay: row.lastDay, openingBalance: baht(row.openingSatang), closingBalance: baht(row.closingSatang),
  lines: { total: row.lineCount, done: row.doneCount, credited: row.creditedCount, duplicate: row.duplicateCount, recorded: row.recordedCount, review: row.reviewCount, rejected: row.rejectedCount },
  creditedAmount: bahtTrimmedFromSatang(row.creditedSatang), failure: row.failure, createdBy: { id: row.createdBy, name: row.makerName, email: row.makerEmail },
  createdAt: row.createdAt, completedAt: row.completedAt,
});

export const viewLine = (row: LineWithNames): Detail['lines'][number] => ({
  seq: row.seq, row: row.fileRow, status: row.status, direction: row.direction, isReversal: row.isReversal, amount: baht(row.amountSatang), bookedOn: row.bookedOn, paidAt: row.paidAt,
  bankReference: row.bankReference, payerName: row.payerName, payerAccount: row.payerAccount, payerBankCode: row.payerBankCode, ref1: row.ref1, ref2: row.ref2,
  description: row.description, creditId: row.creditId,
  problem: row.problem === null ? null : { code: row.problem.code, field: row.problem.field, en: row.problem.messageEn, th: row.problem.messageTh },
  proposal: row.proposedBy === null ? null : { by: { id: row.proposedBy, name: row.proposerName!, email: row.proposerEmail! }, at: row.proposedAt!, reason: row.proposedReason! },
});

export const viewProfile = (receivingAccountId: string, row: StatementProfileRow | undefined): Profile => ({ receivingAccountId, mapping: row?.mapping ?? null, updatedAt: row?.updatedAt ?? null });
