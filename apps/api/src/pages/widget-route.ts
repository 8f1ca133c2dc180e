import { widgetScript } from '@paygate/checkout/widget';
import type { Config } from '@paygate/core/config';
import type { FastifyPluginAsync } from 'fastify';
import { encodedText, sendFile } from '../docs/encoded-file.ts';

// Shops keep the address for years, so a copy may be kept for minutes; meanwhile an old one does no harm.
const cacheControl = 'public, max-age=600, stale-while-revalidate=86400';

/** `/paygate-widget.js`, for pages of every origin: it holds nothing but this server's addresses. */
export const widgetRoute = (config: Pick<Config, 'publicBaseUrl' | 'checkoutBaseUrl'>): FastifyPluginAsync => async (app) => {
  const text = widgetScript({ api: `${config.publicBaseUrl}/api/v1`, checkout: config.checkoutBaseUrl });
  const file = encodedText(text, { name: 'widget', type: 'text/javascript; charset=utf-8', cacheControl });
  app.get('/paygate-widget.js', async (request, reply) =>
    sendFile(request, reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }), await file));
};
