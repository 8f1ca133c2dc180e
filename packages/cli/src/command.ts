import { parseArgs } from 'node:util';
import type { Client } from './client.ts';
import { usage } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** One option of a command. `value` names what follows it; without it the option is a switch. */
export interface Option { readonly value?: string; readonly short?: string; readonly about: string }
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** What a command works with. */
export interface Work {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly values: Values;
  /** What stands on the line and is no option. */
  readonly words: readonly string[];
  /** The name of the profile in use. */
  readonly profile: string;
  /** Of the key in use. Throws Failure when there is none. */
  readonly client: () => Promise<Client>;
  /** Aborted by Ctrl-C and by the end of the terminal. */
  readonly stopped: AbortSignal;
}
export interface Command {
  /** As typed: `payments create`. */
  readonly name: string;
  readonly about: string;
  /** Words after the name, for the help: `<id>`. */
  readonly words?: string;
  readonly wordsMin?: number;
  readonly wordsMax?: number;
  readonly options?: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  readonly run: (work: Work) => Promise<void>;
}

export const sharedOptions: Readonly<Record<string, Option>> = {
  'json': { about: 'print JSON, one value a line, and nothing else on stdout' },
  'profile': { value: 'NAME', short: 'p', about: 'another profile than the current one (or PAYGATE_PROFILE)' },
  'key': { value: 'KEY', about: 'a secret key, instead of a profile (or PAYGATE_API_KEY)' },
  'base-url': { value: 'URL', about: 'the server (or PAYGATE_BASE_URL)' },
  'help': { short: 'h', about: 'say how to use this' },
};

/** The options and words of a command line. Throws Failure for what the command does not know. */
export const parseLine = (command: Command, line: readonly string[]): { readonly values: Values; readonly words: readonly string[] } => {
  const options = Object.fromEntries(Object.entries({ ...sharedOptions, ...command.options }).map(([name, { value, short }]) =>
    [name, { type: value === undefined ? 'boolean' as const : 'string' as const, ...(short !== undefined && { short }) }]));
  let found: { readonly values: Values; readonly positionals: readonly string[] };
  try {
    const { values, positionals } = parseArgs({ args: [...line], options, allowPositionals: true, strict: true });
    found = { values, positionals };
  } catch (cause) {
    throw usage((cause as Error).message.split('. ')[0]!, `See \`paygate ${command.name} --help\`.`);
  }
  const { wordsMin = 0, wordsMax = wordsMin } = command;
  const { positionals: words, values } = found;
  if (values['help'] !== true && (words.length < wordsMin || words.length > wordsMax)) {
    throw usage(words.length < wordsMin ? `${command.words ?? 'A word'} is missing.` : `${words[wordsMax]!} is one word too many.`, `Usage: paygate ${command.name}${command.words === undefined ? '' : ` ${command.words}`}`);
  }
  return { values, words };
};

export const textOf = (values: Values, name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);

const rows = (options: Readonly<Record<string, Option>>): string[] =>
  Object.entries(options).map(([name, { value, short, about }]) => `  ${`${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value}`}`.padEnd(28)}${about}`);

export const helpOf = ({ name, about, words, options = {}, examples }: Command): string => [
  `${about}.`, '', `Usage: paygate ${name}${words === undefined ? '' : ` ${words}`} [options]`, '',
  ...(Object.keys(options).length > 0 ? ['Options:', ...rows(options), ''] : []), 'Always:', ...rows(sharedOptions), '', 'Examples:', ...examples.map((example) => `  ${example}`),
].join('\n');

export const overview = (commands: readonly Command[]): string => [
  'PayGate in the terminal: listen to webhooks, make events happen, look at requests.', '', 'Usage: paygate <command> [options]', '', 'Commands:',
  ...commands.map(({ name, words, about }) => `  ${`${name}${words === undefined ? '' : ` ${words}`}`.padEnd(40)}${about}`), '',
  '`paygate <command> --help` says more. Begin with `paygate login`.',
  'Exit codes: 0 done, 1 refused or failed, 2 used wrongly, 3 not signed in or not allowed, 4 no answer from the server, 130 stopped by Ctrl-C before the result.',
].join('\n');
