import * as z from 'zod';
import { operation } from './kernel.ts';
import { InstantSent, line } from './scalars.ts';

const said = line(200, 0).nullish();

/**
 * What SCB posts when a Thai QR (tag 30) was paid, by its own names (developer.scb.co.th, Payment Confirmation). Nobody signs it: of all this only
 * the words that the bank is asked by are required, those beside them are kept as evidence, and what else SCB sends passes unread.
 */
export const ScbConfirmation = z
  .object({
    transactionId: line(64).meta({ description: 'The bank’s id of the transfer' }),
    transactionDateandTime: InstantSent.meta({ description: 'ISO 8601, GMT+7' }),
    payeeProxyId: line(40).meta({ description: 'Biller id' }),
    billPaymentRef1: line(20),
    billPaymentRef2: said, billPaymentRef3: said,
    amount: said.meta({ description: 'Baht as text, 100.37' }),
    payeeAccountNumber: said, payerAccountNumber: said, payerName: said, sendingBankCode: said,
  })
  .meta({ id: 'ScbPaymentConfirmation' });

export const noticeOperations = {
  scb: operation({
    id: 'notices.scb', method: 'POST', path: '/api/bank/scb/payment-confirmation', surface: 'bank', auth: 'public', rate: 'notice', tag: 'Bank',
    // The largest one that SCB documents is under 2 kB.
    bodyBytesMax: 16_384, areFieldsForeign: true,
    summary: { en: 'SCB payment confirmation', th: 'รับแจ้งยืนยันการชำระจาก SCB' },
    description: {
      en: 'For SCB alone: the address to register as payment confirmation endpoint. SCB does not sign, so nothing here is believed: we ask the bank about the transaction, and only its answer is credited. A repeat answers the same confirmId and credits nothing more. What else SCB sends (payeeProxyType, payeeName, payerProxyId, payerProxyType, receivingBankCode, currencyCode, channelCode, transactionType) passes unread.',
      th: 'สำหรับ SCB เท่านั้น: ใช้ลงทะเบียนเป็น payment confirmation endpoint เนื่องจาก SCB ไม่ลงลายเซ็น ระบบจึงไม่เชื่อข้อมูลนี้ แต่จะสอบถามธนาคารก่อน และบันทึกยอดตามคำตอบของธนาคารเท่านั้น การส่งซ้ำจะได้ confirmId เดิมและไม่บันทึกซ้ำ ฟิลด์อื่นที่ SCB ส่งมา (payeeProxyType, payeeName, payerProxyId, payerProxyType, receivingBankCode, currencyCode, channelCode, transactionType) รับได้แต่ไม่นำมาใช้',
    },
    body: ScbConfirmation,
    ok: {
      status: 200,
      schema: z.object({ resCode: z.literal('00'), resDesc: z.literal('success'), transactionId: z.string(), confirmId: z.string() }).meta({ id: 'ScbPaymentConfirmationAnswer' }),
    },
    errors: ['RECEIVING_ACCOUNT_UNKNOWN'],
    examples: [{
      name: 'A scanned QR',
      body: {
        payeeProxyId: '010753600010286', payeeAccountNumber: '0987654321', payerAccountNumber: '1673585481', payerName: 'นาย ทองดี ใจงาม', sendingBankCode: '030', amount: '100.37',
        transactionId: '20260305FI519467B006B112451946', transactionDateandTime: '2026-03-05T15:02:10.000+07:00', billPaymentRef1: 'PG4J0Q1K9B7XWZ52TA', billPaymentRef2: '', billPaymentRef3: 'PGT',
      },
      answer: { resCode: '00', resDesc: 'success', transactionId: '20260305FI519467B006B112451946', confirmId: '019aa3f0-8888-7c11-9d6e-3f2b8a6c4d21' },
    }],
  }),
};
