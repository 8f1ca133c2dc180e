import { bahtCopyFromSatang, satangFromBaht } from '@paygate/contract/money';

const hasColour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
const paint = (code: string) => (text: string): string => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
export const green = paint('32');
export const red = paint('31');
export const bold = paint('1');
export const dim = paint('2');
/** White on black whatever the terminal's colours: a QR must be dark on light to be read. */
const qrColours = paint('97;40');

const LABEL_WIDTH = 15;
const DETAIL_WIDTH = 80;

export const say = (line = ''): void => void process.stdout.write(`${line}\n`);
export const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** ✓ label, what came of it, how long it took. */
export const sayDone = (label: string, detail: string, milliseconds?: number): void =>
  say(`${green('✓')} ${label.padEnd(LABEL_WIDTH)}${milliseconds === undefined ? detail : `${padded(detail)} ${dim(duration(milliseconds))}`}`);
export const sayFailed = (label: string, detail: string): void => complain(`${red('✗')} ${label.padEnd(LABEL_WIDTH)}${detail}`);
export const sayHeading = (english: string, thai: string): void => say(`\n${bold(english)}  ${dim(thai)}\n`);
export const sayField = (label: string, value: string): void => say(`  ${dim(label.padEnd(LABEL_WIDTH))}${value}`);
export const sayQr = (qr: string): void => {
  for (const line of qr.trimEnd().split('\n')) say(`  ${qrColours(line)}`);
};

const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });
/** Thai vowels and tone marks above and below take no column of their own. */
const padded = (text: string): string => text + ' '.repeat(Math.max(0, DETAIL_WIDTH - [...graphemes.segment(text)].length));
const duration = (milliseconds: number): string => (milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 10).toString().replace(/(\d\d)$/, '.$1')} s`).padStart(8);

/** 100.37 → "100.37", 100 → "100.00". */
export const bahtText = (baht: number): string => bahtCopyFromSatang(satangOf(baht));
/** Of an amount as the API answers it, nothing included. */
export const satangOf = (baht: number): number => satangFromBaht(baht) ?? 0;
