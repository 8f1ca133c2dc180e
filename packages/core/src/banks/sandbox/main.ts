// The sandbox bank as a process of its own.
//   SANDBOX_BANK_PORT (3002) · SANDBOX_BANK_DATA (journal file) · PAYGATE_FEED_URL (…/api/bank/credits) · PAYGATE_FEED_ID · PAYGATE_FEED_SECRET
import * as z from 'zod';
import { startSandboxBank } from './sandbox-server.ts';

const Environment = z.object({
  SANDBOX_BANK_PORT: z.coerce.number<string>().int().min(0).max(65_535).default(3_002),
  SANDBOX_BANK_DATA: z.string().min(1).default('.paygate/sandbox-bank.jsonl'),
  PAYGATE_FEED_URL: z.url({ protocol: /^https?$/ }),
  PAYGATE_FEED_ID: z.uuid(),
  PAYGATE_FEED_SECRET: z.string().min(1),
});

const say = (sentence: string): void => void process.stdout.write(`${new Date().toISOString()} ${sentence}\n`);
const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const parsed = Environment.safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')));
if (!parsed.success) fail(`The sandbox bank cannot start: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} is not usable (${message})`).join('; ')}.`);
const env = Environment.parse(parsed.data);
try {
  const feed = { url: env.PAYGATE_FEED_URL, id: env.PAYGATE_FEED_ID, secret: env.PAYGATE_FEED_SECRET };
  const bank = await startSandboxBank({ port: env.SANDBOX_BANK_PORT, dataFile: env.SANDBOX_BANK_DATA, feed, log: say });
  say(`sandbox bank on ${bank.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bank.stop().then(() => process.exit(0)));
} catch (error) {
  const isBusy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  fail(isBusy ? `The sandbox bank cannot start: port ${env.SANDBOX_BANK_PORT} is taken (set SANDBOX_BANK_PORT).` : `The sandbox bank cannot start: ${String(error)}`);
}
