import { satangFromBaht } from '@paygate/contract/money';
import { InstantSent } from '@paygate/contract/scalars';
import * as z from 'zod';
import { boundedText } from '../bounded-text.ts';
import type { SlipName, SlipVerdict, SlipVerifyPort } from './slip-verify-port.ts';

const ANSWER_MS_MAX = 10_000;
const ANSWER_BYTES_MAX = 65_536;

const Party = z.object({ name: z.string().max(200).nullish(), account: z.string().max(40).nullish(), bankCode: z.string().max(10).nullish() });
/** What the service answers for a transfer it knows. `amount` in baht. */
const Told = z.object({
  sendingBank: z.string(), transRef: z.string(), amount: z.union([z.number(), z.string()]).transform((baht, ctx) => {
    const satang = satangFromBaht(baht);
    if (satang === undefined) ctx.issues.push({ code: 'custom', message: 'amount', input: baht });
    return satang ?? 0;
  }),
  paidAt: InstantSent, sender: Party, receiver: Party, ref1: z.string().max(40).nullish(), ref2: z.string().max(40).nullish(),
});
type Told = z.output<typeof Told>;

interface Service {
  readonly name: string;
  /** The service is asked for `<url>/slips/<sending bank>/<reference>`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  readonly answerMsMax?: number;
}

/**
 * A verify service over HTTP: 200 with the transfer as JSON, 404 where it knows none; anything else counts as nobody to ask, also an answer about
 * another transfer. Follows no redirect and reads no long answer.
 */
export const httpSlipVerifier = ({ name, url, token, answerMsMax = ANSWER_MS_MAX }: Service): SlipVerifyPort => ({
  name,
  verify: async ({ sendingBank, transRef }) => {
    try {
      const response = await fetch(`${url}/slips/${encodeURIComponent(sendingBank)}/${encodeURIComponent(transRef)}`, {
        redirect: 'error', signal: AbortSignal.timeout(answerMsMax), headers: { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      });
      const text = await boundedText(response, ANSWER_BYTES_MAX);
      if (response.status === 404) return { kind: 'NOT_FOUND' };
      return response.status === 200 ? verdictOf(text, { sendingBank, transRef }) : { kind: 'UNAVAILABLE', reason: `it answered ${response.status}` };
    } catch (cause) {
      return { kind: 'UNAVAILABLE', reason: cause instanceof Error ? cause.message : 'no answer' };
    }
  },
});

const verdictOf = (text: string, asked: SlipName): SlipVerdict => {
  const told: Told = Told.parse(JSON.parse(text));
  if (told.sendingBank !== asked.sendingBank || told.transRef !== asked.transRef) return { kind: 'UNAVAILABLE', reason: 'it answered about another transfer' };
  const party = ({ name = null, account = null, bankCode = null }: Told['sender']) => ({ name, account, bankCode });
  return {
    kind: 'FOUND',
    transfer: {
      amountSatang: told.amount, paidAt: new Date(told.paidAt).toISOString(), sender: party(told.sender), receiver: party(told.receiver), ref1: told.ref1 ?? null, ref2: told.ref2 ?? null,
    },
  };
};
