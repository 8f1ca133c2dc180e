import { readFile } from 'node:fs/promises';
import { encodedText, revalidated, type EncodedFile } from './encoded-file.ts';

/** As the generator writes it into samples; see openapi/document.ts. */
const placeholderBaseUrl = 'https://paygate.example.com';

export type DocumentName = 'openapi.json' | 'openapi.yaml';
const types: Readonly<Record<DocumentName, string>> = { 'openapi.json': 'application/json; charset=utf-8', 'openapi.yaml': 'application/yaml; charset=utf-8' };
const ownServer: Readonly<Record<DocumentName, readonly [committed: string, own: (url: string) => string]>> = {
  'openapi.json': ['"url": "/"', (url) => `"url": ${JSON.stringify(url)}`],
  'openapi.yaml': ['- url: /\n', (url) => `- url: ${JSON.stringify(url)}\n`],
};

/** The committed document with this server's address in `servers` and in every sample, so a downloaded copy works as it is. */
export const servedDocument = async (name: DocumentName, { folder, baseUrl }: { readonly folder: URL; readonly baseUrl: string }): Promise<EncodedFile> => {
  const [committed, own] = ownServer[name];
  const text = await readFile(new URL(name, folder), 'utf8');
  if (!text.includes(committed)) throw new Error(`${name} has no relative server to replace.`);
  return encodedText(text.replace(committed, () => own(baseUrl)).replaceAll(placeholderBaseUrl, () => baseUrl), { name, type: types[name], cacheControl: revalidated });
};
