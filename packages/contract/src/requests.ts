import * as z from 'zod';
import { operation } from './kernel.ts';
import { Instant, InstantSent, inThousands, line, PageLimit, PathId, Uuid } from './scalars.ts';
import { ModeQuery } from './payout-dashboard.ts';

/** How many requests one search looks at before it answers with a cursor to go on. */
export const REQUESTS_SCANNED_MAX = 20_000;
/** The same where their bodies have to be read: one with long bodies takes as long as a hundred without. */
export const BODIES_SCANNED_MAX = 2_000;

const brief = {
  object: z.literal('request'), id: Uuid.meta({ description: 'X-Request-Id of its answer' }), created_at: Instant, method: z.string(), path: z.string(),
  operation: z.string().nullable().meta({ description: 'The operation’s id; null where none lives at the path' }),
  status: z.int(), error_code: z.string().nullable(), duration_us: z.int().meta({ description: 'Microseconds from the request to the last byte of the answer' }),
  mode: z.enum(['live', 'test']).nullable(), key_id: Uuid.nullable(), key_last4: z.string().nullable(), ip: z.string(), user_agent: z.string().nullable(),
  replay_of: Uuid.nullable().meta({ description: 'The request this one repeats' }),
};
const bodies = {
  query: z.record(z.string(), z.unknown()).nullable(), request_body: z.unknown(), response_body: z.unknown(),
  is_replayable: z.boolean().meta({ description: 'It can be sent again from here with a test key' }),
};
const Request = z.object(brief).meta({ id: 'LoggedRequest' });
const RequestDetail = z.object({ ...brief, ...bodies }).meta({ id: 'LoggedRequestDetail' });
const RequestList = z.object({ object: z.literal('list'), requests: z.array(Request), next_cursor: z.string().nullable() }).meta({ id: 'LoggedRequestList' });
const merchant = { merchant_id: Uuid.nullable(), merchant_username: z.string().nullable() };
const AdminRequest = z.object({ ...brief, ...merchant }).meta({ id: 'AdminLoggedRequest' });
const AdminRequestDetail = z.object({ ...brief, ...bodies, ...merchant }).meta({ id: 'AdminLoggedRequestDetail' });

const filters = {
  limit: PageLimit(50), cursor: z.string().max(64).optional().meta({ description: 'The last answer’s next_cursor' }),
  requestId: z.string().max(64).optional().meta({ description: 'One request by its X-Request-Id' }),
  status: z.string().regex(/^[1-5](\d\d|xx)$/).optional().meta({ description: 'A status (404) or a class of them (4xx)' }),
  operation: line(64).optional().meta({ description: 'An operation’s id (payments.create)' }),
  path: line(200).optional().meta({ description: 'Start of the path' }), method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']).optional(),
  key: line(64).optional().meta({ description: 'A key’s id or its last four characters' }),
  from: InstantSent.optional(), to: InstantSent.optional(),
  q: line(100, 3).optional().meta({ description: 'Text anywhere in path, query or bodies, in any case' }),
};

const example = {
  object: 'request', id: '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21', created_at: '2025-11-20T17:09:40.215Z', method: 'POST', path: '/api/v1/payment/create', operation: 'payments.create', status: 400,
  error_code: 'ORDER_ID_EXISTS', duration_us: 3_120, mode: 'test', key_id: '019aa3f0-1111-7c11-9d6e-3f2b8a6c4d21', key_last4: 'x7Qd', ip: '203.0.113.7', user_agent: 'paygate-node/1', replay_of: null,
} as const;
const detailExample = {
  ...example, query: null, request_body: { amount: 100.37, orderId: 'ORD-10001', metadata: { senderAccountNumber: 'xxxxxx1964' } },
  response_body: { error: 'Order ID already exists', code: 'ORDER_ID_EXISTS', details: null, requestId: example.id }, is_replayable: false,
};
const called = { id: example.id } as const;
const searching = {
  en: `Newest first, for as long as the platform keeps them (30 days unless configured otherwise). Secrets are removed, account and phone numbers show their last four characters. A page may hold fewer than \`limit\`, even none, while next_cursor goes on: one search looks at ${inThousands(REQUESTS_SCANNED_MAX)} requests at most, and with \`q\` at ${inThousands(BODIES_SCANNED_MAX)}.`,
  th: 'ใหม่สุดก่อน เก็บไว้ 30 วัน (ตามค่าที่ระบบตั้ง) ข้อมูลลับถูกลบ เลขบัญชีและเบอร์โทรแสดงเฉพาะ 4 ตัวท้าย หน้าหนึ่งอาจมีน้อยกว่า `limit` หรือว่างได้ ให้อ่านต่อด้วย next_cursor',
} as const;

const reading = { method: 'GET', rate: 'read' } as const;
const byKey = { ...reading, surface: 'v1', auth: 'secretKey', scope: 'read', tag: 'Requests' } as const;
const byMember = { ...reading, surface: 'dashboard', auth: 'session', roles: ['owner', 'staff', 'viewer'], tag: 'Dashboard' } as const;
const byAdmin = { ...reading, surface: 'dashboard', auth: 'session', roles: ['admin'], tag: 'Admin' } as const;
const listed = { status: 200, schema: RequestList } as const;
const found = { status: 200, schema: RequestDetail } as const;
const listExample = { object: 'list', requests: [example], next_cursor: null } as const;
const whose = { merchant_id: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', merchant_username: 'merchant_demo' } as const;

export const requestOperations = {
  list: operation({
    ...byKey, id: 'requests.list', path: '/api/v1/requests', summary: { en: 'Search this merchant’s API requests', th: 'ค้นหาคำขอ API ของร้าน' }, description: searching,
    query: z.object(filters), ok: listed, errors: [], examples: [{ name: 'What was refused', query: { status: '4xx' }, answer: listExample }],
  }),
  get: operation({
    ...byKey, id: 'requests.get', path: '/api/v1/requests/{id}', summary: { en: 'Get an API request with its bodies', th: 'ดูคำขอ API พร้อมข้อมูลที่ส่งและตอบ' },
    params: z.object({ id: PathId }), ok: found, errors: ['REQUEST_NOT_FOUND'], examples: [{ name: 'An order id used twice', params: called, answer: detailExample }],
  }),
  replay: operation({
    method: 'POST', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'write', sandbox: true, tag: 'Requests', id: 'requests.replay', path: '/api/v1/requests/{id}/replay',
    summary: { en: 'Send a test request again', th: 'ส่งคำขอทดสอบซ้ำ' },
    description: {
      en: 'The same operation with the same input, as a new request of the key that asks: with its scopes, a new request id and a fresh Idempotency-Key. What it answers, refusals too, stands under `response`. Signed calls (payouts, refunds, withdrawals) are not replayed: a signature vouches for the program that made it, and the platform does not sign in its name. Nor is what was masked or cut in the log.',
      th: 'เรียก operation เดิมด้วยข้อมูลเดิมเป็นคำขอใหม่ของคีย์ที่เรียก มี request id และ Idempotency-Key ใหม่ ผลลัพธ์รวมถึงการปฏิเสธอยู่ใน `response` คำขอที่ต้องลงลายเซ็น (จ่ายเงิน คืนเงิน ถอนเงิน) ส่งซ้ำไม่ได้ เพราะระบบไม่ลงลายเซ็นแทนโปรแกรมของร้าน รวมถึงคำขอที่ข้อมูลถูกปิดบังหรือตัดทอน',
    },
    params: z.object({ id: PathId }),
    ok: {
      status: 200,
      schema: z.object({ object: z.literal('request_replay'), request_id: Uuid, replay_of: Uuid, status: z.int(), response: z.unknown() }).meta({ id: 'RequestReplay' }),
    },
    errors: ['REQUEST_NOT_FOUND', 'REQUEST_NOT_REPLAYABLE', 'TEST_KEY_REQUIRED'],
    examples: [{
      name: 'Refused again', params: called,
      answer: { object: 'request_replay', request_id: '019aa3f0-8888-7c11-9d6e-3f2b8a6c4d21', replay_of: example.id, status: 400, response: detailExample.response_body },
    }],
  }),
};

export const merchantRequestOperations = {
  list: operation({
    ...byMember, id: 'merchantRequests.list', path: '/api/requests', summary: { en: 'Search the shop’s API requests', th: 'ค้นหาคำขอ API ของร้าน' }, description: searching,
    query: z.strictObject({ ...filters, mode: ModeQuery }), ok: listed, errors: [], examples: [{ name: 'What was refused', query: { status: '4xx' }, answer: listExample }],
  }),
  get: operation({
    ...byMember, id: 'merchantRequests.get', path: '/api/requests/{id}', summary: { en: 'Get an API request with its bodies', th: 'ดูคำขอ API พร้อมข้อมูลที่ส่งและตอบ' },
    params: z.object({ id: PathId }), ok: found, errors: ['REQUEST_NOT_FOUND'], examples: [{ name: 'An order id used twice', params: called, answer: detailExample }],
  }),
};

export const adminRequestOperations = {
  list: operation({
    ...byAdmin, id: 'adminRequests.list', path: '/api/admin/requests', summary: { en: 'Search the API requests of all merchants', th: 'ค้นหาคำขอ API ทั้งระบบ' }, description: searching,
    query: z.strictObject({ ...filters, mode: ModeQuery, merchantId: z.string().max(64).optional() }),
    ok: { status: 200, schema: RequestList.extend({ requests: z.array(AdminRequest) }).meta({ id: 'AdminLoggedRequestList' }) }, errors: [],
    examples: [{ name: 'Failures of ours', query: { status: '5xx' }, answer: { ...listExample, requests: [{ ...example, ...whose, status: 500, error_code: 'SERVER_ERROR' }] } }],
  }),
  get: operation({
    ...byAdmin, id: 'adminRequests.get', path: '/api/admin/requests/{id}', summary: { en: 'Get any merchant’s API request', th: 'ดูคำขอ API ของร้านใดก็ได้' },
    params: z.object({ id: PathId }), ok: { status: 200, schema: AdminRequestDetail }, errors: ['REQUEST_NOT_FOUND'],
    examples: [{ name: 'An order id used twice', params: called, answer: { ...detailExample, ...whose } }],
  }),
};
