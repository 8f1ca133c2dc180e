import { Refusal } from '@paygate/contract/errors';
import type { Input } from '@paygate/contract/kernel';
import { QR_IMAGE_BYTES_MAX, type paymentOperations } from '@paygate/contract/payments';
import { readTemplate } from '@paygate/promptpay/template';
import type { Platform } from '../platform.ts';
import { templateRefusal } from './template-refusal.ts';

type Wish = Input<(typeof paymentOperations)['create']>;

/** The one text that can be a template. Refuses QR_TEMPLATE_INVALID where none can, with the first one's reason, or where several differ. */
const templateAmong = (texts: readonly [string, ...string[]]): string => {
  const read = [...new Set(texts)].map((text) => ({ text, template: readTemplate(text) }));
  const [usable, another] = read.filter(({ template }) => template.ok);
  if (another) throw templateRefusal('TEMPLATE_SEVERAL');
  const [first] = read;
  if (!usable && first && !first.template.ok) throw templateRefusal(first.template.code);
  return (usable ?? first)!.text;
};

const textOf = async ({ qrReader }: Platform, image: string): Promise<string> => {
  const decoded = await qrReader.decode(image, { bytesMax: QR_IMAGE_BYTES_MAX });
  if (decoded.ok) return templateAmong(decoded.texts);
  if (decoded.code === 'IMAGE_READER_BUSY') throw new Refusal('SERVICE_UNAVAILABLE', { reason: 'too many pictures are being read' });
  throw templateRefusal(decoded.code);
};

/**
 * The wish with the text of its template picture, read in a worker thread within the limits of `createQrDecoder`; undefined where there is no
 * picture. Refuses QR_TEMPLATE_INVALID with what is wrong in `details.templateCode`, SERVICE_UNAVAILABLE when too many pictures wait.
 */
export const readTemplateImage = (platform: Platform, { qrTemplateImageBase64, ...wish }: Wish): Promise<Wish> | undefined => {
  if (qrTemplateImageBase64 === null || qrTemplateImageBase64 === undefined) return undefined;
  if (wish.qrTemplatePayload) throw templateRefusal('TEMPLATE_TWICE');
  return textOf(platform, qrTemplateImageBase64).then((qrTemplatePayload) => ({ ...wish, qrTemplatePayload }));
};
