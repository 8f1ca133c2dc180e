import { stringify } from 'yaml';
import { openApiDocument } from './document.ts';
import { surfaceText } from './surface.ts';

/** Where the generated files live, at the root of the project. */
export const generatedFolder = new URL('../../../../openapi/', import.meta.url);

/** Every file of `openapi/` and its text, from the contract alone. */
export const generatedFiles = (): Readonly<Record<string, string>> => {
  const integrator = openApiDocument('integrator');
  return {
    'openapi.json': json(integrator),
    // Anchors would save a few lines and break simple readers.
    'openapi.yaml': stringify(integrator, { aliasDuplicateObjects: false, lineWidth: 0 }),
    'dashboard.json': json(openApiDocument('dashboard')),
    'surface.txt': surfaceText(),
  };
};

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
