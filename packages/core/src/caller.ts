import type { Operation, Role, Scope } from '@paygate/contract/kernel';
import type { Executor, Transaction } from './db/statement.ts';
import type { KeyMode } from './keys/api-key.entity.ts';
import type { MerchantStatus, PolicyMode, UniqueSatangDirection, UniqueSatangWhenFull } from './merchants/merchant.entity.ts';
import type { Platform } from './platform.ts';

export type Mode = 'live' | 'test';

/** The merchant behind a credential, with its plan applied. */
export interface Merchant {
  readonly id: string;
  readonly username: string;
  readonly businessName: string;
  readonly status: MerchantStatus;
  readonly qrMode: 'CENTRAL' | 'DIRECT';
  readonly feeBps: number;
  readonly feeFixedSatang: number;
  readonly policyMode: PolicyMode | null;
  readonly promptPayEnabled: boolean | null;
  readonly bankTransferEnabled: boolean | null;
  /** Satang by which an amount may be moved to be nobody else's; null: as asked, always (decisions D4). */
  readonly uniqueSatangMax: number | null;
  readonly uniqueSatangDirection: UniqueSatangDirection;
  readonly uniqueSatangWhenFull: UniqueSatangWhenFull;
  /** How far its test clock is ahead; live objects know the real time alone. */
  readonly testClockOffsetSeconds: number;
  readonly createdAt: string;
}

export interface KeyCaller {
  readonly kind: 'key';
  readonly keyId: string;
  readonly keyMode: KeyMode;
  readonly scopes: readonly Scope[];
  readonly merchant: Merchant;
  /** Legacy keys act in live mode. */
  readonly mode: Mode;
}
/** Whose object a verb touches, whatever credential said so. */
export type Whose = Pick<KeyCaller, 'merchant' | 'mode'>;
export interface SessionCaller {
  readonly kind: 'session';
  readonly sessionId: string;
  readonly memberId: string;
  readonly role: Role;
  readonly email: string;
  readonly name: string;
  readonly expiresAt: string;
  /** Null for the platform's own people. */
  readonly merchant: Merchant | null;
}
/** A button on a page of the shop; may open payments and nothing else. */
export interface PublicKeyCaller {
  readonly kind: 'publicKey';
  readonly keyId: string;
  readonly keyMode: KeyMode;
  readonly merchant: Merchant;
  readonly mode: Mode;
  readonly allowedOrigins: readonly string[];
  readonly minAmountSatang: number | null;
  readonly maxAmountSatang: number | null;
}
export interface FeedCaller {
  readonly kind: 'feed';
  readonly feedId: string;
  readonly feedName: string;
  readonly mode: Mode;
  /** The merchant whose own accounts it may speak of; null: of every account. */
  readonly merchantId: string | null;
}
/** All that is known of one who shows nothing: the address the call came from. */
export interface NoCaller { readonly kind: 'nobody'; readonly address: string }
export type Caller = KeyCaller | PublicKeyCaller | SessionCaller | FeedCaller | NoCaller;
/**
 * Whose share of the database a call takes: the merchant's under whichever credential, but what a bank tells waits behind no merchant. All who show
 * nothing are one, since whoever likes has many addresses.
 */
export const whoseShare = (caller: Caller): string => {
  switch (caller.kind) {
    case 'feed':
      return caller.feedId;
    case 'nobody':
      return caller.kind;
    case 'session':
      return caller.merchant?.id ?? caller.memberId;
    default:
      return caller.merchant.id;
  }
};

/** An operation to run once more, with input that was sent before. */
export interface Again {
  readonly operation: Operation;
  readonly path: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The request it repeats. */
  readonly replayOf: string;
}
/** What it came to, refusals too: the status and the body that a caller would have got. */
export interface AnsweredAgain { readonly requestId: string; readonly status: number; readonly body: unknown }

/** What a verb works with. Reads and verbs that run outside a transaction get the pool as `sql`, writes their transaction. */
export interface Ctx<C extends Caller = Caller, E extends Executor = Executor> {
  readonly platform: Platform;
  readonly caller: C;
  readonly sql: E;
  readonly requestId: string;
  /** The Idempotency-Key this call runs under. */
  readonly idempotencyKey?: string | undefined;
  /** Set when this call runs in a transaction (an Idempotency-Key was sent, or the operation writes). */
  readonly transaction: Transaction | undefined;
  /** Gives the edge the session cookie to set (`connect.sid`); an empty token with age 0 clears it. Absent where the face has no cookies. */
  readonly issueCookie?: (token: string, maxAgeSeconds: number) => void;
  /** Runs an operation for this same caller through the one path of every call. Not to be used inside a transaction. */
  readonly callAgain?: (again: Again) => Promise<AnsweredAgain>;
  /** True once nobody waits for the answer any more: the caller hung up, or the process stops. */
  readonly isUnwanted?: () => boolean;
}
export type WriteCtx<C extends Caller = Caller> = Ctx<C, Transaction>;
