import { linkPage, type LinkTrouble } from '@paygate/checkout/link-page';
import { securityPolicy } from '@paygate/checkout/page-frame';
import { sorryPage } from '@paygate/checkout/pay-page';
import { languageOf, type Language } from '@paygate/checkout/words';
import { Refusal, type ErrorCode } from '@paygate/contract/errors';
import { readLinkView, useLink } from '@paygate/core/links/use-link';
import type { Platform } from '@paygate/core/platform';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { limitHere, limitTogether } from '../minute-limits.ts';
import { sendPage } from './page-reply.ts';

const LOOKS_PER_MINUTE = 600;
/** A mobile network puts many payers behind one address. */
const USES_PER_MINUTE = 30;
const FORM_BYTES_MAX = 1_024;
const RETRY_SECONDS = 5;

interface Visit { readonly Params: { readonly id: string }; readonly Querystring: { readonly lang?: unknown }; readonly Body: { readonly amount?: string } | undefined }
type Request = FastifyRequest<Visit>;
const language = (request: Request): Language => languageOf(request.query.lang, request.headers['accept-language']);

const troubles: Partial<Record<ErrorCode, LinkTrouble>> = { INVALID_AMOUNT: 'notAnAmount', AMOUNT_BELOW_MINIMUM: 'below', AMOUNT_ABOVE_MAXIMUM: 'above' };

/** `/l/:id`: a reusable link's page, and the payment it makes. Shows nothing of other payments; makes nothing until the form is sent. */
export const linkRoutes = (platform: Platform): FastifyPluginAsync => async (app) => {
  const looks = limitHere(LOOKS_PER_MINUTE);
  const using = limitTogether('a link used', USES_PER_MINUTE);
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, text: string, done) => done(null, { amount: new URLSearchParams(text).get('amount') ?? '' }));

  const sorry = (request: Request, reply: FastifyReply, status: 404 | 429 | 503): Promise<FastifyReply> => {
    if (status !== 404) void reply.header('retry-after', RETRY_SECONDS);
    const text = sorryPage({ language: language(request), isMissing: status === 404, next: `/l/${encodeURIComponent(request.params.id)}` });
    return sendPage(request, reply, { status, text, policy: securityPolicy([]) });
  };
  const show = async (request: Request, reply: FastifyReply, told: { readonly status: number; readonly trouble?: LinkTrouble }): Promise<FastifyReply> => {
    const view = await readLinkView(platform, request.params.id);
    if (!view) return sorry(request, reply, 404);
    const text = linkPage({ brandName: platform.config.brandName, language: language(request), view, trouble: told.trouble, typed: request.body?.amount });
    return sendPage(request, reply, { status: view.status === 'ACTIVE' ? told.status : 410, text, policy: securityPolicy([]) });
  };
  app.setErrorHandler<Error & { readonly statusCode?: number }, Visit>((error, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500) return show(request, reply, { status: 400, trouble: 'notAnAmount' });
    request.log.error({ err: error }, 'a link page failed');
    return sorry(request, reply, 503);
  });

  app.get<Visit>('/l/:id', async (request, reply) => ((await looks(request.ip)) > 0 ? sorry(request, reply, 429) : show(request, reply, { status: 200 })));

  app.post<Visit>('/l/:id', async (request, reply) => {
    if ((await using(request.ip)) > 0) return show(request, reply, { status: 429, trouble: 'busy' });
    const made = await useLink(platform, request.params.id, request.body?.amount ?? '').catch((cause: unknown) => {
      if (cause instanceof Refusal) return cause;
      throw cause;
    });
    if (typeof made === 'string') return reply.redirect(`/pay/${made}?lang=${language(request)}`, 303);
    const trouble = troubles[made.code];
    if (trouble) return show(request, reply, { status: 400, trouble });
    return made.code === 'LINK_NOT_FOUND' ? show(request, reply, { status: 410 }) : show(request, reply, { status: 503, trouble: 'busy' });
  });
};
