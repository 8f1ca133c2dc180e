import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { satangFromBaht } from '@paygate/contract/money';
import { encodeBillPayment } from '@paygate/promptpay/bill-payment';
import { lintQr } from '@paygate/promptpay/lint';
import { decodePayload } from '@paygate/promptpay/payload';
import { encodePromptPay } from '@paygate/promptpay/promptpay';
import { parseProxy } from '@paygate/promptpay/proxies';
import { createQrDecoder } from '@paygate/promptpay/qr-decode';
import { qrPng, qrTerminal } from '@paygate/promptpay/qr-image';
import { decodeSlip } from '@paygate/promptpay/slip';
import type { TlvField } from '@paygate/promptpay/tlv';
import { textOf, type Work } from '../command.ts';
import { exitCodes, Failure, usage } from '../failure.ts';
import { bahtOf } from './payments.ts';

const failed = (code: string, message: string, fix: string): Failure => new Failure({ exitCode: exitCodes.failed, code, message, fix });

/** The QR texts in a picture, or in a text file, or the words themselves. */
const textsOf = async (given: string): Promise<readonly string[]> => {
  if (!existsSync(given)) return [given];
  const bytes = readFileSync(given);
  if (/^\s*[0-9]{4}[ -~]*\s*$/.test(bytes.toString('latin1'))) return [bytes.toString('utf8').trim()];
  const decoder = createQrDecoder();
  const decoded = await decoder.decode(bytes);
  await decoder.close();
  if (!decoded.ok) throw failed(decoded.code, decoded.message, 'Give a PNG, JPEG or WebP with a sharp QR, or the QR’s text.');
  return decoded.texts;
};

// EMVCo MPM 4.2 and the Bank of Thailand's guide; what is not here is shown by number.
const tagNames: Readonly<Record<string, string>> = {
  '00': 'format', '01': 'reuse', '29': 'PromptPay transfer', '30': 'bill payment', '31': 'bank’s own', '53': 'currency', '54': 'amount', '58': 'country', '59': 'merchant', '60': 'city', '62': 'additional', '63': 'check code',
};
const subTagNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  29: { '00': 'scheme', '01': 'mobile', '02': 'national or tax id', '03': 'e-wallet', '04': 'bank account' }, 30: { '00': 'scheme', '01': 'biller id', '02': 'reference 1', '03': 'reference 2' }, 62: { '07': 'reference 3 (terminal)' },
};
const sayFields = ({ terminal: { say, paint } }: Work, fields: readonly TlvField[], under?: string): void => {
  for (const { tag, value, fields: inner } of fields) {
    const name = (under === undefined ? tagNames[tag] : subTagNames[under]?.[tag]) ?? '';
    say(`${under === undefined ? '  ' : '     '}${paint.cyan(tag)} ${paint.dim(name.padEnd(22))} ${inner ? '' : value}`);
    if (inner) sayFields({ terminal: { say, paint } } as Work, inner, tag);
  }
};

export const decode = async (work: Work): Promise<void> => {
  for (const text of await textsOf(work.words[0]!)) {
    const payload = decodePayload(text);
    const slip = payload.ok ? undefined : decodeSlip(text);
    if (!payload.ok && !slip?.ok) throw failed(payload.code, `${payload.message} (at character ${payload.at})`, '`paygate qr lint` says what a bank app would dislike.');
    work.terminal.say(work.terminal.paint.dim(text));
    if (payload.ok) sayFields(work, payload.fields);
    if (slip?.ok) work.terminal.say(`  bank slip: sent by bank ${slip.slip.sendingBank}, reference ${slip.slip.transRef}. It names a transfer and proves nothing: check with the bank.`);
    work.terminal.json(payload.ok ? { text, fields: payload.fields } : { text, slip: slip?.ok === true ? slip.slip : null });
  }
};

export const lint = async ({ words, terminal }: Work): Promise<void> => {
  const { paint } = terminal;
  let worst = 0;
  for (const text of await textsOf(words[0]!)) {
    const findings = lintQr(text);
    worst += findings.filter(({ severity }) => severity === 'error').length;
    terminal.say(paint.dim(text));
    for (const { severity, code, en, th } of findings) terminal.say(`  ${severity === 'error' ? paint.red('✗') : severity === 'warning' ? paint.yellow('!') : paint.dim('·')} ${en} ${paint.dim(`${th} (${code})`)}`);
    if (findings.length === 0) terminal.say(`  ${paint.green('✓')} Nothing a bank app would dislike.`);
    terminal.json({ text, findings });
  }
  if (worst > 0) throw failed('QR_HAS_ERRORS', `${worst} ${worst === 1 ? 'error' : 'errors'}.`, 'Bank apps will refuse this QR; see each line above.');
};

const payloadOf = ({ values }: Work): string => {
  const [to, biller, amount] = [textOf(values, 'promptpay'), textOf(values, 'biller'), textOf(values, 'amount')];
  const amountSatang = amount === undefined ? undefined : satangFromBaht(bahtOf(amount, 'amount'));
  if ((to === undefined) === (biller === undefined)) throw usage('Say whom to pay.', 'Use either --promptpay NUMBER, or --biller ID with --ref1.');
  if (to === undefined) {
    const made = encodeBillPayment({ billerId: biller ?? '', ref1: textOf(values, 'ref1') ?? '', ref2: textOf(values, 'ref2'), amountSatang });
    if (!made.ok) throw usage(made.message, 'See `paygate qr make --help`.');
    return made.payload;
  }
  const proxy = parseProxy(to);
  const made = proxy.ok ? encodePromptPay({ proxy: proxy.proxy, amountSatang }) : proxy;
  if (!made.ok) throw usage(made.message, 'A mobile number, a national or tax id, or an e-wallet id.');
  return made.payload;
};
export const make = async (work: Work): Promise<void> => {
  const payload = payloadOf(work);
  const file = textOf(work.values, 'png');
  if (file !== undefined) writeFileSync(file, qrPng(payload));
  work.terminal.qr(qrTerminal(payload));
  work.terminal.say(payload);
  if (file !== undefined) work.terminal.hint(`Picture: ${file}`);
  work.terminal.json({ payload, ...(file !== undefined && { png: file }) });
};
