import type { OpenApiDocument, Schema } from './document-types.ts';

/**
 * Removes what generators add and clients suffer from, in place: closed answers (a new field would break every client), integer bounds
 * of JavaScript, patterns that only repeat a format, and `propertyNames` that say nothing. Examples are left alone.
 * Component twins ending in `Output` that equal their namesake are folded into it.
 */
export const cleanSchemas = (document: OpenApiDocument): OpenApiDocument => {
  const { schemas } = document.components;
  for (const schema of schemasIn(document)) walk(schema, tidy);
  const answers = new Set<string>();
  for (const schema of answerSchemas(document)) open(schema, { schemas, seen: answers });
  return foldTwins(document);
};

const schemasIn = (document: OpenApiDocument): Schema[] => [
  ...Object.values(document.components.schemas),
  ...operationsIn(document).flatMap((operation) => [
    ...(operation.parameters ?? []).flatMap((parameter) => ('schema' in parameter ? [parameter.schema] : [])),
    ...Object.values(operation.requestBody?.content ?? {}).map((media) => media.schema),
  ]),
  ...answerSchemas(document),
];

const operationsIn = (document: OpenApiDocument) => [...Object.values(document.paths), ...Object.values(document.webhooks ?? {})].flatMap((item) => Object.values(item));

/** Whatever we send: answers, and the bodies of callbacks. */
const answerSchemas = (document: OpenApiDocument): Schema[] => [
  ...operationsIn(document).flatMap((operation) => Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {}).map((media) => media.schema))),
  ...Object.values(document.webhooks ?? {}).flatMap((item) => Object.values(item).flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}).map((media) => media.schema))),
];

// What stands under these is data, not schema.
const dataKeywords = new Set(['examples', 'example', 'const', 'enum', 'default']);

const isSchema = (value: object): value is Schema => !Array.isArray(value);

const walk = (schema: unknown, visit: (schema: Schema) => void): void => {
  if (schema === null || typeof schema !== 'object') return;
  if (isSchema(schema)) visit(schema);
  for (const [keyword, part] of Object.entries(schema)) if (!dataKeywords.has(keyword)) walk(part, visit);
};

const formatsWithNoisePattern = new Set(['uuid', 'date-time', 'email']);
const tidy = (schema: Schema): void => {
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (formatsWithNoisePattern.has(String(schema['format']))) delete schema['pattern'];
  if (JSON.stringify(schema['propertyNames']) === '{"type":"string"}') delete schema['propertyNames'];
};

const referencePrefix = '#/components/schemas/';
const open = (schema: Schema, reach: { readonly schemas: Readonly<Record<string, Schema>>; readonly seen: Set<string> }): void =>
  walk(schema, (part) => {
    if (part['additionalProperties'] === false) delete part['additionalProperties'];
    const name = typeof part['$ref'] === 'string' ? part['$ref'].slice(referencePrefix.length) : undefined;
    if (name === undefined || reach.seen.has(name)) return;
    reach.seen.add(name);
    open(reach.schemas[name]!, reach);
  });

/** zod-openapi splits a schema used both ways into `X` and `XOutput`; once both are open they are the same. */
const foldTwins = (document: OpenApiDocument): OpenApiDocument => {
  const { schemas } = document.components;
  const twins = Object.keys(schemas).filter((name) => {
    const namesake = name.endsWith('Output') ? schemas[name.slice(0, -'Output'.length)] : undefined;
    return namesake !== undefined && JSON.stringify(namesake) === JSON.stringify(schemas[name]).replaceAll(/(#\/components\/schemas\/\w+?)Output"/g, '$1"');
  });
  for (const name of twins) delete schemas[name];
  const text = twins.reduce((all, name) => all.replaceAll(`"${referencePrefix}${name}"`, `"${referencePrefix}${name.slice(0, -'Output'.length)}"`), JSON.stringify(document));
  const folded: OpenApiDocument = JSON.parse(text);
  return folded;
};
