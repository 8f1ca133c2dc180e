import { securityPolicy } from '@paygate/checkout/page-frame';
import { sorryPage } from '@paygate/checkout/pay-page';
import { slipPage } from '@paygate/checkout/slip-page';
import { slipWords } from '@paygate/checkout/slip-words';
import { languageOf, type Language } from '@paygate/checkout/words';
import { errors, Refusal, type ErrorCode } from '@paygate/contract/errors';
import { allowsOrigin } from '@paygate/core/keys/origins.rules';
import type { Platform } from '@paygate/core/platform';
import { PAYER_PICTURE_BYTES_MAX, readSlipView, sendPayerSlip, type PayerSlip } from '@paygate/core/slips/payer-slips';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { limitHere, limitTogether } from '../minute-limits.ts';
import { readMultipart } from './multipart-form.ts';
import { sendPage } from './page-reply.ts';

const LOOKS_PER_MINUTE = 600;
/** A mobile network puts many payers behind one address; a payment has a limit of its own. */
const SLIPS_PER_MINUTE = 30;
// The picture, and what a browser writes around it.
const FORM_BYTES_MAX = PAYER_PICTURE_BYTES_MAX + 16_384;
const RETRY_SECONDS = 5;

interface Visit { readonly Params: { readonly id: string }; readonly Querystring: { readonly lang?: unknown; readonly host?: unknown }; readonly Body: PayerSlip | undefined }
type Request = FastifyRequest<Visit>;
const language = (request: Request): Language => languageOf(request.query.lang, request.headers['accept-language']);

/** What the sender is told of a refusal, in their language. */
const troubleOf = ({ code, details }: Refusal, of: Language): string => {
  const t = slipWords[of];
  const own: Partial<Record<ErrorCode, string>> = { SLIP_ALREADY_USED: t.used, SLIP_LIMIT_REACHED: t.full, PAYMENT_NOT_PENDING: t.over, SERVICE_UNAVAILABLE: t.busy, RATE_LIMITED: t.tooMany };
  const { cause, fix } = errors[code];
  return own[code] ?? `${cause[of]} ${fix[of]}`.replaceAll(/\{(\w+)\}/g, (hole, name: string) => {
    const value = details?.[name];
    return typeof value === 'string' ? value : hole;
  });
};

/** `/pay/:id/slip`: where a payer sends a slip, and hears what became of it. By the payment's address alone; nothing of anybody else is shown. */
export const slipRoutes = (platform: Platform): FastifyPluginAsync => async (app) => {
  const looks = limitHere(LOOKS_PER_MINUTE);
  const sending = limitTogether('a slip sent', SLIPS_PER_MINUTE);

  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: FORM_BYTES_MAX }, (request, bytes: Buffer, done) => {
    const parts = readMultipart(request.headers['content-type'] ?? '', bytes) ?? [];
    const bodyOf = (wanted: string) => parts.find(({ name, body }) => name === wanted && body.length > 0)?.body;
    done(null, { picture: bodyOf('picture'), text: bodyOf('text')?.toString('utf8').trim() } satisfies PayerSlip);
  });

  const sorry = (request: Request, reply: FastifyReply, status: 404 | 429 | 503): Promise<FastifyReply> => {
    if (status !== 404) void reply.header('retry-after', RETRY_SECONDS);
    const text = sorryPage({ language: language(request), isMissing: status === 404, next: `/pay/${encodeURIComponent(request.params.id)}/slip` });
    return sendPage(request, reply, { status, text, policy: securityPolicy([]) });
  };
  const show = async (request: Request, reply: FastifyReply, refusal?: Refusal): Promise<FastifyReply> => {
    const view = await readSlipView(platform, request.params.id);
    if (!view) return sorry(request, reply, 404);
    const { host } = request.query;
    const isKnown = typeof host === 'string' && allowsOrigin(view.origins, host, { isTest: false });
    const spoken = language(request);
    const text = slipPage({ brandName: platform.config.brandName, language: spoken, host: isKnown ? host : undefined, view, trouble: refusal && troubleOf(refusal, spoken) });
    return sendPage(request, reply, { status: refusal ? errors[refusal.code].status : 200, text, policy: securityPolicy(view.origins) });
  };

  app.setErrorHandler<Error & { readonly statusCode?: number }, Visit>((error, request, reply) => {
    // Read whole before it is refused, or the browser shows its own error instead of our sentence.
    if (error.statusCode === 413) return show(request, reply, new Refusal('SLIP_UNREADABLE', { reason: 'The picture file is too large.', reasonTh: 'ไฟล์รูปใหญ่เกินไป' }));
    if (error.statusCode !== undefined && error.statusCode < 500) return show(request, reply, new Refusal('SLIP_UNREADABLE', { reason: 'Nothing arrived.', reasonTh: 'ไม่ได้รับข้อมูล' }));
    request.log.error({ err: error }, 'a slip page failed');
    return sorry(request, reply, 503);
  });

  app.get<Visit>('/pay/:id/slip', async (request, reply) => ((await looks(request.ip)) > 0 ? sorry(request, reply, 429) : show(request, reply)));

  app.post<Visit>('/pay/:id/slip', async (request, reply) => {
    if ((await sending(request.ip)) > 0) return show(request, reply, new Refusal('RATE_LIMITED'));
    const refusal = await sendPayerSlip(platform, request.params.id, request.body ?? { picture: undefined, text: undefined }).then(() => undefined, (cause: unknown) => {
      if (cause instanceof Refusal) return cause;
      throw cause;
    });
    if (refusal) return show(request, reply, refusal);
    const { host } = request.query;
    const query = new URLSearchParams({ lang: language(request), ...(typeof host === 'string' && { host }) });
    return reply.redirect(`/pay/${encodeURIComponent(request.params.id)}/slip?${query.toString()}`, 303);
  });
};
