import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { Config } from '@paygate/core/config';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { docsPage, docsSecurityPolicy } from './docs-page.ts';
import { encodedText, forever, sendFile, type EncodedFile } from './encoded-file.ts';
import { openScalarBundle } from './scalar-bundle.ts';
import { servedDocument, type DocumentName } from './served-document.ts';

export interface DocsOptions {
  /** The seeded test key, filled in for readers of a development server. Never asked for in production. */
  readonly demoKey?: () => Promise<string | undefined>;
  /** Where the generated documents are; the project's own `openapi/` unless said otherwise. */
  readonly documentsFolder?: URL;
  /** Where the compressed bundle is kept between starts. */
  readonly cacheFolder?: string;
}

const generatedDocuments = new URL('../../../../openapi/', import.meta.url);

/**
 * `/docs` (Scalar, from this server alone), `/openapi.json` and `/openapi.yaml`. The start never waits for the bundle to be compressed.
 * A key that is not a test key is never put into the page, whatever `demoKey` answers.
 */
export const docsRoutes = (config: Config, options: DocsOptions = {}): FastifyPluginAsync => async (app) => {
  const bundle = openScalarBundle(options.cacheFolder, { onFailure: (error) => app.log.error({ err: error }, 'the docs bundle could not be prepared') });
  app.addHook('onClose', () => bundle.close());

  const program = once(startProgram);
  app.get('/docs/assets/:name', async (request, reply) => {
    const file = [await bundle.file(), await program()].find((candidate) => assetUrl(candidate) === request.url);
    return file ? sendFile(request, reply, file) : reply.callNotFound();
  });

  const page = async (_: unknown, reply: FastifyReply) => {
    const [scalar, start, demoKey] = await Promise.all([bundle.file(), program(), demoKeyFor(config, options)]);
    return reply
      .headers({ 'Content-Security-Policy': docsSecurityPolicy, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' })
      .type('text/html; charset=utf-8')
      .send(docsPage({ brandName: config.brandName, scalarUrl: assetUrl(scalar), startUrl: assetUrl(start), demoKey }));
  };
  app.get('/docs', page);
  app.get('/docs/', page);

  for (const name of ['openapi.json', 'openapi.yaml'] as const satisfies readonly DocumentName[]) {
    const document = once(() => servedDocument(name, { folder: options.documentsFolder ?? generatedDocuments, baseUrl: config.publicBaseUrl }));
    // Anybody's tool may read it: it holds nothing secret.
    app.get(`/${name}`, async (request, reply) => sendFile(request, reply.header('Access-Control-Allow-Origin', '*'), await document()));
  }
};

const assetUrl = ({ name }: EncodedFile): string => `/docs/assets/${name}.js`;

const startProgram = async (): Promise<EncodedFile> => {
  const source = await readFile(new URL('./docs-browser.ts', import.meta.url), 'utf8');
  return encodedText(stripTypeScriptTypes(source), { name: 'start', type: 'text/javascript; charset=utf-8', cacheControl: forever });
};

const demoKeyFor = async (config: Config, { demoKey }: DocsOptions): Promise<string | undefined> => {
  const key = config.runtime === 'development' ? await demoKey?.() : undefined;
  return key?.startsWith('sk_test_') ? key : undefined;
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};
