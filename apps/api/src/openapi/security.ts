import type { Operation } from '@paygate/contract/kernel';
import type { Parameter, Schema } from './document-types.ts';

const signed = 'hex(HMAC_SHA256(<secret>, "<X-Signature-Timestamp>.<raw body>"))';

export const securitySchemes: Readonly<Record<string, Schema>> = {
  secretKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Secret key, sk_test_… or sk_live_…; keep it on your server. / คีย์ลับของร้าน เก็บไว้ที่เซิร์ฟเวอร์เท่านั้น' },
  publicKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Public key, pk_test_… or pk_live_…; works in browsers, on the pages listed with the key. / คีย์สาธารณะสำหรับเบราว์เซอร์ ใช้ได้บนเว็บที่กำหนดไว้กับคีย์' },
  bearerKey: { type: 'http', scheme: 'bearer', description: 'The same secret key as Authorization: Bearer. / คีย์ลับเดียวกันในรูปแบบ Bearer' },
  signatureTimestamp: { type: 'apiKey', in: 'header', name: 'X-Signature-Timestamp', description: 'Unix seconds. / เวลา Unix (วินาที)' },
  signature: { type: 'apiKey', in: 'header', name: 'X-Signature', description: `${signed}, with the presented key as secret. On this page it is computed for you. / คำนวณด้วยคีย์ที่ใช้เรียก หน้านี้ลงลายเซ็นให้อัตโนมัติ` },
  sessionCookie: { type: 'apiKey', in: 'cookie', name: 'connect.sid', description: 'Set by signing in. / คุกกี้หลังเข้าสู่ระบบ' },
  sessionToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The token of the sign-in answer. / token จากการเข้าสู่ระบบ' },
  feedId: { type: 'apiKey', in: 'header', name: 'X-Feed-Id', description: 'Which bank feed is speaking. / รหัสช่องทางของธนาคาร' },
  feedSignature: { type: 'apiKey', in: 'header', name: 'X-Signature', description: `${signed}, with the feed's secret. / ลงลายเซ็นด้วย secret ของช่องทาง` },
};

/** Each entry is one way in; the schemes inside an entry are all needed. */
export const securityFor: Readonly<Record<Operation['auth'], Record<string, string[]>[]>> = {
  secretKey: [{ secretKey: [] }, { bearerKey: [] }],
  publicKey: [{ publicKey: [] }],
  signed: [{ secretKey: [], signatureTimestamp: [], signature: [] }, { bearerKey: [], signatureTimestamp: [], signature: [] }],
  session: [{ sessionCookie: [] }, { sessionToken: [] }],
  bankFeed: [{ feedId: [], signatureTimestamp: [], feedSignature: [] }],
  public: [],
};

export const parameters: Readonly<Record<string, Parameter>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 },
    description: 'Same key and same body: the first answer again, with Idempotent-Replayed: true. Kept at least 24 hours. / ส่งซ้ำด้วยคีย์และข้อมูลเดิมจะได้คำตอบแรก เก็บอย่างน้อย 24 ชั่วโมง',
  },
  SignatureNonce: {
    name: 'X-Signature-Nonce', in: 'header', required: false, schema: { type: 'string', maxLength: 255 },
    description: 'Recommended: a fresh random text for each call. / แนะนำให้ส่งข้อความสุ่มใหม่ทุกครั้ง',
  },
};

export const headers = {
  RequestId: { description: 'Names this request in our logs; send it to support. / รหัสคำขอสำหรับแจ้งฝ่ายสนับสนุน', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait before trying again. / จำนวนวินาทีที่ควรรอก่อนลองใหม่', schema: { type: 'integer' } },
  IdempotentReplayed: { description: 'true when this is the stored first answer. / true เมื่อเป็นคำตอบเดิมที่เก็บไว้', schema: { type: 'string', enum: ['true'] } },
} as const satisfies Record<string, { description: string; schema: Schema }>;
export const headerReference = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });
