import { accountErrors } from './error-catalogue-accounts.ts';
import { batchErrors } from './error-catalogue-batches.ts';
import { requestErrors } from './error-catalogue-requests.ts';
import { statementErrors } from './error-catalogue-statements.ts';
import { webhookErrors } from './error-catalogue-webhooks.ts';
import { slipErrors } from './error-catalogue-slips.ts';
import { reviewErrors } from './error-catalogue-reviews.ts';
import { withdrawalErrors } from './error-catalogue-withdrawals.ts';
import type { Text } from './kernel.ts';

/**
 * One way the platform can refuse. `text` is the body's `error` (the documents' exact words where they give them), `cause`
 * and `fix` make its `message`. `{name}` is filled from the refusal's details.
 */
export interface CatalogueEntry {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503;
  readonly text: string;
  readonly cause: Text;
  readonly fix: Text;
}

/** Every code the platform can answer with. Codes are forever: rename nothing, only add. */
export const errors = {
  INVALID_REQUEST: {
    status: 400, text: 'Invalid request',
    cause: { en: 'The request does not have the documented form.', th: 'รูปแบบคำขอไม่ตรงตามเอกสาร' },
    fix: { en: 'See details.issues for each field and how to mend it.', th: 'ดูรายการฟิลด์และวิธีแก้ใน details.issues' },
  },
  VALIDATION_ERROR: {
    status: 400, text: 'Validation failed',
    cause: { en: 'The request is incomplete or not valid.', th: 'ข้อมูลคำขอไม่ครบหรือไม่ถูกต้อง' },
    fix: { en: 'See details.issues for each field and how to mend it.', th: 'ดูรายการฟิลด์และวิธีแก้ใน details.issues' },
  },
  INVALID_AMOUNT: {
    status: 400, text: 'Invalid amount',
    cause: { en: 'amount must be a JSON number in baht, more than 0, with at most 2 decimals.', th: 'amount ต้องเป็นตัวเลข (บาท) มากกว่า 0 และมีทศนิยมไม่เกิน 2 ตำแหน่ง' },
    fix: { en: 'Send for example 100.37, without quotes.', th: 'ตัวอย่างที่ถูกต้อง: 100.37 (ไม่ใส่เครื่องหมายคำพูด)' },
  },
  AMOUNT_BELOW_MINIMUM: {
    status: 400, text: 'ยอดชำระขั้นต่ำคือ {min} บาท',
    cause: { en: 'The amount is below the minimum of {min} baht.', th: 'ยอดเงินต่ำกว่าขั้นต่ำ {min} บาท' },
    fix: { en: 'Ask for at least {min} baht.', th: 'โปรดระบุยอดตั้งแต่ {min} บาทขึ้นไป' },
  },
  AMOUNT_ABOVE_MAXIMUM: {
    status: 400, text: 'ยอดชำระสูงสุดคือ {max} บาท',
    cause: { en: 'The amount is above the maximum of {max} baht.', th: 'ยอดเงินเกินสูงสุด {max} บาท' },
    fix: { en: 'Ask for at most {max} baht, or split the order.', th: 'โปรดระบุยอดไม่เกิน {max} บาท หรือแบ่งคำสั่งซื้อ' },
  },
  ORDER_ID_EXISTS: {
    status: 400, text: 'Order ID already exists',
    cause: { en: 'A payment with this orderId exists already.', th: 'มีรายการที่ใช้ orderId นี้อยู่แล้ว' },
    fix: { en: 'Use a new orderId, or read the existing one with GET /api/v1/payment/order/:orderId.', th: 'ใช้ orderId ใหม่ หรือดูรายการเดิมด้วย GET /api/v1/payment/order/:orderId' },
  },
  PAYMENT_CONTRACT_POLICY_VIOLATION: {
    status: 400, text: 'Payment contract policy violation',
    cause: { en: 'Fields that this merchant must send are missing: {missing}.', th: 'ข้อมูลที่ร้านนี้ต้องส่งยังไม่ครบ: {missing}' },
    fix: { en: 'Send orderId, metadata.senderAccountNumber (8 digits or more), metadata.senderBankCode and metadata.memberName.', th: 'ส่ง orderId, metadata.senderAccountNumber (อย่างน้อย 8 หลัก), metadata.senderBankCode และ metadata.memberName' },
  },
  NO_PAYMENT_CHANNEL: {
    status: 400, text: 'No payment channel available',
    cause: { en: 'PromptPay and bank transfer are both switched off for this merchant.', th: 'ร้านนี้ปิดทั้งพร้อมเพย์และโอนผ่านบัญชี' },
    fix: { en: 'Switch a channel on in the dashboard, or ask support.', th: 'เปิดช่องทางรับเงินในแดชบอร์ด หรือติดต่อฝ่ายสนับสนุน' },
  },
  QR_TEMPLATE_INVALID: {
    status: 400, text: 'Invalid QR template',
    cause: { en: 'The QR template cannot carry an amount: {reason}', th: 'ใช้คิวอาร์ต้นแบบนี้ไม่ได้: {reasonTh}' },
    fix: { en: 'Send the text or a clear picture of a Thai static shop QR (PromptPay, TungNgern, Mae Manee, K SHOP).', th: 'ส่งข้อความหรือรูปที่คมชัดของคิวอาร์ร้านค้าไทยแบบคงที่ (พร้อมเพย์ ถุงเงิน แม่มณี K SHOP)' },
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400, text: 'idempotencyKey is required (send Idempotency-Key header or idempotencyKey field)',
    cause: { en: 'A call that moves money needs a key of its own, so that a repeat moves nothing.', th: 'คำสั่งจ่ายเงินต้องมีคีย์เฉพาะ เพื่อให้การส่งซ้ำไม่จ่ายซ้ำ' },
    fix: { en: 'Send one UUID per payout as Idempotency-Key and keep it for retries.', th: 'ส่ง UUID หนึ่งค่าต่อหนึ่งคำสั่งใน Idempotency-Key และใช้ค่าเดิมเมื่อลองซ้ำ' },
  },
  INVALID_MERCHANT_REF_FORMAT: {
    status: 400, text: 'merchantRef must match ^[A-Z0-9]{3,6}-[A-Z0-9]{3,13}$',
    cause: { en: 'merchantRef is a prefix of 3–6 and a reference of 3–13 characters A–Z 0–9, joined by a hyphen.', th: 'merchantRef ประกอบด้วยคำนำหน้า 3–6 ตัวและเลขอ้างอิง 3–13 ตัว (A–Z 0–9) คั่นด้วยขีด' },
    fix: { en: 'Send for example M01-WD240001, or leave it out.', th: 'ตัวอย่างที่ถูกต้อง M01-WD240001 หรือไม่ต้องส่ง' },
  },
  INSUFFICIENT_BALANCE: {
    status: 400, text: 'Insufficient balance',
    cause: { en: 'The available balance does not cover amount and fee.', th: 'ยอดคงเหลือไม่พอสำหรับยอดโอนและค่าธรรมเนียม' },
    fix: { en: 'See details.available and details.required (baht); wait for payments or pay out less.', th: 'ดู details.available และ details.required (บาท) แล้วรอเงินเข้าหรือลดยอด' },
  },
  PAYOUT_LIMIT_EXCEEDED: {
    status: 400, text: 'Payout limit exceeded',
    cause: { en: 'The payout is outside the allowed amounts or the daily limit: {reason}.', th: 'ยอดโอนเกินขอบเขตหรือวงเงินต่อวัน: {reason}' },
    fix: { en: 'Pay out within the limits, or ask support to raise them.', th: 'โอนภายในวงเงิน หรือติดต่อฝ่ายสนับสนุนเพื่อปรับวงเงิน' },
  },
  DUPLICATE_PAYOUT_REQUEST: {
    status: 409, text: 'Duplicate payout request',
    cause: { en: 'This request collides with an earlier one: {reason}.', th: 'คำขอนี้ซ้ำกับคำขอก่อนหน้า: {reason}' },
    fix: { en: 'To retry, repeat the same key with the same bytes; for a new payout use a new key, merchantRef and signature.', th: 'หากลองซ้ำให้ใช้คีย์และข้อมูลเดิมทุกไบต์ หากเป็นคำสั่งใหม่ให้ใช้คีย์ merchantRef และลายเซ็นใหม่' },
  },
  PAYOUT_NOT_FOUND: {
    status: 404, text: 'Payout not found',
    cause: { en: 'This merchant has no such payout in this mode.', th: 'ไม่พบรายการโอนนี้ของร้านในโหมดนี้' },
    fix: { en: 'Check the reference, and that a test payout is read with a test key.', th: 'ตรวจสอบเลขอ้างอิง และใช้คีย์โหมดเดียวกับรายการ' },
  },
  PAYOUT_NOT_CANCELLABLE: {
    status: 409, text: 'Payout cannot be cancelled',
    cause: { en: 'Only a queued payout can be cancelled; this one is {status}.', th: 'ยกเลิกได้เฉพาะรายการที่รอคิว รายการนี้มีสถานะ {status}' },
    fix: { en: 'Wait for its outcome.', th: 'โปรดรอผลการโอน' },
  },
  ...accountErrors,
  PAYOUT_NOT_RETURNABLE: {
    status: 409, text: 'Payout cannot be returned',
    cause: { en: 'Only a payout that the sandbox bank carried out can come back; this one is {status}.', th: 'ตีเงินคืนได้เฉพาะรายการที่ธนาคารทดสอบโอนสำเร็จ รายการนี้มีสถานะ {status}' },
    fix: { en: 'Wait until it is SUCCESS.', th: 'รอให้รายการเป็น SUCCESS ก่อน' },
  },
  ...batchErrors,
  ...statementErrors,
  ...requestErrors,
  ...webhookErrors,
  ...slipErrors,
  ...reviewErrors,
  ...withdrawalErrors,
  PAYMENT_NOT_CANCELLABLE: {
    status: 409, text: 'Payment cannot be cancelled',
    cause: { en: 'Only a pending payment can be cancelled; this one is {status}.', th: 'ยกเลิกได้เฉพาะรายการที่รอชำระ รายการนี้มีสถานะ {status}' },
    fix: { en: 'Nothing to do if it was cancelled already; refund it if it was paid.', th: 'หากยกเลิกไปแล้วไม่ต้องทำอะไร หากชำระแล้วให้คืนเงินแทน' },
  },
  CLOCK_TOO_FAR: {
    status: 409, text: 'Test clock too far ahead',
    cause: { en: 'A test clock can be at most {maxDays} days ahead; yours is {offsetMinutes} minutes ahead.', th: 'นาฬิกาทดสอบเลื่อนได้ไม่เกิน {maxDays} วัน ตอนนี้เลื่อนไปแล้ว {offsetMinutes} นาที' },
    fix: { en: 'Advance less, or reset the clock first.', th: 'เลื่อนให้น้อยลง หรือรีเซ็ตนาฬิกาก่อน' },
  },
  PAYMENT_NOT_PENDING: {
    status: 409, text: 'Payment is not pending',
    cause: { en: 'The payment is {status}, so it can no longer change that way.', th: 'รายการมีสถานะ {status} จึงเปลี่ยนแปลงแบบนี้ไม่ได้แล้ว' },
    fix: { en: 'Create a new payment.', th: 'สร้างรายการใหม่' },
  },
  UNAUTHORIZED: {
    status: 401, text: 'Unauthorized',
    cause: { en: 'The API key is missing, unknown, expired or revoked.', th: 'ไม่พบ API Key หรือคีย์ไม่ถูกต้อง หมดอายุ หรือถูกยกเลิก' },
    fix: { en: 'Send it via X-API-Key header.', th: 'ส่งคีย์ผ่าน header X-API-Key' },
  },
  SESSION_REQUIRED: {
    status: 401, text: 'Unauthorized',
    cause: { en: 'You are not signed in, or the session has ended.', th: 'ยังไม่ได้เข้าสู่ระบบ หรือ session สิ้นสุดแล้ว' },
    fix: { en: 'Sign in again; send the JWT as Authorization: Bearer, or the cookie connect.sid.', th: 'เข้าสู่ระบบใหม่ แล้วส่ง JWT ใน Authorization: Bearer หรือคุกกี้ connect.sid' },
  },
  INVALID_CREDENTIALS: {
    status: 401, text: 'Invalid credentials',
    cause: { en: 'The e-mail or password is not right.', th: 'อีเมลหรือรหัสผ่านไม่ถูกต้อง' },
    fix: { en: 'Check both and try again.', th: 'ตรวจสอบแล้วลองใหม่' },
  },
  SIGNATURE_REQUIRED: {
    status: 401, text: 'Signature required',
    cause: { en: 'X-Signature-Timestamp and X-Signature are required here.', th: 'ต้องส่ง X-Signature-Timestamp และ X-Signature' },
    fix: { en: 'Sign "<timestamp>.<raw body>" with HMAC-SHA256 and send the hex digest.', th: 'ลงลายเซ็น "<timestamp>.<raw body>" ด้วย HMAC-SHA256 แล้วส่งเป็น hex' },
  },
  SIGNATURE_INVALID: {
    status: 401, text: 'Invalid signature',
    cause: { en: 'The signature does not fit the bytes that arrived.', th: 'ลายเซ็นไม่ตรงกับข้อมูลที่ได้รับ' },
    fix: { en: 'Sign exactly the bytes you send, with the key you send, and do not re-serialise the body afterwards.', th: 'ลงลายเซ็นจากข้อมูลดิบที่ส่งจริงด้วยคีย์เดียวกัน และอย่าแปลง body หลังลงลายเซ็น' },
  },
  SIGNATURE_EXPIRED: {
    status: 401, text: 'Signature expired',
    cause: { en: 'X-Signature-Timestamp is more than {toleranceSeconds} seconds away from our clock.', th: 'X-Signature-Timestamp ห่างจากเวลาของระบบเกิน {toleranceSeconds} วินาที' },
    fix: { en: 'Set your clock (NTP) and sign again.', th: 'ตั้งเวลาเครื่องให้ตรง (NTP) แล้วลงลายเซ็นใหม่' },
  },
  NONCE_REUSED: {
    status: 401, text: 'Nonce reused',
    cause: { en: 'This X-Signature-Nonce was used before with this key.', th: 'X-Signature-Nonce นี้เคยใช้กับคีย์นี้แล้ว' },
    fix: { en: 'Send a fresh random nonce and sign again.', th: 'ส่ง nonce สุ่มค่าใหม่แล้วลงลายเซ็นใหม่' },
  },
  FORBIDDEN: {
    status: 403, text: 'Forbidden',
    cause: { en: 'This credential may not do that.', th: 'คีย์หรือผู้ใช้นี้ไม่มีสิทธิ์ทำรายการ' },
    fix: { en: 'Use a secret key (sk_...) with the needed scope, or ask an owner for the role.', th: 'ใช้ secret key (sk_...) ที่มีสิทธิ์ หรือขอสิทธิ์จากเจ้าของร้าน' },
  },
  KEY_MODE_NOT_ALLOWED: {
    status: 403, text: 'Forbidden',
    cause: { en: 'A {keyMode} key does not work in the {runtime} runtime.', th: 'คีย์โหมด {keyMode} ใช้ใน runtime {runtime} ไม่ได้' },
    fix: { en: 'Use a live key here, or set ALLOW_TEST_KEYS_IN_PRODUCTION=true on the server.', th: 'ใช้คีย์ live หรือตั้ง ALLOW_TEST_KEYS_IN_PRODUCTION=true ที่เซิร์ฟเวอร์' },
  },
  TEST_KEY_REQUIRED: {
    status: 403, text: 'Forbidden',
    cause: { en: 'The sandbox plays with test objects only.', th: 'sandbox ใช้ได้กับรายการทดสอบเท่านั้น' },
    fix: { en: 'Use a test key (sk_test_...).', th: 'ใช้คีย์ทดสอบ (sk_test_...)' },
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403, text: 'Forbidden',
    cause: { en: 'This public key does not work on pages of {origin}.', th: 'public key นี้ใช้บนเว็บ {origin} ไม่ได้' },
    fix: { en: 'Add the origin to the key in the dashboard.', th: 'เพิ่มเว็บนี้ในรายการของคีย์ที่แดชบอร์ด' },
  },
  MERCHANT_NOT_ACTIVE: {
    status: 403, text: 'Merchant not active',
    cause: { en: 'The merchant is {status}; only an ACTIVE one may create money objects.', th: 'ร้านมีสถานะ {status} ต้องเป็น ACTIVE จึงสร้างรายการเงินได้' },
    fix: { en: 'Ask support to approve the merchant.', th: 'ติดต่อฝ่ายสนับสนุนเพื่ออนุมัติร้าน' },
  },
  NOT_FOUND: {
    status: 404, text: 'Not found',
    cause: { en: 'There is nothing at this address.', th: 'ไม่พบสิ่งที่ร้องขอ' },
    fix: { en: 'Check the path and the id.', th: 'ตรวจสอบ path และ id' },
  },
  TRANSACTION_NOT_FOUND: {
    status: 404, text: 'Transaction not found',
    cause: { en: 'This merchant has no such payment in this mode.', th: 'ไม่พบรายการนี้ของร้านในโหมดนี้' },
    fix: { en: 'Check the id, and that a test payment is read with a test key.', th: 'ตรวจสอบ id และใช้คีย์โหมดเดียวกับรายการ' },
  },
  RECEIVING_ACCOUNT_UNKNOWN: {
    status: 404, text: 'Receiving account unknown',
    cause: { en: 'The biller or account that was paid is none of ours.', th: 'บัญชีหรือ biller ที่รับเงินไม่ใช่ของระบบนี้' },
    fix: { en: 'Register the account as a receiving account first; nothing was stored.', th: 'ลงทะเบียนบัญชีรับเงินนี้ก่อน ระบบยังไม่ได้บันทึกอะไร' },
  },
  WEBHOOK_URL_NOT_ALLOWED: {
    status: 400, text: 'Webhook URL not allowed',
    cause: { en: 'Webhooks cannot be sent to this address: {reason}', th: 'ส่ง webhook ไปยังที่อยู่นี้ไม่ได้: {reason}' },
    fix: { en: 'Use a public https:// address.', th: 'ใช้ที่อยู่ https:// ที่เข้าถึงได้จากภายนอก' },
  },
  WEBHOOK_LIMIT_REACHED: {
    status: 409, text: 'Too many webhooks',
    cause: { en: 'A merchant may have at most {max} webhooks in one mode.', th: 'ร้านหนึ่งมี webhook ได้ไม่เกิน {max} รายการต่อโหมด' },
    fix: { en: 'Delete one that is no longer used.', th: 'ลบ webhook ที่ไม่ใช้แล้ว' },
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409, text: 'Idempotency key reused',
    cause: { en: 'This Idempotency-Key was used with another body.', th: 'Idempotency-Key นี้เคยใช้กับข้อมูลอื่นแล้ว' },
    fix: { en: 'Use a new key for a new request; repeat the same bytes to retry.', th: 'ใช้คีย์ใหม่กับคำขอใหม่ หากลองซ้ำให้ส่งข้อมูลเดิมทุกไบต์' },
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409, text: 'Request in progress',
    cause: { en: 'The first request with this Idempotency-Key is still running.', th: 'คำขอแรกของ Idempotency-Key นี้กำลังทำงานอยู่' },
    fix: { en: 'Wait a second and send the same request again.', th: 'รอสักครู่แล้วส่งคำขอเดิมอีกครั้ง' },
  },
  PAYLOAD_TOO_LARGE: {
    status: 413, text: 'Payload too large',
    cause: { en: 'The body is larger than {maxBytes} bytes.', th: 'ข้อมูลใหญ่เกิน {maxBytes} ไบต์' },
    fix: { en: 'Send less.', th: 'ลดขนาดข้อมูล' },
  },
  RATE_LIMITED: {
    status: 429, text: 'Too many requests',
    cause: { en: 'Too many requests in a short time.', th: 'ส่งคำขอถี่เกินไป' },
    fix: { en: 'Wait {retryAfterSeconds} seconds (Retry-After) and try again.', th: 'รอ {retryAfterSeconds} วินาที (Retry-After) แล้วลองใหม่' },
  },
  SERVER_ERROR: {
    status: 500, text: 'Internal server error',
    cause: { en: 'Something went wrong on our side.', th: 'เกิดข้อผิดพลาดภายในระบบ' },
    fix: { en: 'Try again with the same Idempotency-Key; if it persists, send us the requestId.', th: 'ลองใหม่ด้วย Idempotency-Key เดิม หากยังพบให้แจ้ง requestId' },
  },
  SERVICE_UNAVAILABLE: {
    status: 503, text: 'Service unavailable',
    cause: { en: 'The platform is starting, stopping or out of reach of its database.', th: 'ระบบกำลังเริ่มหรือหยุดทำงาน หรือฐานข้อมูลไม่พร้อม' },
    fix: { en: 'Try again in a few seconds with the same Idempotency-Key.', th: 'ลองใหม่ในไม่กี่วินาทีด้วย Idempotency-Key เดิม' },
  },
} as const satisfies Record<string, CatalogueEntry>;
export type ErrorCode = keyof typeof errors;

