import * as z from 'zod';
import { paymentEvents } from './events.ts';
import { operation } from './kernel.ts';
import { Instant, InstantSent, line, PageLimit, PathId, Uuid } from './scalars.ts';

const Event = z
  .object({
    object: z.literal('event'), id: Uuid.meta({ description: 'The header webhook-id of its deliveries' }), type: z.string(), object_id: Uuid, idempotency_key: z.string(),
    created_at: Instant, data: z.record(z.string(), z.unknown()).meta({ description: 'As webhooks carry it' }),
  })
  .meta({ id: 'Event' });
const EventList = z.object({ object: z.literal('list'), events: z.array(Event), next_cursor: z.string().nullable() }).meta({ id: 'EventList' });

const example = {
  object: 'event', id: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21', type: 'payment.success', object_id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21',
  idempotency_key: 'payment.success:019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', created_at: '2026-03-05T08:02:11.000Z', data: paymentEvents['payment.success'].example,
} as const;
const reading = { method: 'GET', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Webhooks' } as const;

/** Everything that happened to a merchant, whether or not a webhook was told: what a receiver missed can be fetched here. */
export const eventFeedOperations = {
  list: operation({
    ...reading, id: 'events.list', path: '/api/v1/events', summary: { en: 'List events', th: 'ดูรายการ event' },
    description: {
      en: 'Events are kept 90 days unless the platform is configured otherwise, and longer while a webhook still waits for one. `order=newest` (default) reads back in time; its next_cursor is null at the end. `order=oldest` is for catching up: send `since` once, then always the last next_cursor, which is null only while there is nothing yet (send `since` again); nothing that commits late is skipped. A page may hold fewer than `limit`, even none, while next_cursor goes on: one call looks at 5,000 events at most.',
      th: 'event เก็บไว้ 90 วัน (ผู้ดูแลระบบกำหนดเป็นอย่างอื่นได้) และนานกว่านั้นหากยังมี webhook รอส่ง `order=newest` (ค่าเริ่มต้น) อ่านย้อนเวลา next_cursor เป็น null เมื่อหมด `order=oldest` ใช้ตามอ่านสิ่งที่พลาด: ครั้งแรกส่ง `since` แล้วส่ง next_cursor ล่าสุดทุกครั้ง (เป็น null เฉพาะเมื่อยังไม่มีรายการ ให้ส่ง `since` อีกครั้ง) ไม่มีรายการตกหล่น หน้าหนึ่งอาจมีน้อยกว่า `limit` หรือว่างได้ เพราะแต่ละครั้งตรวจไม่เกิน 5,000 event',
    },
    query: z.object({
      limit: PageLimit(50), cursor: z.string().max(200).optional().meta({ description: 'The last answer’s next_cursor' }), order: z.enum(['newest', 'oldest']).optional(),
      type: line(64, 0).optional().meta({ description: 'One event name' }), objectId: z.string().max(64).optional().meta({ description: 'Events of this payment, payout …' }), since: InstantSent.optional(),
    }),
    ok: { status: 200, schema: EventList }, errors: [],
    examples: [{ name: 'Catching up', query: { order: 'oldest', since: '2026-03-05T08:00:00Z' }, answer: { object: 'list', events: [example], next_cursor: 'AZqj8EREfBGdbj8rimxNIQ' } }],
  }),
  get: operation({
    ...reading, id: 'events.get', path: '/api/v1/events/{id}', summary: { en: 'Get an event', th: 'ดู event' },
    description: {
      en: 'For as long as events are kept, 90 days unless configured otherwise; afterwards it is not found. The payment or payout itself stays.',
      th: 'ดูได้ตลอดเวลาที่เก็บ event คือ 90 วันหากไม่กำหนดเป็นอย่างอื่น หลังจากนั้นจะไม่พบรายการ ส่วนรายการชำระเงินหรือจ่ายเงินยังอยู่เสมอ',
    },
    params: z.object({ id: PathId }), ok: { status: 200, schema: Event }, errors: ['EVENT_NOT_FOUND'],
    examples: [{ name: 'A payment was paid', params: { id: example.id }, answer: example }],
  }),
};
