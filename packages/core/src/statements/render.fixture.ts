import { bahtCopyFromSatang } from '@paygate/contract/money';

/** A movement as a bank knows it; the renderers below write it as banks do. */
export interface Movement {
  readonly direction: 'CREDIT' | 'DEBIT';
  readonly isReversal: boolean;
  readonly amountSatang: number;
  /** UTC, whole seconds. */
  readonly paidAt: string;
  readonly bankReference: string | null;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly payerBankCode: string | null;
  readonly ref1: string | null;
  readonly ref2: string | null;
}
export interface Day {
  readonly accountNumber: string;
  readonly openingSatang: number;
  readonly movements: readonly Movement[];
}
export type Renderer = (day: Day) => Uint8Array;

export const movement = (more: Partial<Movement> = {}): Movement => ({
  direction: 'CREDIT', isReversal: false, amountSatang: 10_037, paidAt: '2026-03-05T08:02:10.000Z', bankReference: null, payerName: null, payerAccount: null, payerBankCode: null, ref1: null, ref2: null, ...more,
});
export const effectOf = ({ direction, amountSatang }: Movement): number => (direction === 'CREDIT' ? amountSatang : -amountSatang);
export const closingOf = ({ openingSatang, movements }: Day): number => movements.reduce((sum, one) => sum + effectOf(one), openingSatang);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bangkok = (instant: string): string => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const element = (name: string, content: string | null): string => (content === null || content === '' ? '' : `<${name}>${content}</${name}>`);
const text = (name: string, value: string | null): string => element(name, value === null ? null : escaped(value));

type Version = '02' | '08';
const balance = (code: string, satang: number): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="THB">${bahtCopyFromSatang(Math.abs(satang))}</Amt><CdtDbtInd>${satang < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>2026-03-05</Dt></Dt></Bal>`;
const party = (one: Movement, version: Version): string => {
  const name = text('Nm', one.payerName);
  const account = text('Id', one.payerAccount);
  return element('RltdPties', `${element('Dbtr', version === '08' ? element('Pty', name) : name)}${element('DbtrAcct', element('Id', element('Othr', account)))}`)
    + element('RltdAgts', element('DbtrAgt', element('FinInstnId', element('ClrSysMmbId', text('MmbId', one.payerBankCode)))));
};
const entry = (one: Movement, version: Version): string => {
  const remittance = [one.ref1, one.ref2].map((reference) => (reference === null ? '' : `<Strd><CdtrRefInf>${text('Ref', reference)}</CdtrRefInf></Strd>`)).join('');
  const details = `${party(one, version)}${element('RmtInf', remittance)}`;
  const status = version === '08' ? '<Sts><Cd>BOOK</Cd></Sts>' : '<Sts>BOOK</Sts>';
  return `<Ntry><Amt Ccy="THB">${bahtCopyFromSatang(one.amountSatang)}</Amt><CdtDbtInd>${one.direction === 'CREDIT' ? 'CRDT' : 'DBIT'}</CdtDbtInd>${one.isReversal ? '<RvslInd>true</RvslInd>' : ''}${status}`
    + `<BookgDt><DtTm>${bangkok(one.paidAt).slice(0, 19)}+07:00</DtTm></BookgDt>${text('AcctSvcrRef', one.bankReference)}${element('NtryDtls', element('TxDtls', details))}</Ntry>\n`;
};
const document = (kind: string, version: Version, body: string): Uint8Array => utf8(`<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.${version}">${body}</Document>\n`);
const account = (accountNumber: string): string => `<Acct><Id><Othr><Id>${accountNumber}</Id></Othr></Id><Ccy>THB</Ccy></Acct>\n`;

export const renderCamt053 = (version: Version): Renderer => (day) => document('camt.053', version, `<BkToCstmrStmt><GrpHdr><MsgId>S1</MsgId></GrpHdr><Stmt><Id>S1</Id>${account(day.accountNumber)}`
  + `${balance('OPBD', day.openingSatang)}${balance('CLBD', closingOf(day))}\n${day.movements.map((one) => entry(one, version)).join('')}</Stmt></BkToCstmrStmt>`);
export const renderCamt054 = (version: Version): Renderer => (day) => document('camt.054', version, `<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N1</MsgId></GrpHdr><Ntfctn><Id>N1</Id>${account(day.accountNumber)}`
  + `${day.movements.map((one) => entry(one, version)).join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn>`);

const swift = (satang: number): string => bahtCopyFromSatang(Math.abs(satang)).replace('.', ',');
const swiftDay = (instant: string): string => bangkok(instant).slice(2, 10).replaceAll('-', '');
const folded = (field: string): string => field.match(/.{1,65}/gsu)?.join('\r\n') ?? '';
const MARKS = { CREDIT: ['C', 'RD'], DEBIT: ['D', 'RC'] } as const;
/** `slashes`: /NAME/…/ACCT/…; else the numbered subfields. The time of day is not told. */
export const renderMt940 = (dialect: 'subfields' | 'slashes'): Renderer => (day) => {
  const first = swiftDay(day.movements[0]?.paidAt ?? '2026-03-05T00:00:00.000Z');
  const mark = (satang: number): string => (satang < 0 ? 'D' : 'C');
  const information = (one: Movement): string => {
    const subfields = [['20', one.ref1 && `REF1+${one.ref1}`], ['21', one.ref2 && `REF2+${one.ref2}`], ['30', one.payerBankCode], ['31', one.payerAccount], ['32', one.payerName]] as const;
    const codes = [['NAME', one.payerName], ['ACCT', one.payerAccount], ['BANK', one.payerBankCode], ['REF1', one.ref1], ['REF2', one.ref2]] as const;
    const told = dialect === 'subfields' ? `166?00PROMPTPAY${subfields.map(([code, value]) => (value === null ? '' : `?${code}${value}`)).join('')}` : codes.map(([code, value]) => (value === null ? '' : `/${code}/${value}`)).join('');
    return told === '' ? '' : `${folded(`:86:${told}`)}\r\n`;
  };
  const lines = day.movements.map((one) => `:61:${swiftDay(one.paidAt)}${swiftDay(one.paidAt).slice(2)}${MARKS[one.direction][one.isReversal ? 1 : 0]}${swift(one.amountSatang)}NTRFNONREF${one.bankReference === null ? '' : `//${one.bankReference}`}\r\n${information(one)}`);
  return utf8(`:20:S1\r\n:25:${day.accountNumber}\r\n:28C:1/1\r\n:60F:${mark(day.openingSatang)}${first}THB${swift(day.openingSatang)}\r\n${lines.join('')}:62F:${mark(closingOf(day))}${first}THB${swift(closingOf(day))}\r\n-\r\n`);
};

const cell = (value: string | null): string => `"${(value ?? '').replaceAll('"', '""')}"`;
const grouped = (satang: number): string => bahtCopyFromSatang(satang).replaceAll(/\B(?=(?:\d{3})+(?=\.))/g, ',');
const [KBANK, SCB] = [
  'วันที่,เวลา,รายการ,ถอนเงิน,ฝากเงิน,ยอดคงเหลือ,เลขที่อ้างอิง,ชื่อผู้โอน,บัญชีผู้โอน,ธนาคารผู้โอน,อ้างอิง 1,อ้างอิง 2',
  'Account Number,Date,Time,Description,Debit Amount,Credit Amount,Balance Sign,Balance Amount,Transaction Reference,Payer Name,Payer Account,Payer Bank,Ref1,Ref2',
] as const;
/** KBank: Thai headers, Buddhist years of two digits. SCB: English headers, balances with a sign of their own. Reversals cannot be told apart. */
export const renderCsv = (bank: 'kbank' | 'scb', encode: (text: string) => Uint8Array = utf8): Renderer => (day) => {
  let satang = day.openingSatang;
  const rows = day.movements.map((one) => {
    satang += effectOf(one);
    const [year, month, date] = bangkok(one.paidAt).slice(0, 10).split('-') as [string, string, string];
    const moved = [one.direction === 'DEBIT' ? grouped(one.amountSatang) : '', one.direction === 'CREDIT' ? grouped(one.amountSatang) : ''];
    const payer = [one.bankReference, one.payerName, one.payerAccount, one.payerBankCode, one.ref1, one.ref2];
    const time = bangkok(one.paidAt).slice(11, 19);
    return (bank === 'kbank'
      ? [`${date}-${month}-${String(Number(year) + 543).slice(2)}`, time, 'รับโอนเงิน', ...moved, `${satang < 0 ? '-' : ''}${grouped(Math.abs(satang))}`, ...payer]
      : [day.accountNumber, `${date}/${month}/${year}`, time, 'Transfer', ...moved, satang < 0 ? '-' : '+', grouped(Math.abs(satang)), ...payer]).map(cell).join(',');
  });
  const above = bank === 'kbank' ? [`เลขที่บัญชี,${cell(day.accountNumber)}`, KBANK] : [SCB];
  return encode([...above, ...rows, ''].join('\r\n'));
};
