import type * as z from 'zod';
import type { ErrorCode } from './error-catalogue.ts';

/** Every sentence a person reads exists in both languages. */
export interface Text {
  readonly en: string;
  readonly th: string;
}

export type Role = 'owner' | 'staff' | 'viewer' | 'admin' | 'payout_operator';
export type Scope = 'read' | 'collect' | 'payout';
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One worked call: what is sent and what comes back. Both must pass the operation's schemas (a test checks). */
export interface Example {
  readonly name: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly answer: unknown;
}

/**
 * One thing a caller can ask for, as plain data. Routes, the tRPC router, the OpenAPI document, SDK files and tests are
 * derived from it. `id` is the tRPC path and the OpenAPI operationId; `path` writes parameters as `{name}`.
 */
export interface Operation {
  readonly id: `${string}.${string}`;
  readonly method: Method;
  readonly path: `/${string}`;
  readonly surface: 'v1' | 'dashboard' | 'public' | 'bank';
  readonly auth: 'secretKey' | 'publicKey' | 'signed' | 'session' | 'bankFeed' | 'public';
  readonly roles?: readonly Role[];
  readonly scope?: Scope;
  readonly rate: 'read' | 'write' | 'login' | 'checkout' | 'notice';
  /** Over REST, where a file or a long list travels in the body; else the face's own limit. */
  readonly bodyBytesMax?: number;
  /** Without an Idempotency-Key (or `idempotencyKey` in the body) the call is refused; a repeat answers `idempotent: true`. */
  readonly idempotency?: 'required';
  /** Signed, and done twice is done once: the same signature may come again, so that an honest repeat is answered. A nonce may not. */
  readonly isRepeatable?: true;
  /** The fields are somebody else's, who adds to them when they like: unknown ones pass, and are not bound. */
  readonly areFieldsForeign?: true;
  /** Test keys only: the call does what a payer's or the merchant's bank would. */
  readonly sandbox?: true;
  /** The answer holds a secret: what is kept of it for a repeated Idempotency-Key is encrypted. */
  readonly answersSecret?: true;
  readonly tag: Tag;
  readonly summary: Text;
  readonly description?: Text;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Taken instead of `body`, which stays what is told, where the verb judges each item of a list by itself: one that does not fit refuses no other. */
  readonly bodyTaken?: z.ZodObject;
  readonly ok: { readonly status: 200 | 201; readonly schema: z.ZodType };
  readonly errors: readonly ErrorCode[];
  /** The code for input that does not parse; a field listed in `invalidFields` has its own. */
  readonly invalidCode?: ErrorCode;
  readonly invalidFields?: Readonly<Record<string, ErrorCode>>;
  /** The documents' exact text for an internal failure of this operation. */
  readonly failureText?: string;
  readonly examples: readonly [Example, ...Example[]];
}

export const tags = {
  Payments: { en: 'Money in: PromptPay QR and bank transfers', th: 'รับเงิน: พร้อมเพย์ คิวอาร์ และโอนเงิน' },
  Payouts: { en: 'Money out: to anybody with a bank account', th: 'จ่ายเงินออก: โอนเข้าบัญชีธนาคาร' },
  Balance: { en: 'Balances of the merchant and its line', th: 'ยอดเงินของร้านและสายงาน' },
  Merchant: { en: 'Who the key belongs to', th: 'ข้อมูลร้านค้าของคีย์' },
  Checkout: { en: 'The payer page and the button on your own page', th: 'หน้าชำระเงินและปุ่มชำระเงินบนเว็บของร้าน' },
  Webhooks: { en: 'Being told at once', th: 'แจ้งเตือนทันที' },
  Requests: { en: 'What your programs asked, and what they were answered', th: 'บันทึกคำขอที่โปรแกรมของคุณส่งและคำตอบ' },
  Sandbox: { en: 'Playing the payer with a test key', th: 'จำลองผู้จ่ายด้วยคีย์ทดสอบ' },
  Sessions: { en: 'Signing in to the dashboard', th: 'เข้าสู่ระบบแดชบอร์ด' },
  Dashboard: { en: 'What the dashboard shows a merchant', th: 'ข้อมูลในแดชบอร์ดของร้าน' },
  Admin: { en: 'What the dashboard shows an operator', th: 'ข้อมูลสำหรับผู้ดูแลระบบ' },
  Bank: { en: 'How banks tell us of money', th: 'ช่องทางที่ธนาคารแจ้งยอดเงินเข้า' },
} as const satisfies Record<string, Text>;
export type Tag = keyof typeof tags;

export interface WebhookEvent {
  readonly type: `${string}.${string}`;
  readonly summary: Text;
  readonly data: z.ZodType;
  readonly example: unknown;
}

/** Payloads carry ids, never state: the worker reads the row again when it runs. Times are in seconds. */
export interface Job {
  readonly queue: `${string}.${string}`;
  readonly payload: z.ZodObject;
  readonly batchSizeMax: number;
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  readonly retryDelaySecondsMax: number;
  readonly expireSeconds: number;
  /** How long a job that ended can still be looked at; until then another with its id is dropped. */
  readonly keptSeconds: number;
}

// Declarations are data; these three only pin the literal types.
export const operation = <const O extends Operation>(declared: O): O => declared;
export const webhookEvent = <const E extends WebhookEvent>(declared: E): E => declared;
export const job = <const J extends Job>(declared: J): J => declared;

/**
 * Every POST of an integrator, and of a person in the dashboard, may carry an Idempotency-Key. Bank notices and sandbox play have keys of their own; who
 * signs in or out wants a cookie, which no answer that was kept can set.
 */
export const takesIdempotencyKey = ({ method, surface, tag, sandbox }: Operation): boolean =>
  method === 'POST' && !sandbox && (surface === 'v1' || (surface === 'dashboard' && tag !== 'Sessions'));

type Part<S, Side extends 'input' | 'output'> = S extends z.ZodType ? (Side extends 'input' ? z.input<S> : z.output<S>) : unknown;
/** What a caller sends: path parameters, query and body in one flat object. */
export type Sent<O extends Operation> = Part<O['params'], 'input'> & Part<O['query'], 'input'> & Part<O['body'], 'input'>;
/** What a verb receives, parsed. */
export type Input<O extends Operation> = Part<O['params'], 'output'> & Part<O['query'], 'output'> & Part<O extends { readonly bodyTaken: infer B } ? B : O['body'], 'output'>;
/** What a verb answers. */
export type Answer<O extends Operation> = z.input<O['ok']['schema']>;
