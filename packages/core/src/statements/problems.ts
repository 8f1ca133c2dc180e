import type { Problem } from './statement.ts';

const problem = (code: string, field: string | null, [messageEn, messageTh]: readonly [en: string, th: string]): Problem => ({ code, field, messageEn, messageTh });

export const badAmount = (field: string): Problem => problem('BAD_AMOUNT', field, [`${field} is not an amount: it must be above zero, with at most two decimals. Mend the line and send the file again.`, `${field} ไม่ใช่จำนวนเงินที่ถูกต้อง ต้องมากกว่าศูนย์และมีทศนิยมไม่เกินสองตำแหน่ง แก้บรรทัดนี้แล้วส่งไฟล์อีกครั้ง`]);
export const badBalance = (field: string): Problem => problem('BAD_BALANCE', field, [`${field} is not a balance. Download the statement again.`, `${field} ไม่ใช่ยอดคงเหลือที่ถูกต้อง ดาวน์โหลดไฟล์ใหม่`]);
export const badDay = (field: string): Problem => problem('BAD_DATE', field, [`${field} is not a date that we can read. Check the date format of the mapping, or mend the line.`, `อ่านวันที่ใน ${field} ไม่ได้ ตรวจรูปแบบวันที่ใน mapping หรือแก้บรรทัดนี้`]);
export const badTime = (field: string): Problem => problem('BAD_TIME', field, [`${field} is not a time of day such as 15:02. Mend the line, or leave the time out.`, `${field} ไม่ใช่เวลาเช่น 15:02 แก้บรรทัดนี้หรือเว้นเวลาไว้`]);
export const badDirection = (field: string): Problem => problem('BAD_DIRECTION', field, [`${field} does not say whether money came in or went out. Mend the line and send the file again.`, `${field} ไม่ได้บอกว่าเงินเข้าหรือเงินออก แก้บรรทัดนี้แล้วส่งไฟล์อีกครั้ง`]);
export const bothAmounts = (field: string): Problem => problem('TWO_AMOUNTS', field, ['The line has both a deposit and a withdrawal. Mend the line and send the file again.', 'บรรทัดนี้มีทั้งเงินเข้าและเงินออก แก้บรรทัดนี้แล้วส่งไฟล์อีกครั้ง']);
export const noAmount = (field: string): Problem => problem('AMOUNT_MISSING', field, ['The line has a date but no amount. Mend the line and send the file again.', 'บรรทัดนี้มีวันที่แต่ไม่มีจำนวนเงิน แก้บรรทัดนี้แล้วส่งไฟล์อีกครั้ง']);
export const otherCurrency = (field: string): Problem => problem('NOT_THB', field, ['Only amounts in THB can be credited.', 'รับเฉพาะจำนวนเงินบาท (THB)']);
export const badStatus = (field: string): Problem => problem('BAD_STATUS', field, ['The entry does not say whether it is booked (BOOK, PDNG or INFO).', 'รายการไม่ได้บอกว่าลงบัญชีแล้วหรือยัง (BOOK, PDNG หรือ INFO)']);
export const badReference = (field: string): Problem => problem('BAD_REFERENCE', field, [`${field} is longer than 64 characters. Mend the line and send the file again.`, `${field} ยาวเกิน 64 ตัวอักษร แก้บรรทัดนี้แล้วส่งไฟล์อีกครั้ง`]);
export const badLine = (field: string): Problem => problem('BAD_LINE', field, [`${field} does not have the form that MT940 gives it. Download the statement again.`, `${field} ไม่ตรงตามรูปแบบ MT940 ดาวน์โหลดไฟล์ใหม่`]);
export const detailsDoNotAddUp = (field: string): Problem => problem('DETAILS_DO_NOT_ADD_UP', field, ['The transactions inside this entry do not add up to its amount. Ask the bank for the statement again.', 'ผลรวมรายการย่อยไม่เท่ากับยอดของรายการ ขอไฟล์จากธนาคารใหม่']);
export const otherAccountLine = (field: string): Problem => problem('OTHER_ACCOUNT', field, ['The line is of another account.', 'บรรทัดนี้เป็นของบัญชีอื่น']);

export const reversal: Problem = problem('REVERSAL', null, ['The bank takes an earlier movement back. Nothing was credited: find the movement and decide by hand.', 'ธนาคารกลับรายการก่อนหน้า ระบบไม่ได้บันทึกเป็นเงินเข้า โปรดหารายการเดิมและตัดสินใจเอง']);
export const batchWithoutDetails: Problem = problem('BATCH_WITHOUT_DETAILS', 'NtryDtls', ['The entry is the sum of several transfers that it does not list. Nothing was credited: import the camt.054 that lists them.', 'รายการนี้เป็นยอดรวมหลายรายการที่ไม่ได้แจกแจง ระบบไม่ได้บันทึกเป็นเงินเข้า โปรดนำเข้า camt.054 ที่แจกแจง']);
export const referenceReused: Problem = problem('REFERENCE_REUSED', null, ['The same bank reference stands for another amount or another week already. Nothing was credited: compare both with the bank.', 'เลขอ้างอิงธนาคารนี้ถูกใช้กับยอดอื่นหรือสัปดาห์อื่นแล้ว ระบบไม่ได้บันทึกเป็นเงินเข้า โปรดตรวจสอบกับธนาคาร']);
export const possibleDuplicate: Problem = problem('POSSIBLE_DUPLICATE', null, ['Money of this amount and time is known from another source, but for fewer transfers than the statement has. Nothing was credited: find out which one is new.', 'มีเงินยอดและเวลาเดียวกันจากช่องทางอื่นแล้ว แต่จำนวนรายการน้อยกว่าในไฟล์ ระบบไม่ได้บันทึกเป็นเงินเข้า โปรดตรวจว่ารายการใดเป็นรายการใหม่']);

export const fileProblems = {
  TOO_LARGE: problem('FILE_TOO_LARGE', null, ['The file is larger than 20 MB. Send it in several files.', 'ไฟล์ใหญ่เกิน 20 MB โปรดแบ่งเป็นหลายไฟล์']),
  TOO_MANY_LINES: problem('TOO_MANY_LINES', null, ['The file has more than 100,000 lines. Send it in several files.', 'ไฟล์มีเกิน 100,000 บรรทัด โปรดแบ่งเป็นหลายไฟล์']),
  EMPTY: problem('NO_LINES', null, ['The file has no line that can be read.', 'ไม่พบรายการที่อ่านได้ในไฟล์']),
  UNKNOWN_FORMAT: problem('UNKNOWN_FORMAT', null, ['This is neither camt.053, camt.054, MT940 nor a CSV whose columns we know. For another CSV, set a mapping for the account first.', 'ไฟล์นี้ไม่ใช่ camt.053, camt.054, MT940 หรือ CSV ที่รู้จักคอลัมน์ หากเป็น CSV รูปแบบอื่น โปรดกำหนด mapping ของบัญชีก่อน']),
  OTHER_FORMAT: problem('OTHER_FORMAT', 'format', ['The file is not of the format that was named.', 'ไฟล์ไม่ตรงกับรูปแบบที่ระบุ']),
  OTHER_ACCOUNT: problem('OTHER_ACCOUNT', null, ['The statement is of another account than the one it was sent for.', 'รายการเดินบัญชีเป็นของบัญชีอื่น ไม่ใช่บัญชีที่ระบุ']),
  BALANCE_WRONG: problem('BALANCE_WRONG', null, ['Opening balance and lines do not make the closing balance: the file is incomplete or was changed.', 'ยอดยกมารวมกับรายการไม่เท่ากับยอดคงเหลือ ไฟล์ไม่ครบหรือถูกแก้ไข']),
  NOT_TEXT: problem('FILE_NOT_TEXT', null, ['The file is not text. Download it as CSV, XML or MT940, not as a spreadsheet or PDF.', 'ไฟล์ไม่ใช่ข้อความ ดาวน์โหลดเป็น CSV, XML หรือ MT940 ไม่ใช่สเปรดชีตหรือ PDF']),
  NOT_WELL_FORMED: problem('XML_NOT_WELL_FORMED', null, ['The XML file is incomplete or cannot be read. Download it again.', 'ไฟล์ XML ไม่สมบูรณ์หรืออ่านไม่ได้ ดาวน์โหลดใหม่']),
  READER_FAILED: problem('FILE_TOO_COMPLEX', null, ['Reading the file took too long or too much memory. Send it in several files.', 'อ่านไฟล์นานเกินไปหรือใช้หน่วยความจำมากเกินไป โปรดแบ่งเป็นหลายไฟล์']),
} as const satisfies Record<string, Problem>;
