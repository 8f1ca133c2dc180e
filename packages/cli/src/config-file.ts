import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { exitCodes, Failure } from './failure.ts';

/** A terminal's listener, kept so that its secret stays the same from one `listen` to the next. */
export interface KeptListener { readonly id: string; readonly secret: string }
export interface Profile {
  readonly baseUrl: string;
  readonly key: string;
  /** By the list of events it listens to. */
  readonly listeners?: Readonly<Record<string, KeptListener>>;
}
export interface ConfigFile { readonly current: string; readonly profiles: Readonly<Record<string, Profile>> }

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
type Environment = Readonly<Record<string, string | undefined>>;

/** ~/.config/paygate/config.json, or below XDG_CONFIG_HOME. */
export const configPath = (env: Environment): string => path.join(env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config'), 'paygate', 'config.json');

const isConfig = (value: unknown): value is ConfigFile => typeof value === 'object' && value !== null && 'profiles' in value && 'current' in value;

/** What `login` stored; nothing before the first one. Throws Failure for a file that is not ours. */
export const readConfig = (env: Environment): ConfigFile => {
  const file = configPath(env);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { current: 'default', profiles: {} };
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (isConfig(parsed)) return parsed;
  } catch { /* said below */ }
  throw new Failure({ exitCode: exitCodes.failed, code: 'CONFIG_UNREADABLE', message: `${file} is not a configuration of this program.`, fix: 'Move it away and run `paygate login` again.' });
};

/** Stores it for its owner alone (0600), whole or not at all. */
export const writeConfig = (env: Environment, config: ConfigFile): void => {
  const file = configPath(env);
  mkdirSync(path.dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: OWNER_ONLY });
  chmodSync(draft, OWNER_ONLY);
  renameSync(draft, file);
};

export const keepProfile = (env: Environment, name: string, profile: Profile): void => {
  const config = readConfig(env);
  writeConfig(env, { current: config.current, profiles: { ...config.profiles, [name]: profile } });
};
