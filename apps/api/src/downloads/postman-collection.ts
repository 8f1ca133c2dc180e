import { createRequire } from 'node:module';
import { afterRequest, beforeRequest } from './postman-scripts.ts';

/** The server's address as the committed collection writes it. */
export const postmanPlaceholderUrl = 'https://paygate.example.com';

interface Variable { readonly key: string; readonly value: string }
interface Entry { readonly key: string; readonly value: string; readonly disabled?: boolean }
interface Request {
  readonly method: string;
  readonly description?: unknown;
  readonly header: readonly Entry[];
  readonly body?: { readonly mode?: string; readonly raw?: string; readonly options?: unknown };
  readonly url: { readonly host: readonly string[]; readonly path: readonly string[]; readonly query: readonly Entry[]; readonly variable: readonly Variable[] };
}
interface Item { readonly name: string; readonly request: Request }
interface Folder { readonly name: string; readonly item: readonly Item[] }
interface Conversion { readonly result: boolean; readonly reason?: string; readonly output?: readonly { readonly data: { readonly item: readonly Folder[] } }[] }
interface Converter { convertV2(input: object, options: object, done: (error: Error | null, conversion: Conversion) => void): void }

const options = { folderStrategy: 'Tags', requestParametersResolution: 'Example', parametersResolution: 'Example', exampleParametersResolution: 'Example', enableOptionalParameters: false };

const convert = (data: object): Promise<readonly Folder[]> => {
  // No types come with it, and it is there for the generator alone.
  const converter: Converter = createRequire(import.meta.url)('openapi-to-postmanv2');
  return new Promise((resolve, reject) => {
    converter.convertV2({ type: 'json', data }, options, (error, { result, reason, output }) => {
      if (error || !result || !output?.[0]) reject(error ?? new Error(`The document cannot become a Postman collection: ${reason}`));
      else resolve(output[0].data.item);
    });
  });
};

/** The Postman collection of an OpenAPI document: a folder a tag, one script that signs all. The same text for the same document. */
export const postmanCollection = async (document: { readonly info: { readonly title: string; readonly version: string } }): Promise<string> => {
  const folders = (await convert(document)).filter(({ name }) => !ofOthers.has(name)).map(({ name, item }) => ({ name, item: item.map(ownItem) }));
  const values = new Map(folders.flatMap(({ item }) => item.flatMap(({ variables }) => variables.map((variable) => [variable.name, variable.value] as const))));
  const collection = {
    info: { name: document.info.title, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [{ key: 'baseUrl', value: postmanPlaceholderUrl }, { key: 'apiKey', value: '' }, ...[...values].map(([key, value]) => ({ key, value }))],
    event: [script('prerequest', beforeRequest), script('test', afterRequest)],
    item: folders.map(({ name, item }) => ({ name, item: item.map(({ own }) => own) })),
  };
  return `${JSON.stringify(collection, null, 1)}\n`;
};

/** Folders that no merchant's key opens. */
const ofOthers: ReadonlySet<string> = new Set(['Bank']);

const script = (listen: string, text: string) => ({ listen, script: { type: 'text/javascript', exec: text.split('\n') } });

/** Without the converter's random ids and its copies of every answer, which are in /docs. */
const ownItem = ({ name, request: { method, description, header, body, url } }: Item) => {
  const variables = url.variable.map(({ key, value }) => ({ key, value, name: variableName(url.path, key) }));
  const own = {
    name,
    request: {
      method, description, header: header.filter(({ key, disabled }) => !disabled && !/^(x-signature|idempotency-key)/i.test(key)).map(({ key, value }) => ({ key, value })),
      ...(body?.raw !== undefined && { body: { mode: 'raw', raw: fresh(body.raw), options: { raw: { language: 'json' } } } }),
      url: {
        raw: `{{baseUrl}}/${url.path.join('/')}`, host: ['{{baseUrl}}'], path: url.path, query: url.query.filter(({ disabled }) => !disabled).map(({ key, value }) => ({ key, value })),
        variable: variables.map(({ name: variable, key }) => ({ key, value: `{{${variable}}}` })),
      },
    },
  };
  return { own, variables };
};

/** `:id` behind `payments` is `paymentId`; other parameters have names of their own. */
const variableName = (path: readonly string[], key: string): string =>
  key === 'id' ? `${(path[path.indexOf(`:${key}`) - 1] ?? '').replace(/s$/, '')}Id` : key;

/** References that must be new at every send. */
const fresh = (raw: string): string =>
  raw.replaceAll(/("(?:orderId|requestRef)": ")[^"]*"/g, '$1ORD-{{$guid}}"').replace(/("merchantRef": ")[^"]*"/, '$1M01-{{$timestamp}}"');
