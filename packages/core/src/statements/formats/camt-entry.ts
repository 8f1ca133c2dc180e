import { cleanText } from '../../clean-text.ts';
import { attributeOf, childrenOf, descendantOf, textAt, type XmlElement } from '../../batches/formats/xml-reader.ts';
import { instantOfText } from '../../batches/formats/instant-text.ts';
import { amountOfText } from '../amount-text.ts';
import { bangkokDay, dayOfText, instantOf } from '../day-text.ts';
import { bankCodeOf, NOBODY, type PayerSeen } from '../payer-text.ts';
import { paymentReferenceIn, referenceOfText, wordReference } from '../plain-text.ts';
import { badAmount, badDay, badDirection, badReference, badStatus, batchWithoutDetails, detailsDoNotAddUp, otherCurrency, reversal } from '../problems.ts';
import { signedSatang, type Problem, type RowProblem, type StatementLine } from '../statement.ts';

interface At { readonly row: number; readonly part: number }
type Direction = StatementLine['direction'];

const directionOf = (element: XmlElement): Direction | undefined => {
  const side = textAt(element, 'CdtDbtInd');
  if (side === 'CRDT') return 'CREDIT';
  return side === 'DBIT' ? 'DEBIT' : undefined;
};
const amountIn = (amount: XmlElement | null, field: string): number | Problem => {
  if (amount === null) return badAmount(field);
  if (attributeOf(amount, 'Ccy') !== 'THB') return otherCurrency(field);
  return amountOfText(textAt(amount) ?? '') ?? badAmount(field);
};

interface When { readonly bookedOn: string; readonly paidAt: string }
/** Of a bare day, midnight in Bangkok. The day is the one the bank wrote, also beside an instant that is another day elsewhere. */
const whenOf = (entry: XmlElement): When | undefined => {
  const date = descendantOf(entry, 'BookgDt') ?? descendantOf(entry, 'ValDt');
  const instant = date && instantOfText(textAt(date, 'DtTm') ?? '');
  if (instant) return { bookedOn: bangkokDay(instant), paidAt: instant };
  const bookedOn = date ? dayOfText((textAt(date, 'Dt') ?? '').replace(/(?:Z|[+-]\d\d:\d\d)$/, ''), ['yyyy-mm-dd']) : undefined;
  return bookedOn === undefined ? undefined : { bookedOn, paidAt: instantOf(bookedOn)! };
};

/** BOOK is money on the account; what is pending or only information is recorded and not credited. Version 08 wraps the code. */
const isBookedIn = (entry: XmlElement): boolean | undefined => {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
  if (status === 'BOOK') return true;
  return status !== null && /^(?:PDNG|INFO|FUTR)$/.test(status) ? false : undefined;
};

const PARTY_MAX = 200;
const partyName = (parties: XmlElement | null, role: string): string | null => parties && (textAt(parties, role, 'Nm') ?? textAt(parties, role, 'Pty', 'Nm'));
const payerOf = (details: XmlElement): PayerSeen => {
  const parties = descendantOf(details, 'RltdPties');
  const account = parties && descendantOf(parties, 'DbtrAcct', 'Id');
  const bank = descendantOf(details, 'RltdAgts', 'DbtrAgt', 'FinInstnId');
  return {
    payerName: cleanText(partyName(parties, 'Dbtr') ?? partyName(parties, 'UltmtDbtr'), PARTY_MAX),
    payerAccount: cleanText(account && (textAt(account, 'Othr', 'Id') ?? textAt(account, 'IBAN')), 40),
    payerBankCode: bank && (bankCodeOf(textAt(bank, 'ClrSysMmbId', 'MmbId')) ?? bankCodeOf(textAt(bank, 'BICFI') ?? textAt(bank, 'BIC'))),
  };
};

interface Remark { readonly ref1: string | null; readonly ref2: string | null; readonly description: string | null }
const remarkOf = (entry: XmlElement, details: XmlElement): Remark => {
  const remittance = descendantOf(details, 'RmtInf') ?? {};
  const structured = childrenOf(remittance, 'Strd').flatMap((one) => cleanText(textAt(one, 'CdtrRefInf', 'Ref'), 40) ?? []);
  const free = cleanText(childrenOf(remittance, 'Ustrd').map((one) => textAt(one) ?? '').join(' '), 500);
  const own = paymentReferenceIn(free);
  const [ref1 = own ?? wordReference(free), ref2 = own === ref1 ? null : own] = structured;
  return { ref1, ref2, description: free ?? cleanText(textAt(details, 'AddtlTxInf') ?? textAt(entry, 'AddtlNtryInf'), 500) };
};

const SERIAL_MAX = 6;
/** A short number in NtryRef is only the entry's place in this one file. */
const namesOne = (reference: string | null): string | null => (reference !== null && reference.length <= SERIAL_MAX && /^\d+$/.test(reference) ? null : reference);

/** The bank's reference for each transaction of an entry; undefined when one is too long. One that all share is numbered. */
const referencesOf = (entry: XmlElement, transactions: readonly XmlElement[]): readonly (string | null)[] | undefined => {
  const shared = referenceOfText(textAt(entry, 'AcctSvcrRef'));
  const numbered = referenceOfText(textAt(entry, 'NtryRef'));
  const own = transactions.map((details) => referenceOfText(textAt(details, 'Refs', 'AcctSvcrRef')));
  const ofEntry = shared ?? (numbered === undefined ? undefined : namesOne(numbered));
  if (shared === undefined || ofEntry === undefined || own.includes(undefined)) return undefined;
  if (transactions.length <= 1) return [own[0] ?? ofEntry];
  const areApart = !own.includes(null) && new Set(own).size === own.length;
  if (areApart) return own.map((reference) => reference ?? null);
  const base = ofEntry ?? own[0] ?? null;
  return transactions.map((_, index) => (base === null ? null : `${base}/${index + 1}`));
};

interface Entry extends When { readonly amountSatang: number; readonly direction: Direction; readonly isBooked: boolean }
const lineOf = (element: XmlElement, details: XmlElement, entry: Entry & { readonly ownReference: string | null; readonly doubt: Problem | null; readonly isReversal: boolean } & At): StatementLine => {
  const instant = instantOfText(textAt(details, 'RltdDts', 'TxDtTm') ?? textAt(details, 'RltdDts', 'AccptncDtTm') ?? '');
  const endToEndId = cleanText(textAt(details, 'Refs', 'EndToEndId'), 40);
  return {
    ...entry, ...(entry.direction === 'CREDIT' ? payerOf(details) : NOBODY), ...remarkOf(element, details), paidAt: instant ?? entry.paidAt, balanceSatang: null,
    endToEndId: endToEndId === 'NOTPROVIDED' ? null : endToEndId,
  };
};

/** What each transaction of several moved, or undefined where their amounts and sides do not make the entry. */
const splitOf = (transactions: readonly XmlElement[], entry: Entry): readonly Pick<Entry, 'amountSatang' | 'direction'>[] | undefined => {
  const moved = transactions.map((details) => ({
    amountSatang: amountIn(descendantOf(details, 'Amt') ?? descendantOf(details, 'AmtDtls', 'TxAmt', 'Amt'), 'TxDtls/Amt'), direction: directionOf(details) ?? entry.direction,
  }));
  const known = moved.flatMap(({ amountSatang, direction }) => (typeof amountSatang === 'number' ? [{ amountSatang, direction }] : []));
  const total = known.reduce((sum, one) => sum + signedSatang(one), 0);
  return known.length === moved.length && total === signedSatang(entry) ? known : undefined;
};

/**
 * One line for each transaction of an entry; one for the entry where it lists none or one. As ISO 20022 has it, CdtDbtInd is what the entry did to the
 * account, also when RvslInd says that it takes back an earlier one. A problem when the entry cannot be read.
 */
export const linesOfEntry = (element: XmlElement, at: At): readonly StatementLine[] | RowProblem => {
  const amountSatang = amountIn(descendantOf(element, 'Amt'), 'Amt');
  if (typeof amountSatang !== 'number') return { ...amountSatang, row: at.row };
  const direction = directionOf(element);
  if (direction === undefined) return { ...badDirection('CdtDbtInd'), row: at.row };
  const isBooked = isBookedIn(element);
  if (isBooked === undefined) return { ...badStatus('Sts'), row: at.row };
  const when = whenOf(element);
  if (when === undefined) return { ...badDay('BookgDt'), row: at.row };
  const transactions = childrenOf(element, 'NtryDtls').flatMap((details) => childrenOf(details, 'TxDtls'));
  const references = referencesOf(element, transactions);
  if (references === undefined) return { ...badReference('AcctSvcrRef'), row: at.row };
  const isReversal = /^(?:true|1)$/.test(textAt(element, 'RvslInd') ?? '');
  const entry: Entry = { ...when, amountSatang, direction, isBooked };
  const batched = childrenOf(element, 'NtryDtls').reduce((sum, details) => sum + Number(textAt(details, 'Btch', 'NbOfTxs') ?? 0), 0);
  const doubt = isReversal ? reversal : batched > 1 && transactions.length <= 1 ? batchWithoutDetails : null;
  if (transactions.length <= 1) return [lineOf(element, transactions[0] ?? {}, { ...entry, ...at, isReversal, doubt, ownReference: references[0] ?? null })];
  const split = splitOf(transactions, entry);
  if (split === undefined) return { ...detailsDoNotAddUp('TxDtls'), row: at.row };
  return transactions.map((details, index) => lineOf(element, details, { ...entry, ...split[index]!, ...at, isReversal, doubt, ownReference: references[index] ?? null }));
};
