import { Refusal } from '@paygate/contract/errors';
import { decodeSlip, slipKey, type Slip } from '@paygate/promptpay/slip';
import { SLIP_WORDS, type SlipProblem } from '@paygate/promptpay/slip-words';
import type { Platform } from '../platform.ts';

/** SLIP_UNREADABLE with the problem's code, and its reason in both languages. */
export const unreadable = (slipCode: SlipProblem): Refusal => {
  const { en, th } = SLIP_WORDS[slipCode];
  return new Refusal('SLIP_UNREADABLE', { slipCode, reason: en, reasonTh: th });
};

/** The transfer that the QR's text names. Refuses SLIP_UNREADABLE. */
export const slipOfText = (text: string): Slip => {
  const decoded = decodeSlip(text);
  if (!decoded.ok) throw unreadable(decoded.code);
  return decoded.slip;
};

/** The one text among a picture's QRs that is a slip's. Refuses SLIP_UNREADABLE where none is, or several of different transfers. */
const slipTextAmong = (texts: readonly [string, ...string[]]): string => {
  const slips = new Map(texts.flatMap((text) => {
    const decoded = decodeSlip(text);
    return decoded.ok ? [[slipKey(decoded.slip), text] as const] : [];
  }));
  if (slips.size > 1) throw unreadable('SLIP_SEVERAL');
  const [only] = slips.values();
  if (only === undefined) slipOfText(texts[0]);
  return only ?? texts[0];
};

/**
 * The text of the slip's QR on a picture, read in a worker thread; nothing of the picture is kept. Refuses SLIP_UNREADABLE, and
 * SERVICE_UNAVAILABLE when too many pictures wait.
 */
export const readSlipPicture = async ({ qrReader }: Pick<Platform, 'qrReader'>, image: string | Uint8Array, limits: { readonly bytesMax: number }): Promise<string> => {
  const decoded = await qrReader.decode(image, limits);
  if (decoded.ok) return slipTextAmong(decoded.texts);
  if (decoded.code === 'IMAGE_READER_BUSY') throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'too many pictures are being read' });
  throw unreadable(decoded.code);
};
