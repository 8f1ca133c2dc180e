import { mkdir, writeFile } from 'node:fs/promises';
import { postmanCollection } from '../downloads/postman-collection.ts';
import { openApiDocument } from './document.ts';
import { generatedFiles, generatedFolder } from './generated-files.ts';

// `npm run gen`: writes what is derived from the contract. Read the diff of surface.txt before committing.
await mkdir(generatedFolder, { recursive: true });
const files = { ...generatedFiles(), 'postman.json': await postmanCollection(openApiDocument('integrator')) };
for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(name, generatedFolder), text);
  process.stdout.write(`openapi/${name}  ${Buffer.byteLength(text)} bytes\n`);
}
