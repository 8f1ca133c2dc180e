import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sdkFile, sdkFileNames, type SdkFileName } from '@paygate/sdk/sdk-file';
import { sdkMethods, snakeCase } from '@paygate/sdk/methods';
import { atEndOfFile } from '../support/end-of-file.ts';

export const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', name);

/** One call of an SDK file's driver: a method of the client, or a static of the class. */
export interface DriverCall { readonly name: string; readonly args: readonly unknown[]; readonly kwargs: Readonly<Record<string, unknown>>; readonly isStatic?: boolean }
// oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
export type DriverResult = { readonly ok?: any; readonly error?: DriverError };
interface DriverError {
  readonly status: number; readonly code: string; readonly message: string; readonly requestId: string | null;
  // oxlint-disable-next-line typescript/no-explicit-any -- details of every shape
  readonly details: any; readonly idempotencyKey: string | null; readonly isOutcomeUnknown: boolean;
}

export interface Language {
  readonly name: string;
  /** Why its tests are skipped here; undefined when they run. */
  readonly missing: string | undefined;
  readonly command: readonly [string, ...string[]];
  readonly driver: string;
  readonly isPython?: boolean;
}

const lacks = (program: string, flag: string, packageName: string): string | undefined => {
  try {
    execFileSync(program, [flag], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `needs ${packageName}`;
  }
};
const php = lacks('php', '--version', 'php-cli');
const python = lacks('python3', '--version', 'python3');

/** Each language, and each of the two ways a file may have to reach the network in it. */
export const languages: readonly Language[] = [
  { name: 'Node', missing: undefined, command: [process.execPath], driver: 'driver.js' },
  { name: 'Node without fetch', missing: undefined, command: [process.execPath, '--require', './no-fetch.js'], driver: 'driver.js' },
  { name: 'PHP', missing: php, command: ['php'], driver: 'driver.php' },
  { name: 'PHP without curl', missing: php, command: ['php', '-d', 'disable_functions=curl_init'], driver: 'driver.php' },
  { name: 'Python', missing: python, command: ['python3', '-B'], driver: 'driver.py', isPython: true },
];
export const titled = ({ name, missing }: Language): string => (missing === undefined ? name : `${name} (skipped: ${missing})`);

/** A folder with the drivers and the SDK files, as downloaded. */
export const openFolder = async (read: (name: SdkFileName) => Promise<string>): Promise<string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'paygate-sdk-'));
  atEndOfFile(() => rmSync(folder, { recursive: true }));
  for (const name of sdkFileNames) writeFileSync(path.join(folder, name), await read(name));
  for (const name of ['driver.js', 'driver.php', 'driver.py', 'no-fetch.js']) cpSync(fixture(`${name}.txt`), path.join(folder, name));
  return folder;
};
export const generatedFolder = (baseUrl: string): Promise<string> => openFolder((name) => sdkFile(name, baseUrl));
export const subfolder = (folder: string, name: string): string => {
  const made = path.join(folder, name);
  mkdirSync(made);
  for (const file of sdkFileNames) cpSync(path.join(folder, file), path.join(made, file));
  return made;
};

const RUN_MS_MAX = 90_000;
/** Runs a program to its end and answers what it printed. Throws with its own words when it fails. */
export const run = (command: readonly [string, ...string[]], options: { readonly cwd: string; readonly input?: string; readonly env?: Readonly<Record<string, string>> }): Promise<string> =>
  new Promise((resolve, reject) => {
    const [program, ...words] = command;
    const child = execFile(program, words, { cwd: options.cwd, timeout: RUN_MS_MAX, env: { ...process.env, ...options.env }, maxBuffer: 64 << 20 }, (error, printed, complaints) => {
      if (error) reject(new Error(`${command.join(' ')}: ${complaints}${printed}`, { cause: error }));
      else resolve(printed);
    });
    child.stdin?.end(options.input ?? '');
  });

export interface ClientOptions { readonly apiKey: string; readonly baseUrl?: string; readonly maxRetries?: number }

/** Has a language's file make some calls, one after the other. */
export const drive = async (language: Language, folder: string, { client, calls }: { readonly client: ClientOptions; readonly calls: readonly DriverCall[] }): Promise<readonly DriverResult[]> => {
  const options = language.isPython ? Object.fromEntries(Object.entries(client).map(([name, value]) => [snakeCase(name), value])) : client;
  const printed = await run([...language.command, language.driver] as [string, ...string[]], { cwd: folder, input: JSON.stringify({ client: options, calls }) });
  const results: readonly DriverResult[] = JSON.parse(printed);
  return results;
};

const keywords = new Set(['from']);
const pythonName = (name: string): string => (keywords.has(name) ? `${name}_` : snakeCase(name));

export interface CallWish { readonly params?: Readonly<Record<string, string>>; readonly input?: object; readonly idempotencyKey?: string }
/** A method's call as the language writes it. */
export const callOf = (language: Language, name: string, { params = {}, input, idempotencyKey }: CallWish): DriverCall => {
  const method = sdkMethods().find((one) => one.name === name);
  if (!method) throw new Error(`There is no method ${name}.`);
  const names = method.pathNames.map((parameter) => params[parameter]);
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  if (!language.isPython) return { name, args: [...names, ...(method.input === 'none' ? [] : [input ?? {}]), key], kwargs: {} };
  const fields = Object.entries({ ...input, ...key }).map(([field, value]) => [pythonName(field), value]);
  return { name: snakeCase(name), args: names, kwargs: Object.fromEntries(fields) };
};
