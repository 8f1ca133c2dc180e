import { single, type Executor } from '../db/statement.ts';
import { auditHash } from './audit.rules.ts';
import { auditAfter, readHead } from './audit.sql.ts';

/** `seq` of the first row that is missing, changed or cut off. The head's hash is what to write down elsewhere, against a rewritten chain. */
export type AuditVerdict =
  | { readonly isSound: true; readonly rows: number; readonly headHash: string }
  | { readonly isSound: false; readonly seq: number; readonly reason: 'MISSING' | 'CHANGED' };

const CHUNK = 1_000;

/** Walks the whole chain and names the first bad row. Rows appended meanwhile are left to the next walk. */
export const verifyAudit = async (sql: Executor): Promise<AuditVerdict> => {
  const head = single(await sql.query(readHead, []), 'audit head');
  let seq = 0;
  let hash: Buffer = Buffer.alloc(32);
  while (seq < head.seq) {
    const rows = (await sql.query(auditAfter, [seq, CHUNK])).filter((row) => row.seq <= head.seq);
    for (const row of rows) {
      if (row.seq !== seq + 1) return { isSound: false, seq: seq + 1, reason: 'MISSING' };
      if (!hash.equals(row.previousHash) || !row.hash.equals(auditHash(hash, row))) return { isSound: false, seq: row.seq, reason: 'CHANGED' };
      seq = row.seq;
      hash = row.hash;
    }
    if (rows.length === 0) return { isSound: false, seq: seq + 1, reason: 'MISSING' };
  }
  return hash.equals(head.hash) ? { isSound: true, rows: seq, headHash: hash.toString('hex') } : { isSound: false, seq, reason: 'CHANGED' };
};
