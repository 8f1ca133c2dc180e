import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, type Config } from '@paygate/core/config';
import { CannotStart } from './cannot-start.ts';
import { freePort } from './ports.ts';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A file as one would name it from the project's directory. */
export const named = (file: string): string => (file.startsWith(root) ? path.relative(root, file) : file);

export interface Settings {
  readonly isOnce: boolean;
  readonly dataDir: string;
  /** An existing server; undefined: our own PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly config: Config;
  /** Where this machine reaches the API, whatever its public address is. */
  readonly apiUrl: string;
  readonly bankPort: number;
}

const anywhere = new Set(['0.0.0.0', '::']);

/** Reads environment and arguments, without ports. Throws ConfigError or CannotStart. */
export const readSettings = (args: readonly string[]): Omit<Settings, 'bankPort'> => {
  const unknown = args.find((arg) => arg !== '--once');
  if (unknown !== undefined) throw new CannotStart(`npm start does not know "${unknown}"; it takes --once (run one payment, then stop) or nothing.`);
  const { env } = process;
  // The real address is known later; the rest of the configuration can be judged now.
  const config = readConfig({ ...env, DATABASE_URL: env['DATABASE_URL'] || 'postgres://embedded' });
  if (config.runtime === 'production') throw new CannotStart('npm start is the local demo, with test keys and receivers on this machine: it does not run with RUNTIME_ENV=production. Start apps/api and apps/worker instead.');
  if (config.port === 0) throw new CannotStart('PORT=0 cannot be shown to anybody; name a port.');
  const host = anywhere.has(config.host) ? 'localhost' : config.host.replace('127.0.0.1', 'localhost');
  return {
    isOnce: args.includes('--once'), config, databaseUrl: env['DATABASE_URL'] || undefined, apiUrl: `http://${host}:${config.port}`,
    dataDir: path.resolve(root, env['PAYGATE_DATA_DIR'] || '.paygate'),
  };
};

/** Makes sure the API's port is free, and finds one for the sandbox bank: the wanted one, else the next, else any. Throws CannotStart. */
export const choosePorts = async ({ config }: Pick<Settings, 'config'>): Promise<number> => {
  if (await freePort(config.port, config.host) === undefined) {
    throw new CannotStart(`Port ${config.port} is taken by another program. Stop it, or choose another: PORT=4001 npm start`);
  }
  const wanted = process.env['SANDBOX_BANK_PORT'] || undefined;
  if (wanted === undefined) return await freePort(config.port + 1, '127.0.0.1') ?? await freePort(0, '127.0.0.1') ?? config.port + 1;
  const port = /^\d{1,5}$/.test(wanted) && Number(wanted) < 65_536 ? await freePort(Number(wanted), '127.0.0.1') : undefined;
  if (port === undefined) throw new CannotStart(`The sandbox bank cannot have SANDBOX_BANK_PORT=${wanted}: it is taken, or not a port.`);
  return port;
};
