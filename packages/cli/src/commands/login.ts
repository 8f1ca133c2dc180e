import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { merchantOperations } from '@paygate/contract/merchants';
import { createClient } from '../client.ts';
import { textOf, type Work } from '../command.ts';
import { configPath, readConfig, writeConfig } from '../config-file.ts';
import { exitCodes, Failure, usage } from '../failure.ts';

const DEFAULT_BASE_URL = 'http://localhost:3001';
interface Found { readonly key: string; readonly baseUrl: string | undefined }

/** What `npm start` wrote for its demo shop. */
const demo = ({ env }: Work): Found => {
  const file = path.join(env['PAYGATE_DATA_DIR'] ?? '.paygate', 'demo.json');
  try {
    const { secretKey, baseUrl } = JSON.parse(readFileSync(file, 'utf8')) as { readonly secretKey: string; readonly baseUrl: string };
    return { key: secretKey, baseUrl };
  } catch {
    throw new Failure({ exitCode: exitCodes.access, code: 'NO_DEMO', message: `There is no ${file} here.`, fix: 'Run `npm start` in the project first, and this in the same folder.' });
  }
};
const given = async (work: Work): Promise<Found> => {
  if (work.values['demo'] === true) return demo(work);
  const piped = textOf(work.values, 'key') ?? (process.stdin.isTTY ? undefined : (await readAll(process.stdin)).trim());
  if (piped === undefined || piped === '') throw usage('No key was given.', 'Use --key sk_test_…, pipe it in (`echo $KEY | paygate login`), or --demo.');
  return { key: piped, baseUrl: undefined };
};

export const login = async (work: Work): Promise<void> => {
  const { values, env, terminal, profile } = work;
  const found = await given(work);
  const baseUrl = (textOf(values, 'base-url') ?? env['PAYGATE_BASE_URL'] ?? found.baseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, '');
  const stop = terminal.progress(`Asking ${baseUrl} whose key this is`);
  const { merchant, authenticated_with_mode: mode } = await createClient({ baseUrl, key: found.key }).call(merchantOperations.profile, {}).finally(stop);
  const { profiles } = readConfig(env);
  writeConfig(env, { current: profile, profiles: { ...profiles, [profile]: { baseUrl, key: found.key } } });
  terminal.say(`${terminal.paint.green('✓')} ${terminal.paint.bold(merchant.business_name)} (${merchant.username}), ${mode} mode, at ${baseUrl}`);
  terminal.hint(`  Kept as profile ${profile} in ${configPath(env)}, for you alone.`);
  terminal.json({ profile, baseUrl, mode, merchant: { id: merchant.id, username: merchant.username, businessName: merchant.business_name } });
};

export const profiles = async ({ env, terminal }: Work): Promise<void> => {
  const config = readConfig(env);
  for (const [name, { baseUrl, key }] of Object.entries(config.profiles)) {
    const shown = `${key.slice(0, key.indexOf('_', 3) + 1)}…${key.slice(-4)}`;
    terminal.say(`${name === config.current ? terminal.paint.green('●') : ' '} ${name.padEnd(16)} ${shown.padEnd(18)} ${baseUrl}`);
    terminal.json({ profile: name, isCurrent: name === config.current, baseUrl, key: shown });
  }
  if (Object.keys(config.profiles).length === 0) terminal.hint('None yet. `paygate login` makes one.');
};
