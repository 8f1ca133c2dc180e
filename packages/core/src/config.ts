import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import * as z from 'zod';

const flag = z.enum(['true', 'false']).default('false').transform((text) => text === 'true');
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
/** Addresses or networks (CIDR), separated by commas. */
const networks = z.string().default('').transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== ''))
  .refine((all) => all.every((one) => isIP(one.split('/', 1)[0] ?? '') !== 0 && /^[^/]+(\/\d{1,3})?$/.test(one)), { error: 'must be IP addresses or networks separated by commas' });
const count = (fallback: number, min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number<string>({ error }).int({ error }).min(min, { error }).max(max, { error }).default(fallback);
};

// The other half is PostgreSQL's and the worker's: measured on two cores, a second process made the whole path slower, though it answered more creates alone.
const apiProcessesHere = Math.min(Math.max(Math.floor(availableParallelism() / 2), 1), 4);

const Environment = z.object({
  RUNTIME_ENV: z.enum(['development', 'production']).default('development'),
  PORT: count(3001, 0, 65_535),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
  API_PROCESSES: count(apiProcessesHere, 1, 64),
  DATABASE_CONNECTIONS_MAX: count(8, 3, 100),
  PUBLIC_BASE_URL: url.optional(),
  CHECKOUT_BASE_URL: url.optional(),
  BRAND_NAME: z.string().min(1).max(40).default('PayGate'),
  PAYGATE_MASTER_KEY: z.string().min(32, 'must be at least 32 characters').optional(),
  ALLOW_TEST_KEYS_IN_PRODUCTION: flag,
  WEBHOOK_TIMEOUT_MS: count(10_000, 100, 60_000),
  WEBHOOK_MAX_ATTEMPTS: count(3, 1, 20),
  EGRESS_ADDRESSES: networks,
  TRUSTED_PROXIES: networks,
  SANDBOX_BANK_URL: url.optional(),
  SCB_API_BASE_URL: url.optional(),
  SCB_API_KEY: z.string().min(1).optional(),
  SCB_API_SECRET: z.string().min(1).optional(),
  SLIP_VERIFY_URL: url.optional(),
  SLIP_VERIFY_TOKEN: z.string().min(1).optional(),
  PAYGATE_DATA_DIR: z.string().default('.paygate'),
  RATE_LIMIT_READS_PER_MINUTE: count(60_000, 1, 100_000_000),
  RATE_LIMIT_WRITES_PER_MINUTE: count(60_000, 1, 100_000_000),
  REQUEST_LOG_DAYS: count(30, 0, 400),
  EVENT_DAYS: count(90, 7, 3_650),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly runtime: 'development' | 'production';
  readonly port: number;
  readonly host: string;
  readonly apiProcesses: number;
  readonly databaseUrl: string;
  /** Of each process. */
  readonly databaseConnectionsMax: number;
  readonly publicBaseUrl: string;
  readonly checkoutBaseUrl: string;
  readonly brandName: string;
  readonly masterKey: string;
  readonly allowTestKeysInProduction: boolean;
  readonly webhookTimeoutMs: number;
  readonly webhookAttemptsMax: number;
  /** Where our webhooks come from, as merchants' firewalls see it. Told, not enforced; empty when nobody said. */
  readonly egressAddresses: readonly string[];
  /** Proxies in front of us, whose X-Forwarded-For tells the caller's address; nobody else's does. */
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly sandboxBankUrl: string | undefined;
  /** The application at SCB's partner API that answers for live accounts; none where SCB is not used. */
  readonly scb: { readonly baseUrl: string; readonly apiKey: string; readonly apiSecret: string } | undefined;
  /** Who confirms slips of live payments. */
  readonly slipVerifyUrl: string | undefined;
  readonly slipVerifyToken: string | undefined;
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
  /** How long requests are kept for their merchants to look at; 0 keeps none. */
  readonly requestLogDays: number;
  /** How long events can be fetched and replayed, with their deliveries. A week at least: an endpoint may fail for days and recover. */
  readonly eventDays: number;
  readonly logLevel: string;
}

/** A wrong value stops the start: the message names every variable and what it must be, and shows no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

// Known to everybody who reads the source, so it protects nothing: production refuses to start without a key of its own.
const developmentMasterKey = createHash('sha256').update('paygate development master key').digest('hex');

const scbOf = ({ SCB_API_BASE_URL: baseUrl, SCB_API_KEY: apiKey, SCB_API_SECRET: apiSecret, RUNTIME_ENV }: z.output<typeof Environment>): Config['scb'] => {
  if (baseUrl === undefined && apiKey === undefined && apiSecret === undefined) return undefined;
  const refuse = (sentence: string) => new ConfigError(`The configuration does not let PayGate start: ${sentence}.`);
  if (baseUrl === undefined || apiKey === undefined || apiSecret === undefined) throw refuse('SCB_API_BASE_URL, SCB_API_KEY and SCB_API_SECRET belong together: set all three or none');
  if (RUNTIME_ENV === 'production' && !baseUrl.startsWith('https:')) throw refuse('SCB_API_BASE_URL must start with https:// in production');
  return { baseUrl, apiKey, apiSecret };
};

/** Parses the environment once. Throws ConfigError. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message.endsWith('received undefined') ? 'is not set' : `is not usable (${issue.message})`}`);
    throw new ConfigError(`The configuration does not let PayGate start: ${wrong.join('; ')}.`);
  }
  const env = parsed.data;
  if (env.RUNTIME_ENV === 'production' && env.PAYGATE_MASTER_KEY === undefined) {
    throw new ConfigError('The configuration does not let PayGate start: PAYGATE_MASTER_KEY is not set, and production needs it to encrypt secrets (32 characters or more).');
  }
  const publicBaseUrl = env.PUBLIC_BASE_URL ?? `http://localhost:${env.PORT}`;
  return {
    runtime: env.RUNTIME_ENV, port: env.PORT, host: env.HOST, apiProcesses: env.API_PROCESSES, databaseUrl: env.DATABASE_URL, databaseConnectionsMax: env.DATABASE_CONNECTIONS_MAX,
    publicBaseUrl, checkoutBaseUrl: env.CHECKOUT_BASE_URL ?? publicBaseUrl, brandName: env.BRAND_NAME,
    masterKey: env.PAYGATE_MASTER_KEY ?? developmentMasterKey, allowTestKeysInProduction: env.ALLOW_TEST_KEYS_IN_PRODUCTION,
    webhookTimeoutMs: env.WEBHOOK_TIMEOUT_MS, webhookAttemptsMax: env.WEBHOOK_MAX_ATTEMPTS, egressAddresses: env.EGRESS_ADDRESSES, trustedProxies: env.TRUSTED_PROXIES, sandboxBankUrl: env.SANDBOX_BANK_URL,
    scb: scbOf(env), slipVerifyUrl: env.SLIP_VERIFY_URL, slipVerifyToken: env.SLIP_VERIFY_TOKEN, dataDir: env.PAYGATE_DATA_DIR,
    readsPerMinute: env.RATE_LIMIT_READS_PER_MINUTE, writesPerMinute: env.RATE_LIMIT_WRITES_PER_MINUTE, requestLogDays: env.REQUEST_LOG_DAYS, eventDays: env.EVENT_DAYS, logLevel: env.LOG_LEVEL,
  };
};
