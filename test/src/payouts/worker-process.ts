import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atEndOfFile } from '../support/end-of-file.ts';

export interface WorkerProcess {
  /** SIGSTOP: asleep in the middle of whatever it does. */
  stop(): void;
  /** SIGCONT. */
  wake(): void;
  /** SIGTERM: it ends what it has begun, and is gone when this resolves. */
  end(): Promise<void>;
  /** SIGKILL, and gone when this resolves. */
  kill(): Promise<void>;
}
/** The product's own worker, or the one whose bank adapter can be told how it behaves. */
export type WorkerMain = 'the product' | { readonly answerMs: number; readonly isSendIdempotent: boolean };

/** Starts a worker process and resolves when it works. Killed at the end of the test file at the latest. */
export const startWorkerProcess = async (main: WorkerMain, environment: { readonly databaseUrl: string; readonly bankUrl: string }): Promise<WorkerProcess> => {
  const file = main === 'the product' ? import.meta.resolve('@paygate/worker/main') : new URL('worker-at-careful-bank.ts', import.meta.url);
  const child = fork(fileURLToPath(file), {
    env: {
      ...process.env, DATABASE_URL: environment.databaseUrl, SANDBOX_BANK_URL: environment.bankUrl, LOG_LEVEL: 'info', DATABASE_CONNECTIONS_MAX: '6',
      ...(main !== 'the product' && { BANK_ANSWER_MS: String(main.answerMs), BANK_IS_SEND_IDEMPOTENT: String(main.isSendIdempotent) }),
    },
    execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const leave = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  const worker: WorkerProcess = {
    stop: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    end: () => leave('SIGTERM'),
    kill: () => leave('SIGKILL'),
  };
  atEndOfFile(() => worker.kill());
  const { promise: works, resolve, reject } = Promise.withResolvers<void>();
  child.stdout!.on('data', (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    if (text.includes('"msg":"working"')) resolve();
    if (process.env['TEST_LOG_LEVEL'] !== undefined) process.stdout.write(text);
  });
  void gone.then(() => reject(new Error('the worker ended before it worked')));
  await works;
  return worker;
};
