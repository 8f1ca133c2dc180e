// oxlint-disable-next-line import/no-unassigned-import -- its effect must come before the contract's schemas
import './extend-zod.ts';
import { allOperations, errorsOf } from '@paygate/contract';
import { errors } from '@paygate/contract/errors';
import { tags, type Operation } from '@paygate/contract/kernel';
import { generateOpenApiDocument } from 'trpc-to-openapi';
import { cleanSchemas } from './clean-schemas.ts';
import { documentRouter } from './document-router.ts';
import type { DocumentOperation, OpenApiDocument, Schema } from './document-types.ts';
import { finishOperation } from './finish-operation.ts';
import { dashboardGuide, integratorGuide } from './guide.ts';
import { headers, parameters, securityFor, securitySchemes } from './security.ts';
import { webhookPart } from './webhook-part.ts';

export type Surface = 'integrator' | 'dashboard';

/** Stands in code samples of the committed files; a server that serves them puts its own address there. */
export const placeholderBaseUrl = 'https://paygate.example.com';

const version = '1.0.0';
const titles: Readonly<Record<Surface, string>> = { integrator: 'PayGate API', dashboard: 'PayGate Dashboard API' };

/**
 * The OpenAPI 3.1 document of one surface: for integrators v1, public and bank operations with the callbacks we send, or what the dashboard
 * calls. Same contract, same bytes: everything is in the order of the contract.
 */
export const openApiDocument = (surface: Surface): OpenApiDocument => {
  const operations = operationsOf(surface);
  const base = described(operations, titles[surface]);
  const told = webhookPart(surface === 'integrator');
  const schemas = { ...told.schemas, ...base.components.schemas };
  const finished = operations.map((operation) => ({ operation, item: finishOperation({ operation, described: find(base, operation), baseUrl: placeholderBaseUrl, schemas }) }));
  const paths: OpenApiDocument['paths'] = {};
  for (const { operation, item } of finished) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = item;
  return cleanSchemas({
    openapi: '3.1.0',
    info: { title: titles[surface], version, description: guideFor(surface, operations) },
    servers: [{ url: '/', description: 'The server this file came from / เซิร์ฟเวอร์ที่ให้ไฟล์นี้' }],
    tags: tagsOf(operations, told.webhooks),
    paths,
    ...(surface === 'integrator' && { webhooks: told.webhooks }),
    components: { schemas: sorted(schemas), parameters: usedParameters(finished.map(({ item }) => item)), headers: usedHeaders(finished.map(({ item }) => item)), securitySchemes: usedSchemes(operations) },
  });
};

export const operationsOf = (surface: Surface): readonly Operation[] =>
  allOperations.filter((operation) => (operation.surface === 'dashboard') === (surface === 'dashboard'));

const described = (operations: readonly Operation[], title: string): OpenApiDocument => {
  const made = generateOpenApiDocument(documentRouter(operations), { title, version, baseUrl: '/', openApiVersion: '3.1.0', securitySchemes: {} });
  // Through its text: plain objects of our own, in our own types.
  const plain: OpenApiDocument = JSON.parse(JSON.stringify(made));
  return { ...plain, components: { ...plain.components, schemas: plain.components.schemas ?? {} } };
};

const find = (document: OpenApiDocument, operation: Operation): DocumentOperation => {
  const found = document.paths[operation.path]?.[operation.method.toLowerCase()];
  if (!found) throw new Error(`trpc-to-openapi left out ${operation.id}.`);
  return found;
};

const guideFor = (surface: Surface, operations: readonly Operation[]): string => {
  const codes = [...new Set(operations.flatMap((operation) => errorsOf(operation)))].toSorted((a, b) => errors[a].status - errors[b].status || a.localeCompare(b));
  return surface === 'integrator' ? integratorGuide(codes) : dashboardGuide(codes);
};

const tagsOf = (operations: readonly Operation[], webhooks: object): OpenApiDocument['tags'] => {
  const used = new Set<string>([...operations.map(({ tag }) => tag), ...(Object.keys(webhooks).length > 0 ? ['Webhooks'] : [])]);
  return Object.entries(tags).flatMap(([name, text]) => (used.has(name) ? [{ name, description: `${text.en} / ${text.th}` }] : []));
};

const usedSchemes = (operations: readonly Operation[]): Record<string, Schema> => {
  const used = new Set(operations.flatMap(({ auth }) => securityFor[auth].flatMap((entry) => Object.keys(entry))));
  return Object.fromEntries(Object.entries(securitySchemes).filter(([name]) => used.has(name)));
};

const usedParameters = (items: readonly DocumentOperation[]): OpenApiDocument['components']['parameters'] => {
  const used = new Set(items.flatMap((item) => (item.parameters ?? []).flatMap((parameter) => ('$ref' in parameter ? [parameter.$ref.split('/').at(-1)] : []))));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => used.has(name)));
};

const usedHeaders = (items: readonly DocumentOperation[]): OpenApiDocument['components']['headers'] => {
  const used = new Set(items.flatMap((item) => Object.values(item.responses).flatMap((response) => Object.values(response.headers ?? {}).map(({ $ref }) => $ref.split('/').at(-1)))));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => used.has(name)));
};

const sorted = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
