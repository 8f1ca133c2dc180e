import type { StatementFormat } from '@paygate/contract/statements';
import type { Named } from './bank-reference.rules.ts';
import type { CheckedStatement } from './read-statement.ts';
import type { Problem, ReadStatement } from './statement.ts';

/** A file ready to be stored: what its import says, and its lines as JSON texts that go to the database as they are. */
export interface PreparedStatement {
  readonly format: StatementFormat;
  readonly openingSatang: number | null;
  readonly closingSatang: number | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly lineCount: number;
  readonly recordedCount: number;
  readonly reviewCount: number;
  readonly rejectedCount: number;
  readonly chunks: readonly string[];
}

/** Lines inserted by one statement. */
const CHUNK = 2_000;
type Begun = 'PENDING' | 'RECORDED' | 'REVIEW';
const statusOf = ({ line }: Named): Begun => {
  if (line.doubt !== null) return 'REVIEW';
  return line.direction === 'CREDIT' && line.isBooked ? 'PENDING' : 'RECORDED';
};
const rowOf = (named: Named) => {
  const { line: { row, part: _part, isBooked: _isBooked, ownReference: _ownReference, doubt, ...line }, bankReference } = named;
  return { ...line, fileRow: row, bankReference, status: statusOf(named), problem: doubt };
};
interface Row { readonly fileRow: number; readonly status: Begun | 'REJECTED'; readonly problem: Problem | null; readonly isReversal: boolean }

/** Lines and rows that could not be read, together in the order of the file and numbered from 1. */
export const prepareLines = (read: ReadStatement<CheckedStatement>): ReadStatement<PreparedStatement> => {
  if (!read.ok) return read;
  const { format, openingSatang, closingSatang, lines, rowErrors } = read.value;
  const rejected = rowErrors.map(({ row, ...problem }): Row => ({ fileRow: row, status: 'REJECTED', problem, isReversal: false }));
  const rows: readonly Row[] = [...lines.map(rowOf), ...rejected].toSorted((one, other) => one.fileRow - other.fileRow);
  const numbered = rows.map((row, index) => ({ ...row, seq: index + 1 }));
  const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
  const days = lines.map(({ line }) => line.bookedOn);
  const bound = (isFurther: (one: string, other: string) => boolean) => days.reduce((found, day) => (isFurther(day, found) ? day : found), days[0]!);
  return {
    ok: true,
    value: {
      format, openingSatang, closingSatang, firstDay: bound((one, other) => one < other), lastDay: bound((one, other) => one > other), lineCount: rows.length,
      recordedCount: count('RECORDED'), reviewCount: count('REVIEW'), rejectedCount: count('REJECTED'),
      chunks: Array.from({ length: Math.ceil(numbered.length / CHUNK) }, (_, index) => JSON.stringify(numbered.slice(index * CHUNK, (index + 1) * CHUNK))),
    },
  };
};
