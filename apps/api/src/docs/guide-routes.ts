import { guidePolicy } from '@paygate/docs/page';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { encodedText, forever, revalidated, sendFile, type EncodedFile } from './encoded-file.ts';
import type { GuideSite } from './guide-site.ts';

const headers = { 'Content-Security-Policy': guidePolicy, 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' };

/** Every file of the guides by its path, compressed once. */
const encodedSite = async (site: GuideSite): Promise<ReadonlyMap<string, EncodedFile>> => {
  const { files } = await site();
  return new Map(await Promise.all(files.map(async ({ path, type, text, isHashed }) =>
    [path, await encodedText(text, { name: path.replaceAll(/\W+/g, '-'), type, cacheControl: isHashed ? forever : revalidated })] as const)));
};

/** `/docs/guides` in English and `/docs/th/guides` in Thai, each page as HTML and, with `.md`, as Markdown. Prepared when first asked for, then only sent. */
export const guideRoutes = (site: GuideSite): FastifyPluginAsync => async (app) => {
  let prepared: Promise<ReadonlyMap<string, EncodedFile>> | undefined;
  const send = async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?', 1)[0]!.replace(/\/$/, '');
    const file = (await (prepared ??= encodedSite(site))).get(path);
    return file ? sendFile(request, reply.headers(headers), file) : reply.callNotFound();
  };
  for (const home of ['/docs/guides', '/docs/th/guides']) for (const url of [home, `${home}.md`, `${home}/*`]) app.get(url, send);
};
