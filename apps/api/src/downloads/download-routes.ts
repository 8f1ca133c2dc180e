import { readFile } from 'node:fs/promises';
import type { Config } from '@paygate/core/config';
import { llmsText } from '@paygate/sdk/llms-text';
import { sdkFile, sdkFileNames, type SdkFileName } from '@paygate/sdk/sdk-file';
import type { FastifyPluginAsync } from 'fastify';
import { encodedText, revalidated, sendFile, type EncodedFile } from '../docs/encoded-file.ts';
import type { GuideSite } from '../docs/guide-site.ts';
import { postmanPlaceholderUrl } from './postman-collection.ts';

const types: Readonly<Record<SdkFileName, string>> = {
  'paygate-node.js': 'text/javascript; charset=utf-8', 'paygate-node.d.ts': 'text/plain; charset=utf-8',
  'PayGate.php': 'text/plain; charset=utf-8', 'PayGate.py': 'text/plain; charset=utf-8',
};

const collectionFile = new URL('../../../../openapi/postman.json', import.meta.url);

const servedCollection = async ({ publicBaseUrl }: Config): Promise<EncodedFile> => {
  const committed = await readFile(collectionFile, 'utf8');
  return encodedText(committed.replace(JSON.stringify(postmanPlaceholderUrl), () => JSON.stringify(publicBaseUrl)), { name: 'postman', type: 'application/json; charset=utf-8', cacheControl: revalidated });
};

const plainText = { type: 'text/plain; charset=utf-8', cacheControl: revalidated } as const;

interface Download { readonly path: string; readonly attachedAs?: string; readonly load: () => Promise<EncodedFile> }

/** What integrators take with them: the SDK files, the Postman collection, and the API and its guides in plain text. Each names this server's public address. */
export const downloadRoutes = (config: Config, guides: GuideSite): FastifyPluginAsync => async (app) => {
  const shortText = async () => llmsText({ brandName: config.brandName, baseUrl: config.publicBaseUrl, guides: (await guides()).documents });
  const downloads: readonly Download[] = [
    ...sdkFileNames.map((name) => ({
      path: `/sdk/${name}`, attachedAs: name,
      load: async () => encodedText(await sdkFile(name, config.publicBaseUrl), { name, type: types[name], cacheControl: revalidated }),
    })),
    { path: '/postman.json', attachedAs: 'paygate.postman_collection.json', load: () => servedCollection(config) },
    { path: '/llms.txt', load: async () => encodedText(await shortText(), { name: 'llms', ...plainText }) },
    { path: '/llms-full.txt', load: async () => encodedText([await shortText(), ...(await guides()).documents.map(({ text }) => text)].join('\n\n---\n\n'), { name: 'llms-full', ...plainText }) },
  ];
  for (const { path, attachedAs, load } of downloads) {
    let loaded: Promise<EncodedFile> | undefined;
    app.get(path, async (request, reply) => {
      // Nothing in it is secret: any tool may read it.
      reply.header('Access-Control-Allow-Origin', '*').header('X-Content-Type-Options', 'nosniff');
      if (attachedAs !== undefined) reply.header('Content-Disposition', `attachment; filename="${attachedAs}"`);
      return sendFile(request, reply, await (loaded ??= load()));
    });
  }
};
