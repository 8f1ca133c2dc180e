import { pino, type Logger } from 'pino';

// Whatever could open a door or name a payer: gone, whichever object it hides in.
const secretPaths = [
  'headers["x-api-key"]', 'headers.authorization', 'headers.cookie', 'headers["x-signature"]', 'headers["set-cookie"]', 'headers["x-webhook-signature"]',
  '*.headers["x-api-key"]', '*.headers.authorization', '*.headers.cookie', '*.headers["x-signature"]',
  'secret', '*.secret', 'password', '*.password', 'token', '*.token', 'key', '*.key', '*.accountNumber', '*.senderAccountNumber', '*.payerAccount',
];

/** Structured logs, one JSON line each, with secrets and account numbers removed. */
export const createLogger = (name: string, level: string): Logger =>
  pino({ name, level, redact: { paths: secretPaths, censor: '[removed]' }, timestamp: pino.stdTimeFunctions.isoTime, base: { name, pid: process.pid } });
