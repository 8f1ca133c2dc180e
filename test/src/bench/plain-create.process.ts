// A Fastify route that does what a create needs and nothing of our face: reads the body, calls the verb, writes the answer. Forked by a bench.
import { createPayment } from '@paygate/core/payments/create-payment';
import { readConfig } from '@paygate/core/config';
import { openPlatform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { keyHash } from '@paygate/core/keys/keys.rules';
import Fastify from 'fastify';

const platform = await openPlatform(readConfig(process.env), { log: createLogger('bench', 'silent'), role: 'api' });
const caller = await platform.keyCaller(keyHash(process.env['BENCH_KEY'] ?? '').toString('base64'));
if (!caller) throw new Error('BENCH_KEY names no key');
const app = Fastify();
app.post('/', async (request, reply) => {
  const ctx = { platform, caller, sql: platform.database, transaction: undefined, requestId: '', idempotencyKey: undefined, issueCookie: () => undefined };
  return reply.code(201).send(await createPayment(ctx, request.body as Parameters<typeof createPayment>[1])); // oxlint-disable-line typescript/no-unsafe-type-assertion -- the bench sends it
});
app.get('/readyz', async () => 'ready');
process.once('SIGTERM', () => void app.close().then(() => platform.close()));
await app.listen({ port: platform.config.port, host: '127.0.0.1' });
