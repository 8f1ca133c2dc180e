import { payPage, paySecurityPolicy, pictureScript, pictureScriptPath, sorryPage } from '@paygate/checkout/pay-page';
import { languageOf, type Language } from '@paygate/checkout/words';
import { Refusal } from '@paygate/contract/errors';
import { isPlay, playCheckout } from '@paygate/core/checkout/play-checkout';
import { readPayerState, readPayerView } from '@paygate/core/checkout/read-checkout';
import { allowsOrigin } from '@paygate/core/keys/origins.rules';
import type { Platform } from '@paygate/core/platform';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { encodedText, forever, sendFile } from '../docs/encoded-file.ts';
import { limitHere, limitTogether } from '../minute-limits.ts';
import { createLiveStatus } from './live-status.ts';
import { sendPage } from './page-reply.ts';

// Ten payers of one shop's network, each asking every few seconds, are far below.
const LOOKS_PER_MINUTE = 1_200;
const PLAYS_PER_MINUTE = 30;
const FORM_BYTES_MAX = 1_024;
const RETRY_SECONDS = 5;

interface Visit { readonly Params: { readonly id: string }; readonly Querystring: { readonly lang?: unknown; readonly host?: unknown } }
type Request = FastifyRequest<Visit>;

const language = (request: Request): Language => languageOf(request.query.lang, request.headers['accept-language']);
const sorry = (request: Request, reply: FastifyReply, status: 404 | 429 | 503): Promise<FastifyReply> => {
  const isMissing = status === 404;
  if (!isMissing) void reply.header('retry-after', RETRY_SECONDS);
  return sendPage(request, reply, { status, text: sorryPage({ language: language(request), isMissing, next: `/pay/${encodeURIComponent(request.params.id)}` }), policy: paySecurityPolicy([]) });
};

/**
 * What a payer meets, all by the payment's address alone: the page, its state for who polls and as a stream, the QR as a file, and on test payments
 * the buttons that play the payer's bank. Nothing here changes a live payment.
 */
export const payRoutes = (platform: Platform): FastifyPluginAsync => async (app) => {
  const live = createLiveStatus(platform);
  app.addHook('preClose', async () => live.close());
  const looks = limitHere(LOOKS_PER_MINUTE);
  const playing = limitTogether('a payment played', PLAYS_PER_MINUTE);

  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, text: string, done) => done(null, Object.fromEntries(new URLSearchParams(text))));
  app.setErrorHandler<Error, Visit>((error, request, reply) => {
    request.log.error({ err: error }, 'a payer page failed');
    return sorry(request, reply, 503);
  });

  const picture = encodedText(pictureScript, { name: 'picture', type: 'text/javascript; charset=utf-8', cacheControl: forever });
  app.get(pictureScriptPath, async (request, reply) => sendFile(request, reply, await picture));

  app.get<Visit>('/pay/:id', async (request, reply) => {
    if ((await looks(request.ip)) > 0) return sorry(request, reply, 429);
    const view = await readPayerView(platform, request.params.id);
    if (!view) return sorry(request, reply, 404);
    const { host } = request.query;
    const isKnown = typeof host === 'string' && allowsOrigin(view.origins, host, { isTest: false });
    const text = payPage({ brandName: platform.config.brandName, language: language(request), host: isKnown ? host : undefined, view });
    return sendPage(request, reply, { status: 200, text, policy: paySecurityPolicy(view.origins) });
  });

  app.get<Visit>('/pay/:id/status', async (request, reply) => {
    if ((await looks(request.ip)) > 0) return reply.code(429).header('retry-after', RETRY_SECONDS).send({ state: null });
    const state = await readPayerState(platform, request.params.id);
    return state === undefined ? reply.code(404).send({ state: null }) : { state };
  });

  app.get<Visit>('/pay/:id/events', { exposeHeadRoute: false }, async (request, reply) => {
    if ((await looks(request.ip)) > 0) return reply.code(429).header('retry-after', RETRY_SECONDS).send();
    // A browser asks no more where the answer is not a stream.
    if ((await readPayerState(platform, request.params.id)) === undefined) return reply.code(404).send();
    return live.open(request, reply, request.params.id) ? reply : reply.code(503).header('retry-after', RETRY_SECONDS).send();
  });

  app.get<Visit>('/pay/:id/qr.png', async (request, reply) => {
    if ((await looks(request.ip)) > 0) return sorry(request, reply, 429);
    const png = (await readPayerView(platform, request.params.id))?.qrPng ?? undefined;
    if (!png) return sorry(request, reply, 404);
    return reply.type('image/png').header('content-disposition', 'attachment; filename="qr.png"').send(png);
  });

  app.post<Visit & { readonly Body: { readonly do?: unknown } | undefined }>('/pay/:id/test', async (request, reply) => {
    if ((await playing(request.ip)) > 0) return sorry(request, reply, 429);
    const play = request.body?.do;
    const { id } = request.params;
    if (!isPlay(play)) return sorry(request, reply, 404);
    const refusal = await playCheckout(platform, { id, play, requestId: request.id }).then(() => undefined, (cause: unknown) => {
      if (cause instanceof Refusal) return cause.code;
      throw cause;
    });
    if (refusal === 'SERVICE_UNAVAILABLE') return sorry(request, reply, 503);
    if (refusal === 'TRANSACTION_NOT_FOUND') return sorry(request, reply, 404);
    // Moved on meanwhile, or played: the page shows where it stands.
    const query = new URLSearchParams({ lang: language(request), ...(typeof request.query.host === 'string' && { host: request.query.host }) });
    return reply.redirect(`/pay/${id}?${query.toString()}`, 303);
  });
};
