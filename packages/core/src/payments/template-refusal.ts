import { Refusal } from '@paygate/contract/errors';
import { TEMPLATE_WORDS, type TemplateProblem } from '@paygate/promptpay/template-words';

/** QR_TEMPLATE_INVALID with the problem's code, and its reason in both languages. */
export const templateRefusal = (templateCode: TemplateProblem): Refusal => {
  const { en, th } = TEMPLATE_WORDS[templateCode];
  return new Refusal('QR_TEMPLATE_INVALID', { templateCode, reason: en, reasonTh: th });
};
