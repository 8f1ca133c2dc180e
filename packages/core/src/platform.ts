import { createQrDecoder, type QrDecoder } from '@paygate/promptpay/qr-decode';
import type { Logger } from 'pino';
import { createReceiving, type Receiving } from './accounts/receiving.ts';
import type { Bell } from './db/bell.ts';
import type { Config } from './config.ts';
import { openDatabase, type Database } from './db/database.ts';
import { openAside } from './db/aside.ts';
import { openBell } from './db/bell.ts';
import { keyCallerOf } from './keys/key-caller.ts';
import { publicKeyCallerOf } from './keys/public-key-caller.ts';
import type { KeyCaller, Mode, PublicKeyCaller } from './caller.ts';
import type { BankPort } from './banks/bank-port.ts';
import { sandboxBank } from './banks/sandbox/sandbox-bank.ts';
import type { InquiryPort } from './credits/sources/inquiry-port.ts';
import { openByAddress } from './credits/sources/notices.sql.ts';
import { createCreditFlush, type CreditFlush } from './credits/store-credits.ts';
import { openFeed, type OpenedFeed } from './credits/feed-caller.ts';
import { scbInquiry } from './credits/sources/scb-inquiry.ts';
import { createPaymentFlush, type PaymentFlush } from './payments/payment-flush.ts';
import { createUniquePaymentFlush, type UniquePaymentFlush } from './payments/unique-payments.ts';
import { ownTerms, payoutTermsOf, type PayoutTerms } from './payouts/payout-terms.ts';
import { openQueue, type JobQueue } from './queue.ts';
import { recall } from './recall.ts';
import { createRequestLog, type RequestLog } from './requests/request-log.ts';
import { slipVerifiers } from './slips/slip-verifiers.ts';
import type { SlipVerifyPort } from './slips/slip-verify-port.ts';
import { openVault, type Vault } from './secrets/vault.ts';
import { platformSettings } from './settings/platform-settings.ts';
import { createPaymentReads, type PaymentReads } from './payments/payment-reads.ts';
import type { PlatformSettings } from './settings/settings.rules.ts';

/** Everything a process of the product holds open, made once at its start. */
export interface Platform {
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly bell: Bell;
  readonly vault: Vault;
  /** Epoch milliseconds. The only clock in code; what the business decides by time, the database's clock decides. */
  readonly clock: () => number;
  /** Lags the database by at most a second. */
  readonly settings: () => Promise<PlatformSettings>;
  readonly receiving: (of: string) => Promise<Receiving>;
  /** By the key's SHA-256 in base64; undefined for unknown, revoked and expired keys. */
  readonly keyCaller: (hash: string) => Promise<KeyCaller | undefined>;
  /** The same for keys of buttons. */
  readonly publicKeyCaller: (hash: string) => Promise<PublicKeyCaller | undefined>;
  /** By its id, at most a second old; undefined for unknown and revoked ones. */
  readonly feed: (id: string) => Promise<OpenedFeed | undefined>;
  readonly payoutTerms: (merchantId: string) => Promise<PayoutTerms>;
  /** The bank that pays out in a mode; none where operators pay by batch. Test money only ever meets the sandbox bank. */
  readonly bankFor: (mode: Mode) => BankPort | undefined;
  /** Who answers for transfers into a mode's accounts; none where no such bank is configured. Only the sandbox bank knows of test money. */
  readonly inquiryFor: (mode: Mode) => InquiryPort | undefined;
  /** Notices that wait for a bank's answer, by the address that told them. */
  readonly openNotices: () => Promise<readonly { readonly address: string; readonly count: number }[]>;
  /** Who confirms slips in a mode; nobody where none is configured. Test slips only ever meet the sandbox bank. */
  readonly slipVerifier: (mode: Mode) => SlipVerifyPort | undefined;
  readonly paymentFlush: PaymentFlush;
  readonly paymentReads: PaymentReads;
  /** What banks report, as it comes in. */
  readonly creditFlush: CreditFlush;
  /** Reads QR codes in pictures, in a thread that starts with the first one. */
  readonly qrReader: QrDecoder;
  /** Payments whose amounts are nobody else's. */
  readonly uniquePaymentFlush: UniquePaymentFlush;
  readonly requestLog: RequestLog;
  close(): Promise<void>;
}

export const openPlatform = async (config: Config, options: { readonly log: Logger; readonly role: 'api' | 'worker' }): Promise<Platform> => {
  const { log, role } = options;
  const database = await openDatabase({ url: config.databaseUrl, connectionsMax: config.databaseConnectionsMax, applicationName: `paygate-${role}` });
  const queue = await openQueue(database, {
    isWorker: role === 'worker', onError: (error) => log.warn({ err: error }, 'job queue lost its database for a moment'),
    onFailedJobs: (name, error) => log.error({ err: error, queue: name }, 'jobs failed; they are tried again a few times, and found again by their sweep'),
  });
  const bell = await openBell(database, (error) => log.warn({ err: error }, 'bell lost its connection; polling goes on'));
  const vault = openVault(config.masterKey);
  const settings = recall((_: 'platform') => platformSettings(database));
  // Remembered apart from the settings: one remembered inside the other would lag twice as long.
  const ownPayoutTerms = recall((merchantId: string) => ownTerms(database, merchantId));
  const qrReader = createQrDecoder();
  const sandbox = config.sandboxBankUrl === undefined ? undefined : sandboxBank({ url: config.sandboxBankUrl });
  const inquiries = {
    live: config.scb && scbInquiry(config.scb),
    test: config.sandboxBankUrl === undefined ? undefined : scbInquiry({ baseUrl: `${config.sandboxBankUrl}/scb`, apiKey: 'sandbox', apiSecret: 'sandbox' }),
  };
  const openNotices = recall((_: 'all') => database.query(openByAddress, []));
  const aside = openAside({ url: config.databaseUrl, applicationName: `paygate-${role}-log`, onError: (error) => log.warn({ err: error }, 'the request log lost its connection') });
  const requestLog = createRequestLog({ sql: aside, log, clock: () => Date.now(), isOn: config.requestLogDays > 0 });
  return {
    config, log, database, queue, bell, vault,
    clock: () => Date.now(),
    settings: () => settings('platform'),
    receiving: recall(createReceiving(database)),
    keyCaller: recall((hash: string) => keyCallerOf(database, hash)),
    publicKeyCaller: recall((hash: string) => publicKeyCallerOf(database, hash)),
    feed: recall((id: string) => openFeed({ database, vault }, id)),
    payoutTerms: async (merchantId) => payoutTermsOf(await ownPayoutTerms(merchantId), await settings('platform')),
    bankFor: (mode) => (mode === 'test' ? sandbox : undefined),
    inquiryFor: (mode) => inquiries[mode],
    openNotices: () => openNotices('all'),
    slipVerifier: slipVerifiers(config),
    paymentFlush: createPaymentFlush({ database, bell }),
    paymentReads: createPaymentReads(database),
    creditFlush: createCreditFlush({ database, bell }),
    qrReader,
    uniquePaymentFlush: createUniquePaymentFlush({ database, bell }),
    requestLog,
    close: async () => {
      await requestLog.close();
      await aside.close();
      await qrReader.close();
      await queue.stop();
      await bell.close();
      await database.close();
    },
  };
};
