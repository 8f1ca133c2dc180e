import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sampleFor } from '@paygate/docs/directives';
import { slugs } from '@paygate/docs/guide-list';
import { guideSource } from '@paygate/docs/read-guide';
import { sampleGroupsIn, type Sample } from '@paygate/docs/samples';
import { sdkFile, sdkFileNames } from '@paygate/sdk/sdk-file';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { languages, run } from '../sdk/languages.ts';
import { freePort } from '../support/free-port.ts';
import { fund } from '../support/fund.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** What each sample must show. A sample that is not listed here, or a line for one that is gone, fails. */
const shows: Readonly<Record<string, RegExp>> = {
  'quick-start/key.sh': /^$/, 'quick-start/sdk.sh': /^$/, 'quick-start/register.sh': /"secret":"whsec_/,
  'quick-start/webhook': /verified payment\.success ORD-\d+ 100\.37/, 'quick-start/order': /created ORD-\d+\npayer page http.*\/pay\/[\w-]+\npaid at the sandbox bank/,
  'authentication/profile.sh': /"authenticated_with_mode":"test"/, 'authentication/bearer.sh': /"object":"profile"/,
  'testing/create.sh': /^[\w-]{36}\n/, 'testing/wrong-amount.sh': /"success":true/, 'testing/pay.sh': /"status":"PAID"/, 'testing/expire.sh': /"status":"EXPIRED"/, 'testing/clock.sh': /"clock":[^]*"clock":/,
  'payments/create': /show this picture: data:image\/png;base64,[^]*or transfer to ธนาคารไทยพาณิชย์ 1234567890[^]*or send the payer to http/,
  'payments/status.sh': /"status":"PENDING"[^]*"transaction":\{[^]*"status":"PENDING"/, 'payments/list.sh': /"transactions":\[\{/, 'payments/template.sh': /"qrPayload":"000201010212[^"]*5406100\.37/,
  'matching/announce.sh': /^[\w-]{36}\n/, 'matching/masked.sh': /"bankReference"[^]*"status":"PAID"/,
  'webhooks/verify': /^true\n/i, 'webhooks/create.sh': /^[\w-]{36}\n/, 'webhooks/test-event.sh': /"object":"webhook_delivery"[^]*"kind":"TEST"/, 'webhooks/deliveries.sh': /"object":"list","deliveries":\[\{/,
  'webhooks/replay.sh': /"replay_of":"[\w-]{36}"[^]*"object":"webhook_recovery"/, 'webhooks/feed.sh': /"object":"list","events":\[/, 'rotation/rotate.sh': /"secret":"whsec_[^]*"previous_secret_until"|"previous_secret_until"[^]*"secret":"whsec_/,
  'payouts/payout': /^M01-\d+ (QUEUED|PROCESSING|SUCCESS)\n/, 'payouts/sign.sh': /"object":"payout","idempotent":false/, 'payouts/settings.sh': /"mode":"required"/,
  'errors/body.sh': /"code":"INVALID_REQUEST"/, 'errors/requests.sh': /"object":"list","requests":\[/, 'errors/catch': /ask for another amount: amount must be/,
  'idempotency/twice.sh': /HTTP\/1\.1 201[^]*("id":"[\w-]{36}")[^]*HTTP\/1\.1 201[^]*idempotent-replayed: true[^]*\1/i,
  'cli/login.sh': /✓ .*test mode, at http/, 'cli/create.sh': /ORD-\d+/, 'cli/listen.sh': /whsec_/, 'cli/trigger.sh': /payment\.success/,
  'going-live/mode.sh': /^"authenticated_with_mode":"test"\n/,
};
const promiseOf = ({ name, fence }: Sample): RegExp | undefined => shows[fence === 'bash' ? name : name.replace(/\.\w+$/, '')];

const database = await createTestDatabase();
const port = await freePort();
const product = await startTestProduct(database, { withWorker: true, withBank: true, environment: { PORT: String(port), PUBLIC_BASE_URL: `http://127.0.0.1:${port}` } });
const root = mkdtempSync(path.join(tmpdir(), 'paygate-guides-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const extensions: Readonly<Record<string, string>> = { 'Node.js': '.js', PHP: '.php', Python: '.py' };
const missing = (track: string): string | undefined => languages.find(({ name }) => name === track)?.missing;
/** A guide is followed once in each language that it offers; what is typed the same in all of them once, but for the quick start, where it prepares the rest. */
const walks = slugs.flatMap((slug) => {
  const groups = sampleGroupsIn(guideSource('en', slug)).map((group) => group.filter((name) => !name.endsWith('.sql'))).filter((group) => group.length > 0);
  const tracks = groups.some((group) => group.length > 1) ? Object.keys(extensions) : groups.length > 0 ? ['Shell'] : [];
  return tracks.map((track, index) => {
    const followed = groups.filter((group) => index === 0 || group.length > 1 || slug === 'quick-start');
    return { slug, track, names: followed.map((group) => group.find((name) => name.endsWith(extensions[track] ?? '.sh')) ?? group[0]!) };
  });
});

/** The folder where a reader begins: that of the project, with the key of its demo. The quick start gets the SDK files itself. */
const readersFolder = async (title: string, merchant: TestMerchant): Promise<string> => {
  const folder = path.join(root, title, 'paygate');
  mkdirSync(path.join(folder, '.paygate'), { recursive: true });
  writeFileSync(path.join(folder, '.paygate', 'demo.json'), JSON.stringify({ secretKey: merchant.secretKey, baseUrl: product.baseUrl }));
  if (title.startsWith('cli')) {
    mkdirSync(path.join(folder, 'node_modules', '.bin'), { recursive: true });
    symlinkSync(fileURLToPath(new URL('../../../packages/cli/bin/paygate.mjs', import.meta.url)), path.join(folder, 'node_modules', '.bin', 'paygate'));
  }
  if (!title.startsWith('quick-start')) for (const name of sdkFileNames) writeFileSync(path.join(folder, name), await sdkFile(name, product.baseUrl));
  return folder;
};

/** A program is saved under its name and run as its first lines say. */
const runProgram = async (terminal: Terminal, sample: Sample, receiverPort: number): Promise<string | undefined> => {
  const [, isSecond, command = ''] = /^(?:<\?php\n)?(?:\/\/|#) (In a second terminal: )?(.+)$/m.exec(sample.text) ?? [];
  writeFileSync(path.join(await terminal.folder(), sample.file), sample.text);
  if (!isSecond) return terminal.type(command);
  await terminal.typeInSecond(command, receiverPort);
  return undefined;
};

const SECOND = '# In a second terminal\n';
const runShell = async (terminal: Terminal, { name, text }: Sample, promise: RegExp): Promise<string> => {
  if (!text.startsWith(SECOND)) return terminal.type(text);
  await terminal.typeInSecond(text.slice(SECOND.length));
  return until(`${name} to show what it promises`, async () => promise.test(terminal.second()) && terminal.second());
};

const walk = async (names: readonly string[], terminal: Terminal, receiverPort: number): Promise<void> => {
  for (const name of names) {
    const sample = sampleFor(name, { config: product.platform.config, receiverPort });
    const promise = promiseOf(sample);
    if (!promise) throw new Error(`Nobody says what ${name} shows.`);
    const printed = sample.fence === 'bash' ? await runShell(terminal, sample, promise) : await runProgram(terminal, sample, receiverPort);
    if (printed !== undefined) expect(printed, name).toMatch(promise);
  }
  for (const name of names.filter((one) => one.startsWith('quick-start/webhook'))) {
    await until(`${name} to show its callback`, async () => promiseOf(sampleFor(name, { config: product.platform.config }))!.test(terminal.second()));
  }
};

describe('the samples of the guides', () => {
  it.concurrent.each(walks.filter(({ track }) => missing(track) === undefined))('run as they are printed: $slug, $track', async ({ slug, track, names }) => {
    const merchant = await product.addMerchant();
    if (slug === 'payouts') await fund(product.platform, merchant.id, 1_000_000);
    const { PAYGATE_SECRET_KEY: _, ...env } = process.env;
    const terminal = openTerminal(await readersFolder(`${slug}-${track}`, merchant), slug === 'quick-start' ? env : { ...env, PAYGATE_SECRET_KEY: merchant.secretKey, XDG_CONFIG_HOME: path.join(root, `${slug}-${track}`) });
    try {
      await walk(names, terminal, await freePort());
    } finally {
      terminal.close();
    }
  }, 60_000);
  const skipped = walks.filter(({ track }) => missing(track) !== undefined);
  if (skipped.length > 0) it.skip(`run in ${[...new Set(skipped.map(({ track }) => missing(track)))].join(' and ')}`, () => undefined);

  it.each([['Node.js', 'node', 'js'], ['PHP', 'php', 'php'], ['Python', 'python3', 'py']] as const)('answer no to a signature of any letters, and to none: webhooks/verify, %s', async (track, program, extension) => {
    if (missing(track) !== undefined) return;
    const { text } = sampleFor(`webhooks/verify.${extension}`, { config: product.platform.config });
    for (const signature of ['é'.repeat(64), '']) {
      const changed = text.replace(/'[0-9a-f]{64}'/, `'${signature}'`);
      expect(changed).not.toBe(text);
      const folder = mkdtempSync(path.join(root, 'verify-'));
      writeFileSync(path.join(folder, `verify.${extension}`), changed);
      expect(await run([program, `verify.${extension}`], { cwd: folder })).toMatch(/^false\n$/i);
    }
  });

  it('let one of two deliveries do the work', async () => {
    const [create = '', insert = ''] = sampleFor('webhooks/dedupe.sql', { config: product.platform.config }).text.split(/;\n/);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query(create);
      const rows = await Promise.all([1, 2].map(async () => (await client.query(insert, ['payment.success:1'])).rowCount));
      expect(rows).toEqual([1, 0]);
    } finally {
      await client.end();
    }
  });

  it('are each promised something, and nothing is promised of samples that are gone', () => {
    const named = slugs.flatMap((slug) => sampleGroupsIn(guideSource('en', slug)).flat()).filter((name) => !name.endsWith('.sql'));
    expect(new Set(Object.keys(shows))).toEqual(new Set(named.map((name) => (name.endsWith('.sh') ? name : name.replace(/\.\w+$/, '')))));
  });
});
