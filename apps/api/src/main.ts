import cluster from 'node:cluster';
import { readConfig } from '@paygate/core/config';
import { createLogger } from '@paygate/core/process/logger';
import { runUntilSignal } from '@paygate/core/process/run-until-signal';

const log = createLogger('api', process.env['LOG_LEVEL'] ?? 'info');
await runUntilSignal(log, async () => {
  const config = readConfig(process.env);
  // Loaded where it is needed: whoever only starts the others stays small.
  if (cluster.isPrimary && config.apiProcesses > 1) return (await import('./processes.ts')).startProcesses(log, config.apiProcesses);
  return (await import('./serve.ts')).serve(config, log);
});
