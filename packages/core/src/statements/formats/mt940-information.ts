import { cleanText } from '../../clean-text.ts';
import { bankCodeOf, NOBODY, payerInRemark } from '../payer-text.ts';
import { paymentReferenceIn, referenceOfText, wordReference } from '../plain-text.ts';
import type { StatementLine } from '../statement.ts';

/** What :86: tells of one entry. */
export type Information = Pick<StatementLine, 'payerName' | 'payerAccount' | 'payerBankCode' | 'ref1' | 'ref2' | 'endToEndId' | 'description'> & { readonly bankReference: string | null };

const TEXT_MAX = 500;
const short = (text: string | undefined): string | null => cleanText(text, 40);
const told = (parts: readonly (string | undefined)[], max: number): string | null => cleanText(parts.join(' '), max);

/** `?20`–`?29` and `?60`–`?63` remark, `?30` bank, `?31` account, `?32` `?33` name; the remark may carry `EREF+`, `SVWZ+`, `REF1+`, `REF2+`. */
const questionMarks = (text: string): Information => {
  const fields = new Map([...text.matchAll(/\?(\d{2})([^?]*)/g)].map(([, code = '', value = '']) => [code, value]));
  const remarks = [...fields].filter(([code]) => /^(?:2\d|6[0-3])$/.test(code)).map(([, value]) => value.trim());
  const marked = (mark: string) => short(remarks.find((remark) => remark.startsWith(`${mark}+`))?.slice(mark.length + 1));
  const plain = told(remarks.map((remark) => remark.replace(/^SVWZ\+/, '')).filter((remark) => !/^[A-Z][A-Z0-9]{3}\+/.test(remark)), TEXT_MAX);
  return {
    payerName: told([`${fields.get('32') ?? ''}${fields.get('33') ?? ''}`], 200), payerAccount: short(fields.get('31')), payerBankCode: bankCodeOf(fields.get('30') ?? null),
    ref1: marked('REF1') ?? paymentReferenceIn(plain) ?? paymentReferenceIn(remarks.join('')) ?? wordReference(plain), ref2: marked('REF2'), endToEndId: notGiven(marked('EREF')), description: plain, bankReference: null,
  };
};

const codes = 'EREF|TREF|BREF|REMI|NAME|ORDP|ACCT|BANK|BENM|REF1|REF2|PREF|MREF|ID|CSID|RTRN|TRTP|IBAN|BIC';
const notGiven = (text: string | null): string | null => (text === 'NOTPROVIDED' ? null : text);
/** Begun at the first of the slashes alone, since many that end nothing would be read anew from each. */
const slashesAtEnd = /(?<!\/)\/+\s*$/;
/** `/EREF/…/NAME/…/ACCT/…/BANK/…/REMI/…`: a code's text ends where the next code begins. */
const slashes = (text: string): Information => {
  const fields = new Map([...text.matchAll(new RegExp(`/(${codes})/(.*?)(?=/(?:${codes})/|$)`, 'g'))].map(([, code = '', value = '']) => [code, value.replace(slashesAtEnd, '')]));
  const remark = cleanText(fields.get('REMI'), TEXT_MAX);
  return {
    payerName: cleanText(fields.get('NAME') ?? fields.get('ORDP'), 200), payerAccount: short(fields.get('ACCT') ?? fields.get('IBAN')), payerBankCode: bankCodeOf(fields.get('BANK') ?? fields.get('BIC') ?? null),
    ref1: short(fields.get('REF1')) ?? paymentReferenceIn(remark) ?? wordReference(remark), ref2: short(fields.get('REF2')),
    endToEndId: notGiven(short(fields.get('EREF'))), description: remark, bankReference: referenceOfText(fields.get('BREF')) ?? null,
  };
};

const SILENT: Information = { ...NOBODY, ref1: null, ref2: null, endToEndId: null, description: null, bankReference: null };
/** Never fails: what is not plainly there is null, and the whole text is the description. */
export const remarkOfInformation = (lines: readonly string[]): Information => {
  if (lines.length === 0) return SILENT;
  // Continuation lines go on where the one before broke off, also in the middle of a word.
  const joined = lines.join('');
  if (/^\d{0,3}\?\d\d/.test(joined)) return questionMarks(joined);
  if (new RegExp(`^/(?:${codes})/`).test(joined)) return slashes(joined);
  const free = told(lines, TEXT_MAX);
  return { ...SILENT, ...payerInRemark(free), ref1: paymentReferenceIn(joined) ?? wordReference(free), description: free };
};
