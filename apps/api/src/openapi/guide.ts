import { errors, type ErrorCode } from '@paygate/contract/errors';
import { errorExample } from './error-examples.ts';

/** What a reader needs before the first endpoint, in English and Thai, with every code the described operations refuse with. */
export const integratorGuide = (codes: readonly ErrorCode[]): string => `Take money from Thai payers by PromptPay QR or bank transfer, be told at once, and pay out. / รับเงินผ่านพร้อมเพย์และโอนธนาคาร แจ้งผลทันที และโอนเงินออก

## First call / เรียกครั้งแรก

1. Use a test key (\`sk_test_…\`): nothing reaches a real bank. / ใช้คีย์ทดสอบ ไม่มีเงินจริง
2. Send [**POST /api/v1/payment/create**](#tag/payments/POST/api/v1/payment/create) and show \`transaction.qrCode\`, or open \`transaction.checkoutUrl\`. / สร้างรายการแล้วแสดงคิวอาร์
3. Play the payer with [**POST /api/v1/sandbox/payments/{id}/pay**](#tag/sandbox/POST/api/v1/sandbox/payments/{id}/pay), then read the payment or wait for the webhook. / จำลองการจ่าย แล้วตรวจสถานะหรือรอ webhook

## Rules / ข้อกำหนด

- **Keys / คีย์**: \`X-API-Key: <key>\` or \`Authorization: Bearer <key>\`. The key decides test or live. / คีย์กำหนดโหมดทดสอบหรือจริง
- **Money / จำนวนเงิน**: a JSON number in baht with at most 2 decimals, never text. / ตัวเลขหน่วยบาท ทศนิยมไม่เกิน 2 ตำแหน่ง
- **Time / เวลา**: ISO 8601 in UTC. / เวลา UTC
- **Retries / ส่งซ้ำ**: send an \`Idempotency-Key\` with every POST; the same key and body give the first answer again. / ส่ง Idempotency-Key ทุก POST จะได้คำตอบแรกเสมอ
- **Webhooks**: check \`X-Webhook-Signature\` over the raw bytes, deduplicate by \`X-Webhook-Idempotency-Key\`, answer 2xx. / ตรวจลายเซ็นจากข้อมูลดิบ กันซ้ำ แล้วตอบ 2xx
- **Signed calls / ลงลายเซ็น**: \`X-Signature = hex(HMAC_SHA256(key, "<X-Signature-Timestamp>.<raw body>"))\`. This page signs for you. / หน้านี้ลงลายเซ็นให้

${errorTable(codes)}`;

export const dashboardGuide = (codes: readonly ErrorCode[]): string => `What the dashboard itself calls. Sign in first; the answer sets the cookie \`connect.sid\` and holds the same session as a JWT. / API ของแดชบอร์ด เข้าสู่ระบบก่อนใช้งาน

${errorTable(codes)}`;

const errorTable = (codes: readonly ErrorCode[]): string => `## Errors / ข้อผิดพลาด

Every refusal is \`{ error, message, code, details, requestId }\`. Decide by \`code\`. / ให้ตัดสินใจจาก \`code\`

| Status | Code | Cause and cure | สาเหตุและวิธีแก้ |
|---|---|---|---|
${codes.map(errorRow).join('\n')}`;

const errorRow = (code: ErrorCode): string => {
  const [english = '', thai = ''] = errorExample(code).message.split(' / ', 2);
  return `| ${errors[code].status} | \`${code}\` | ${cell(english)} | ${cell(thai)} |`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');
