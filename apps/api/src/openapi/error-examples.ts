import { errorBody, Refusal, type ErrorBody, type ErrorCode, type RefusalDetails } from '@paygate/contract/errors';

/** The request id of every printed error, so that regenerating changes nothing. */
const requestId = '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21';
const issues = [{ field: 'expiryMinutes', en: 'must be at most 43200', th: 'ต้องไม่เกิน 43200' }];

/** By code: what the refusal plausibly knows. A code without holes in its sentences needs no entry; a test names those that do. */
const detailsOf: Readonly<Record<string, RefusalDetails>> = {
  INVALID_REQUEST: { issues },
  VALIDATION_ERROR: { issues },
  INVALID_AMOUNT: { issues: [{ field: 'amount', en: 'must be a number in baht, more than 0, with at most 2 decimals', th: 'ต้องเป็นตัวเลข (บาท) มากกว่า 0 ทศนิยมไม่เกิน 2 ตำแหน่ง' }] },
  AMOUNT_BELOW_MINIMUM: { min: '1.00', amount: '0.50' },
  AMOUNT_ABOVE_MAXIMUM: { max: '2,000,000.00', amount: '2,500,000.00' },
  PAYMENT_CONTRACT_POLICY_VIOLATION: { missing: 'metadata.senderAccountNumber, metadata.memberName' },
  QR_TEMPLATE_INVALID: { templateCode: 'PAYLOAD_CRC_WRONG', reason: 'The check code does not fit: the text was changed or miscopied.', reasonTh: 'รหัสตรวจสอบไม่ตรง: ข้อมูลถูกแก้ไขหรือคัดลอกผิด' },
  SLIP_UNREADABLE: { slipCode: 'IMAGE_WITHOUT_QR', reason: 'No QR code can be seen in the picture. Send a sharp, straight one.', reasonTh: 'ไม่พบคิวอาร์ในรูป โปรดส่งรูปที่คมชัดและไม่เอียง' },
  SLIP_LIMIT_REACHED: { max: 10 },
  LINK_BOUNDS_INVALID: { reason: 'maxAmount is below minAmount.', reasonTh: 'maxAmount ต่ำกว่า minAmount' },
  PAYMENT_NOT_CANCELLABLE: { status: 'PAID' },
  PAYMENT_NOT_PENDING: { status: 'EXPIRED' },
  SIGNATURE_EXPIRED: { toleranceSeconds: 300, timestamp: 1_772_697_600, serverTime: 1_772_698_200 },
  KEY_MODE_NOT_ALLOWED: { keyMode: 'test', runtime: 'production' },
  ORIGIN_NOT_ALLOWED: { origin: 'https://shop.example.com' },
  MERCHANT_NOT_ACTIVE: { status: 'SUSPENDED' },
  WEBHOOK_URL_NOT_ALLOWED: { reason: 'the address is private' },
  WEBHOOK_LIMIT_REACHED: { max: 20 },
  WEBHOOK_NOT_ACTIVE: { status: 'PAUSED' },
  LISTENER_LIMIT_REACHED: { max: 10 },
  REQUEST_NOT_REPLAYABLE: { reason: 'it was signed', reasonTh: 'เป็นคำขอที่ลงลายเซ็น' },
  PAYLOAD_TOO_LARGE: { maxBytes: 1_048_576 },
  INSUFFICIENT_BALANCE: { available: 50.25, required: 105.37 },
  PAYOUT_LIMIT_EXCEEDED: { reason: 'the daily limit is 500,000.00 baht' },
  DUPLICATE_PAYOUT_REQUEST: { reason: 'the key was used with another body' },
  PAYOUT_NOT_RETURNABLE: { status: 'PROCESSING' },
  CLOCK_TOO_FAR: { maxDays: 366, offsetMinutes: 527_000 },
  PAYOUT_NOT_CANCELLABLE: { status: 'PROCESSING' },
  WITHDRAWAL_REQUEST_DECIDED: { status: 'REJECTED' },
  SETTLEMENT_NOT_MOVABLE: { id: requestId, status: 'COMPLETED', needed: 'PROCESSING' },
  SETTLEMENT_BELOW_MINIMUM: { min: '20' },
  PAYMENT_NOT_REFUNDABLE: { status: 'PENDING' },
  REFUND_EXCEEDS_PAYMENT: { refundable: '60' },
  PAYOUTS_NOT_COLLECTABLE: { count: 1, payoutIds: ['019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21'] },
  BATCH_STATUS_CONFLICT: { status: 'EXPORTED', needed: 'DRAFT' },
  BATCH_CHECKER_MUST_DIFFER: { aboveBaht: '100000', maker: 'Maker <maker@paygate.example.com>', checker: 'Maker <maker@paygate.example.com>' },
  BATCH_FILE_NOT_POSSIBLE: { errors: [{ row: 3, code: 'NAME_TOO_LONG', en: 'The account name is longer than 100 bytes.', th: 'ชื่อบัญชียาวเกิน 100 ไบต์' }] },
  BATCH_RESULT_REFUSED: { code: 'OTHER_BATCH', reason: 'This file reports on batch BATCH-20260308-000041, not on BATCH-20260309-000042.', reasonTh: 'ไฟล์นี้เป็นผลของชุด BATCH-20260308-000041 ไม่ใช่ชุด BATCH-20260309-000042' },
  STATEMENT_REFUSED: {
    code: 'BALANCE_WRONG', reason: 'Opening balance and lines do not make the closing balance: the file is incomplete or was changed. 10000.00 + 100.37 ≠ 10200.37',
    reasonTh: 'ยอดยกมารวมกับรายการไม่เท่ากับยอดคงเหลือ ไฟล์ไม่ครบหรือถูกแก้ไข 10000.00 + 100.37 ≠ 10200.37', openingBalance: '10000.00', linesTotal: '100.37', closingBalance: '10200.37', errors: [],
  },
  STATEMENT_LINE_NOT_OPEN: { status: 'CREDITED' },
  CREDIT_STATUS_CONFLICT: { state: 'ACCEPTED', needed: 'OPEN' },
  CREDIT_PROPOSAL_PENDING: { by: 'Operator <operator@paygate.example.com>', proposalId: '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21' },
  CREDIT_PAYMENT_MISMATCH: { what: 'account' },
  PAYMENT_NOT_PAYABLE: { status: 'CANCELLED', paymentId: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21' },
  CREDIT_AMOUNT_DIFFERS: { left: '99.5', asked: '100' },
  CREDIT_NOT_ENOUGH: { left: '150', needed: '200' },
  CREDIT_ASSIGNED: { to: 'Operator <operator@paygate.example.com>' },
  PROPOSAL_DECIDED: { state: 'CONFIRMED', by: 'Second <second@paygate.example.com>' },
  SECOND_PERSON_MUST_DIFFER: { by: 'Operator <operator@paygate.example.com>' },
  BOOKS_DISAGREE: { count: 1 },
  UNIQUE_AMOUNT_UNAVAILABLE: { amount: '100' },
  ACCOUNT_LIMIT_REACHED: { max: 50 },
  BANK_FEED_LIMIT_REACHED: { max: 10 },
  FEE_STATEMENT_CLOSED: { status: 'PAID' },
  RATE_LIMITED: { retryAfterSeconds: 12 },
};

/** The body an integrator sees for this code; `failureText` as in the operation's declaration. */
export const errorExample = (code: ErrorCode, failureText?: string): ErrorBody =>
  errorBody(new Refusal(code, detailsOf[code] ?? null), requestId, failureText);
