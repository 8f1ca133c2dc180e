import { mkdir, writeFile } from 'node:fs/promises';
import { generatedFiles, generatedFolder } from './generated-files.ts';

// `npm run gen`: writes what is derived from the contract. Read the diff of surface.txt before committing.
await mkdir(generatedFolder, { recursive: true });
for (const [name, text] of Object.entries(generatedFiles())) {
  await writeFile(new URL(name, generatedFolder), text);
  process.stdout.write(`openapi/${name}  ${Buffer.byteLength(text)} bytes\n`);
}
