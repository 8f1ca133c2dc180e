// The worker, with the sandbox bank behind an adapter that waits BANK_ANSWER_MS and is told whether a reference sent twice is one transfer
// (BANK_IS_SEND_IDEMPOTENT): a false makes it behave as it must at banks that would pay twice. Its statements wait long, so that it may be held and put to
// sleep in the middle of one.
import { readConfig } from '@paygate/core/config';
import { sandboxBank } from '@paygate/core/banks/sandbox/sandbox-bank';
import { openPlatform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { runUntilSignal } from '@paygate/core/process/run-until-signal';
import { startWorker } from '@paygate/worker/worker';
import { waitLongerForLocks } from '../support/session-settings.ts';

const log = createLogger('worker', process.env['LOG_LEVEL'] ?? 'info');
await runUntilSignal(log, async () => {
  const platform = await openPlatform(readConfig(process.env), { log, role: 'worker' });
  await waitLongerForLocks(platform.database.pool);
  const sandbox = sandboxBank({ url: platform.config.sandboxBankUrl!, answerMsMax: Number(process.env['BANK_ANSWER_MS']) });
  const bank = { ...sandbox, capabilities: { ...sandbox.capabilities, isSendIdempotent: process.env['BANK_IS_SEND_IDEMPOTENT'] === 'true' } };
  const worker = await startWorker({ ...platform, bankFor: (mode) => (mode === 'test' ? bank : undefined) });
  log.info('working');
  return {
    stop: async () => {
      await worker.stop();
      await platform.close();
    },
  };
});
