import type { Text } from './kernel.ts';
import { bahtCopyFromSatang } from './money.ts';

/** One way to make the sandbox bank behave as banks sometimes do, by an exact amount or by a word in a name. */
export interface Sentinel<Outcome extends string = string> {
  readonly outcome: Outcome;
  readonly amountSatang: number;
  /** Of the payer's name, in any place; of the beneficiary's, in any case. */
  readonly word: string;
  readonly does: Text;
}

/** Money that a payer sends: what our notice of it looks like. */
export const incomingSentinels = [
  { outcome: 'MASKED', amountSatang: 990_011, word: '#masked', does: { en: 'The account shows four digits: 1673585481 → xxx-x-x8548-x', th: 'เลขบัญชีเห็น 4 หลัก: 1673585481 → xxx-x-x8548-x' } },
  { outcome: 'TRUNCATED', amountSatang: 990_012, word: '#truncated', does: { en: 'The last name is cut to one letter', th: 'นามสกุลถูกตัดเหลือตัวเดียว' } },
  { outcome: 'ANONYMOUS', amountSatang: 990_013, word: '#anonymous', does: { en: 'Name, account and bank of the sender are not told', th: 'ไม่บอกชื่อ บัญชี และธนาคารผู้โอน' } },
  { outcome: 'LATE', amountSatang: 990_014, word: '#late', does: { en: 'The notice leaves 5 seconds after the booking', th: 'แจ้งยอดช้า 5 วินาที' } },
  { outcome: 'SILENT', amountSatang: 990_015, word: '#silent', does: { en: 'No notice at all: the money shows on the statement alone', th: 'ไม่แจ้งเลย เห็นเฉพาะในรายการเดินบัญชี' } },
  { outcome: 'REPEATED', amountSatang: 990_016, word: '#repeated', does: { en: 'Tells of this one transfer five times', th: 'แจ้งการโอนครั้งเดียวนี้ 5 ครั้ง' } },
  { outcome: 'SCB', amountSatang: 990_017, word: '#scb', does: { en: 'Tells by an unsigned SCB payment confirmation, so that we ask the bank before it counts', th: 'แจ้งด้วย SCB payment confirmation ที่ไม่มีลายเซ็น ระบบจึงถามธนาคารก่อนบันทึก' } },
] as const satisfies readonly Sentinel[];
export type IncomingOutcome = (typeof incomingSentinels)[number]['outcome'];

/** Money that leaves: what becomes of the transfer. */
export const outgoingSentinels = [
  { outcome: 'REJECT', amountSatang: 990_001, word: 'SANDBOX REJECT', does: { en: 'Refuses for good: wrong account number (AC01)', th: 'ปฏิเสธ: เลขบัญชีผิด (AC01)' } },
  { outcome: 'TIMEOUT', amountSatang: 990_002, word: 'SANDBOX TIMEOUT', does: { en: 'Executes, but the answer never comes', th: 'โอนสำเร็จ แต่ไม่ตอบกลับ' } },
  { outcome: 'LOST', amountSatang: 990_003, word: 'SANDBOX LOST', does: { en: 'Breaks the connection before anything is booked', th: 'การเชื่อมต่อขาดก่อนบันทึกรายการ' } },
  { outcome: 'SLOW', amountSatang: 990_004, word: 'SANDBOX SLOW', does: { en: 'Executes and answers 3 seconds late', th: 'โอนสำเร็จ ตอบช้า 3 วินาที' } },
  { outcome: 'LATE', amountSatang: 990_005, word: 'SANDBOX LATE', does: { en: 'Accepts at once, settles 5 seconds later', th: 'รับคำสั่งทันที โอนเสร็จใน 5 วินาที' } },
  { outcome: 'BOUNCE', amountSatang: 990_006, word: 'SANDBOX BOUNCE', does: { en: 'Settles at once; the other bank returns it 5 seconds later (AC04)', th: 'โอนสำเร็จทันที แล้วธนาคารปลายทางคืนเงินใน 5 วินาที (AC04)' } },
  { outcome: 'DOWN', amountSatang: 990_007, word: 'SANDBOX DOWN', does: { en: 'Answers 503, nothing is booked', th: 'ตอบ 503 ไม่บันทึกรายการ' } },
] as const satisfies readonly Sentinel[];
export type OutgoingOutcome = (typeof outgoingSentinels)[number]['outcome'];

const listed = (sentinels: readonly Sentinel[], language: keyof Text): string =>
  sentinels.map(({ amountSatang, word, does }) => `${bahtCopyFromSatang(amountSatang)} (${word}): ${does[language]}`).join('; ');

/** The table as a sentence of an operation's description. */
export const sentinelText = (sentinels: readonly Sentinel[]): Text => ({
  en: `Amounts in baht, or words in the name, that make the sandbox bank behave: ${listed(sentinels, 'en')}.`,
  th: `ยอดเงิน (บาท) หรือคำในชื่อ ที่สั่งพฤติกรรมของธนาคารทดสอบ: ${listed(sentinels, 'th')}`,
});
