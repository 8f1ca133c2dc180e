import { randomUUID } from 'node:crypto';
import type { Failure } from './failure.ts';

/**
 * Where a command speaks. Results go to stdout; progress, hints and errors to stderr, so that stdout can be piped. Whatever the text, a terminal
 * obeys nothing in it: its control characters, line feeds too, are shown as JSON writes them, so what is said is one line.
 */
export interface Terminal {
  readonly isJson: boolean;
  /** A person watches and may press keys. */
  readonly isInteractive: boolean;
  readonly paint: Readonly<Record<Paint, (text: string) => string>>;
  readonly say: (line?: string) => void;
  readonly hint: (line: string) => void;
  /** One JSON value on a line of its own; only with --json. */
  readonly json: (value: unknown) => void;
  readonly qr: (text: string) => void;
  readonly fail: (failure: Failure) => void;
  /** Shows that something is going on, where somebody watches; the answer ends it. */
  readonly progress: (label: string) => () => void;
}

const colours = { green: '32', red: '31', yellow: '33', cyan: '36', bold: '1', dim: '2', qr: '97;40' } as const;
type Paint = keyof typeof colours;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;

/** What a terminal would obey, as JSON would write it. */
const visible = (text: string): string => text.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
/** Stands for the escape character of our own colours until they are written: no text from elsewhere can hold it, and so none has colours of its own. */
const ownEscape = randomUUID();
const printed = (text: string): string => visible(text).replaceAll(ownEscape, '\u001B');

/** Colours where the stream is a terminal and NO_COLOR is not set (no-color.org); FORCE_COLOR overrules. */
export const openTerminal = ({ isJson }: { readonly isJson: boolean }): Terminal => {
  const { stdout, stderr, stdin, env } = process;
  const hasColour = (env['FORCE_COLOR'] ?? '') !== '' || (stdout.isTTY && (env['NO_COLOR'] ?? '') === '');
  const brush = (code: string) => (text: string): string => (hasColour && !isJson ? `${ownEscape}[${code}m${text}${ownEscape}[0m` : text);
  const paint: Terminal['paint'] = {
    green: brush(colours.green), red: brush(colours.red), yellow: brush(colours.yellow), cyan: brush(colours.cyan), bold: brush(colours.bold), dim: brush(colours.dim), qr: brush(colours.qr),
  };
  return {
    isJson, paint, isInteractive: stdout.isTTY && stdin.isTTY && !isJson,
    say: (line = '') => { if (!isJson) stdout.write(`${printed(line)}\n`); },
    hint: (line) => { if (!isJson) stderr.write(`${printed(paint.dim(line))}\n`); },
    json: (value) => { if (isJson) stdout.write(`${visible(JSON.stringify(value))}\n`); },
    qr: (text) => { if (!isJson) for (const line of text.trimEnd().split('\n')) stdout.write(`  ${printed(paint.qr(line))}\n`); },
    fail: ({ code, message, fix, requestId, details, exitCode }) => {
      if (isJson) return void stderr.write(`${visible(JSON.stringify({ error: { code, message, fix, requestId: requestId ?? null, details: details ?? null, exitCode } }))}\n`);
      const lines = [`${paint.red('✗')} ${paint.bold(code)}  ${message}`, `  ${fix}`, ...(requestId === undefined ? [] : [`  ${paint.dim(`request ${requestId}`)}`])];
      stderr.write(lines.map((line) => `${printed(line)}\n`).join(''));
    },
    progress: (label) => {
      if (isJson || !stderr.isTTY) return () => undefined;
      let frame = 0;
      const timer = setInterval(() => stderr.write(`\r${printed(`${paint.cyan(frames[(frame += 1) % frames.length]!)} ${label}`)}`), FRAME_MS);
      return () => {
        clearInterval(timer);
        stderr.write('\r\u001B[K');
      };
    },
  };
};
