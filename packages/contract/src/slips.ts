import * as z from 'zod';
import { operation } from './kernel.ts';
import { QR_IMAGE_BODY_BYTES_MAX, QR_IMAGE_TEXT_MAX } from './payments.ts';
import { Instant, PathId, Uuid } from './scalars.ts';

/** Why a slip's transfer is not taken, as it is stored. */
export const SlipRefusal = z.enum(['NOT_FOUND', 'OTHER_ACCOUNT', 'ACCOUNT_UNCLEAR', 'TOO_OLD', 'BANK_UNAVAILABLE']);
export type SlipRefusal = z.output<typeof SlipRefusal>;
/** ALREADY_USED: the transfer paid another payment. */
export const SlipReason = z.enum([...SlipRefusal.options, 'ALREADY_USED']);
export type SlipReason = z.output<typeof SlipReason>;
/** ACCEPTED: its money paid this payment. REVIEW: the money is there and a person looks at it. */
export const SlipStatus = z.enum(['CHECKING', 'ACCEPTED', 'REVIEW', 'REFUSED']);
export type SlipStatus = z.output<typeof SlipStatus>;

export const SLIP_TEXT_MAX = 512;
/** A payment that needs more has another problem. */
export const SLIPS_PER_PAYMENT_MAX = 10;

const Slip = z
  .object({
    object: z.literal('slip'), id: Uuid, transactionId: Uuid,
    status: SlipStatus, reason: SlipReason.nullable(),
    sendingBank: z.string().meta({ description: 'Three digits, or TRUEMONEY' }), transRef: z.string(),
    createdAt: Instant, updatedAt: Instant,
  })
  .meta({ id: 'Slip', description: 'A transfer named by the QR of a bank slip; it counts once, whoever sends it.' });
export type Slip = z.input<typeof Slip>;

const paymentId = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';
const example = {
  object: 'slip', id: '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21', transactionId: paymentId, status: 'CHECKING', reason: null, sendingBank: '002', transRef: '0002123123121200011',
  createdAt: '2026-03-05T08:03:00.000Z', updatedAt: '2026-03-05T08:03:00.000Z',
} as const;
const common = { surface: 'v1', auth: 'secretKey', tag: 'Payments', params: z.object({ id: PathId }) } as const;

export const slipOperations = {
  send: operation({
    ...common, id: 'slips.send', method: 'POST', path: '/api/v1/payment/{id}/slip', scope: 'collect', rate: 'write', bodyBytesMax: QR_IMAGE_BODY_BYTES_MAX,
    summary: { en: 'Send the slip of a transfer', th: 'ส่งสลิปโอนเงิน' },
    description: {
      en: 'Send the picture of the slip, or the text of its mini-QR. The bank is asked about the transfer afterwards; its money is then matched like any other, once, however often and for whichever payment the slip is sent. Read the payment or the list of its slips for the outcome. Payers send slips at `/pay/{id}/slip`.',
      th: 'ส่งรูปสลิป หรือข้อความจากคิวอาร์บนสลิป จากนั้นระบบจะสอบถามธนาคารและจับคู่ยอดเงินเหมือนช่องทางอื่น สลิปหนึ่งใบนับครั้งเดียวไม่ว่าจะส่งกี่ครั้งหรือส่งให้รายการใด ดูผลได้จากรายการหรือรายการสลิป ผู้จ่ายส่งสลิปได้ที่ `/pay/{id}/slip`',
    },
    body: z.object({
      imageBase64: z.string().min(1).max(QR_IMAGE_TEXT_MAX).nullish().meta({ description: 'PNG, JPEG or WebP as data URL or base64, at most 2 MB' }),
      qrText: z.string().min(1).max(SLIP_TEXT_MAX).nullish().meta({ description: 'What the QR on the slip says' }),
    }).meta({ id: 'SendSlipRequest' }),
    ok: { status: 201, schema: z.object({ success: z.literal(true), slip: Slip }).meta({ id: 'SlipAnswer' }) },
    errors: ['TRANSACTION_NOT_FOUND', 'PAYMENT_NOT_PENDING', 'SLIP_UNREADABLE', 'SLIP_ALREADY_USED', 'SLIP_LIMIT_REACHED', 'SERVICE_UNAVAILABLE'],
    examples: [{
      name: 'By the text of its QR', params: { id: paymentId }, body: { qrText: '004000060000010103002021900021231231212000115102TH91049C30' }, answer: { success: true, slip: example },
    }],
  }),
  list: operation({
    ...common, id: 'slips.list', method: 'GET', path: '/api/v1/payment/{id}/slips', scope: 'read', rate: 'read',
    summary: { en: 'List the slips of a payment, newest first', th: 'ดูสลิปของรายการ' },
    ok: { status: 200, schema: z.object({ object: z.literal('list'), slips: z.array(Slip) }).meta({ id: 'SlipList' }) },
    errors: ['TRANSACTION_NOT_FOUND'],
    examples: [{ name: 'One accepted', params: { id: paymentId }, answer: { object: 'list', slips: [{ ...example, status: 'ACCEPTED', updatedAt: '2026-03-05T08:03:02.000Z' }] } }],
  }),
};
