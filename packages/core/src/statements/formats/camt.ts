import type { StatementFormat } from '@paygate/contract/statements';
import { attributeOf, childrenOf, descendantOf, safeXmlText, textAt, type XmlElement } from '../../batches/formats/xml-reader.ts';
import { STATEMENT_LINES_MAX } from '@paygate/contract/statements';
import { amountOrZeroOfText } from '../amount-text.ts';
import { fileProblems } from '../problems.ts';
import type { ReadStatement, RowProblem, StatementLine, StatementPart } from '../statement.ts';
import { linesOfEntry } from './camt-entry.ts';
import { readXmlRows } from './xml-rows.ts';

interface Message { readonly format: StatementFormat; readonly statements: readonly XmlElement[] }
const messageOf = (root: XmlElement): Message | null => {
  const document = descendantOf(root, 'Document') ?? root;
  const [statement, notification] = [descendantOf(document, 'BkToCstmrStmt'), descendantOf(document, 'BkToCstmrDbtCdtNtfctn')];
  if (statement) return { format: 'camt.053', statements: childrenOf(statement, 'Stmt') };
  return notification ? { format: 'camt.054', statements: childrenOf(notification, 'Ntfctn') } : null;
};

/** Opening and closing as booked; a statement that follows another may call its opening balance "previously closed". */
const OPENING = ['OPBD', 'PRCD'] as const;
const CLOSING = ['CLBD'] as const;
/** Null when the balance is not told, undefined when it cannot be read. Negative when the account is overdrawn. */
const balanceOf = (statement: XmlElement, codes: readonly string[]): number | null | undefined => {
  const balances = childrenOf(statement, 'Bal');
  const found = codes.map((code) => balances.find((balance) => textAt(balance, 'Tp', 'CdOrPrtry', 'Cd') === code)).find((balance) => balance !== undefined);
  const amount = found && descendantOf(found, 'Amt');
  if (!found || !amount) return found ? undefined : null;
  const satang = attributeOf(amount, 'Ccy') === 'THB' ? amountOrZeroOfText(textAt(amount) ?? '') : undefined;
  const side = textAt(found, 'CdtDbtInd');
  if (satang === undefined || (side !== 'CRDT' && side !== 'DBIT')) return undefined;
  return side === 'DBIT' && satang !== 0 ? -satang : satang;
};

const partOf = (statement: XmlElement, row: number): StatementPart | null => {
  const [openingSatang, closingSatang] = [balanceOf(statement, OPENING), balanceOf(statement, CLOSING)];
  if (openingSatang === undefined || closingSatang === undefined) return null;
  return { accountNumber: textAt(statement, 'Acct', 'Id', 'Othr', 'Id') ?? textAt(statement, 'Acct', 'Id', 'IBAN') ?? textAt(statement, 'Acct', 'Id', 'PrtryAcct', 'Id'), openingSatang, closingSatang, row };
};

const balanceProblem = { ...fileProblems.BALANCE_WRONG, code: 'BAD_BALANCE', field: 'Bal', messageEn: 'A balance of the statement cannot be read, or is not in THB. Download the statement again.', messageTh: 'อ่านยอดคงเหลือในไฟล์ไม่ได้ หรือไม่ใช่เงินบาท ดาวน์โหลดไฟล์ใหม่' };

/**
 * Reads camt.053 (statement) and camt.054 (notification) of any version; .02 and .08 differ in where parties, statuses and banks stand, and both are read.
 * An entry of several transactions becomes as many lines. Refuses what safeXmlText and readXmlRows refuse and other messages.
 */
export const readCamt = (bytes: Uint8Array): ReadStatement => {
  const safe = safeXmlText(bytes);
  if (!safe.ok) return { ok: false, error: { ...safe.error, field: null } };
  const parents = new Map<XmlElement, { readonly index: number; readonly line: number }>();
  const lines: StatementLine[] = [];
  const rowErrors: RowProblem[] = [];
  let isTooLong = false;
  const root = readXmlRows(safe.value, 'Ntry', ({ element, parent, line }) => {
    if (isTooLong) return;
    const known = parents.get(parent) ?? { index: parents.size, line };
    parents.set(parent, known);
    const read = linesOfEntry(element, { row: line, part: known.index });
    if ('code' in read) rowErrors.push(read);
    else lines.push(...read);
    isTooLong = lines.length + rowErrors.length > STATEMENT_LINES_MAX;
  });
  if (root === null) return { ok: false, error: fileProblems.NOT_WELL_FORMED };
  const message = messageOf(root);
  if (message === null) return { ok: false, error: fileProblems.UNKNOWN_FORMAT };
  if (isTooLong) return { ok: false, error: fileProblems.TOO_MANY_LINES };
  const parts: StatementPart[] = [];
  // Statements without entries come after those that have some, whose numbers the lines carry.
  for (const statement of message.statements.toSorted((one, other) => (parents.get(one)?.index ?? parents.size) - (parents.get(other)?.index ?? parents.size))) {
    const part = partOf(statement, parents.get(statement)?.line ?? 1);
    if (part === null) return { ok: false, error: balanceProblem };
    parts.push(part);
  }
  return { ok: true, value: { format: message.format, parts, lines, rowErrors } };
};
