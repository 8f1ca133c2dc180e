import type { StatementMapping } from '@paygate/contract/statements';

/** K BIZ and K-Cash Connect exports, Thai or English; days in either era. */
const kbank: StatementMapping = {
  name: 'KBank', dayFormats: ['dd-mm-yy', 'dd-mm-yyyy', 'dd/mm/yy', 'dd/mm/yyyy'],
  columns: {
    date: ['วันที่', 'date'], time: ['เวลา/วันที่มีผล', 'เวลา', 'time/eff.date', 'time'], description: ['รายการ', 'descriptions', 'description', 'transaction'],
    withdrawal: ['ถอนเงิน', 'ถอนเงิน (บาท)', 'withdrawal', 'withdrawal (thb)'], deposit: ['ฝากเงิน', 'ฝากเงิน (บาท)', 'deposit', 'deposit (thb)'],
    balance: ['ยอดคงเหลือ', 'ยอดคงเหลือ (บาท)', 'outstanding balance', 'outstanding balance (thb)', 'balance'],
    reference: ['เลขที่อ้างอิง', 'reference no.', 'reference no'], payerName: ['ชื่อผู้โอน', 'sender name'], payerAccount: ['บัญชีผู้โอน', 'sender account'], payerBank: ['ธนาคารผู้โอน', 'sender bank'],
    ref1: ['อ้างอิง 1', 'ref.1', 'ref 1'], ref2: ['อ้างอิง 2', 'ref.2', 'ref 2'],
  },
};
/** The remark of these banks names the payer ("จาก SCB X5481 นาย ทองดี"). */
export const remarkHeaders: readonly string[] = ['รายละเอียด', 'details', 'detail', 'remark', 'หมายเหตุ'];

/** SCB Business Net exports, Thai or English: account and balance sign in columns of their own. */
const scb: StatementMapping = {
  name: 'SCB', dayFormats: ['dd/mm/yyyy', 'dd/mm/yy', 'yyyymmdd'],
  columns: {
    account: ['account number', 'account no.', 'เลขที่บัญชี'], date: ['date', 'transaction date', 'วันที่', 'วันที่ทำรายการ'], time: ['time', 'transaction time', 'เวลา'],
    description: ['description', 'รายละเอียด', 'คำอธิบาย'], withdrawal: ['debit amount', 'debit', 'เดบิต', 'ยอดเงินออก'], deposit: ['credit amount', 'credit', 'เครดิต', 'ยอดเงินเข้า'],
    balanceSign: ['balance sign', 'เครื่องหมายยอดคงเหลือ'], balance: ['balance amount', 'balance', 'ยอดเงินคงเหลือ', 'ยอดคงเหลือ'],
    reference: ['transaction reference', 'transaction ref.', 'หมายเลขอ้างอิง'], payerName: ['payer name', 'ชื่อผู้ชำระ'], payerAccount: ['payer account', 'บัญชีผู้ชำระ'], payerBank: ['payer bank', 'ธนาคารผู้ชำระ'],
    ref1: ['ref1', 'customer ref 1', 'อ้างอิง1'], ref2: ['ref2', 'customer ref 2', 'อ้างอิง2'],
  },
};

/** Tried in order, after the account's own. */
export const knownMappings: readonly StatementMapping[] = [kbank, scb];
