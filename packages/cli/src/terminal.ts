import type { Failure } from './failure.ts';

/** Where a command speaks. Results go to stdout; progress, hints and errors to stderr, so that stdout can be piped. */
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

/** Colours where the stream is a terminal and NO_COLOR is not set (no-color.org); FORCE_COLOR overrules. */
export const openTerminal = ({ isJson }: { readonly isJson: boolean }): Terminal => {
  const { stdout, stderr, stdin, env } = process;
  const hasColour = (env['FORCE_COLOR'] ?? '') !== '' || (stdout.isTTY && (env['NO_COLOR'] ?? '') === '');
  const brush = (code: string) => (text: string): string => (hasColour && !isJson ? `\u001B[${code}m${text}\u001B[0m` : text);
  const paint: Terminal['paint'] = {
    green: brush(colours.green), red: brush(colours.red), yellow: brush(colours.yellow), cyan: brush(colours.cyan), bold: brush(colours.bold), dim: brush(colours.dim), qr: brush(colours.qr),
  };
  return {
    isJson, paint, isInteractive: stdout.isTTY && stdin.isTTY && !isJson,
    say: (line = '') => { if (!isJson) stdout.write(`${line}\n`); },
    hint: (line) => { if (!isJson) stderr.write(`${paint.dim(line)}\n`); },
    json: (value) => { if (isJson) stdout.write(`${JSON.stringify(value)}\n`); },
    qr: (text) => { if (!isJson) for (const line of text.trimEnd().split('\n')) stdout.write(`  ${paint.qr(line)}\n`); },
    fail: ({ code, message, fix, requestId, details, exitCode }) => {
      if (isJson) stderr.write(`${JSON.stringify({ error: { code, message, fix, requestId: requestId ?? null, details: details ?? null, exitCode } })}\n`);
      else stderr.write(`${paint.red('✗')} ${paint.bold(code)}  ${message}\n  ${fix}\n${requestId === undefined ? '' : `  ${paint.dim(`request ${requestId}`)}\n`}`);
    },
    progress: (label) => {
      if (isJson || !stderr.isTTY) return () => undefined;
      let frame = 0;
      const timer = setInterval(() => stderr.write(`\r${paint.cyan(frames[(frame += 1) % frames.length]!)} ${label}`), FRAME_MS);
      return () => {
        clearInterval(timer);
        stderr.write('\r\u001B[K');
      };
    },
  };
};
