import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openApiDocument, operationsOf, type Surface } from './document.ts';
import { allOperations, errorsOf } from '@paygate/contract';
import { takesIdempotencyKey, type Operation, type WebhookEvent } from '@paygate/contract/kernel';
import { errors } from '@paygate/contract/errors';
import { events } from '@paygate/contract/events';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { DocumentOperation, OpenApiDocument } from './document-types.ts';
import { errorExample } from './error-examples.ts';
import { generatedFiles, generatedFolder } from './generated-files.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const documents: Readonly<Record<Surface, OpenApiDocument>> = { integrator: openApiDocument('integrator'), dashboard: openApiDocument('dashboard') };
const both = Object.values(documents);
const documentOf = (operation: Operation): OpenApiDocument => documents[operation.surface === 'dashboard' ? 'dashboard' : 'integrator'];
const described = (operation: Operation): DocumentOperation => documentOf(operation).paths[operation.path]![operation.method.toLowerCase()]!;
const byId = allOperations.map((operation) => [operation.id, operation] as const);
const codes = [...new Set(allOperations.flatMap((operation) => errorsOf(operation)))];
const hasThai = /[\u0e00-\u0e7f]/;

/** Everything the document holds that is schema or prose, without examples. */
const schemaText = (document: OpenApiDocument): string => JSON.stringify(document, (key, value: unknown) => (key === 'examples' || key === 'example' ? undefined : value));

interface LintReport {
  readonly totals: { readonly errors: number; readonly warnings: number };
  readonly problems: readonly { readonly message: string; readonly location: readonly { readonly source: { readonly ref: string }; readonly pointer?: string }[] }[];
}

describe('the generated files', () => {
  it.each(Object.entries(generatedFiles()))('%s is what the contract says: run `npm run gen` after changing it', async (name, text) => {
    expect(await readFile(new URL(name, generatedFolder), 'utf8')).toBe(text);
  });

  it('pass redocly lint without an error or a warning', async () => {
    const names = ['openapi/openapi.json', 'openapi/dashboard.json'];
    const run = promisify(execFile)(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', ...names, '--config', 'redocly.yaml', '--format', 'json'], {
      cwd: root, maxBuffer: 32_000_000, env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const { stdout } = await run.catch((failed: { stdout: string }) => failed);
    // One report a document, one after the other.
    const reports: readonly LintReport[] = JSON.parse(`[${stdout.replaceAll('}{', '},{')}]`);
    expect(reports.flatMap(({ problems }) => problems).map(({ message, location: [at] }) => `${at?.source.ref} ${at?.pointer}: ${message}`)).toEqual([]);
    expect(reports.map(({ totals: { errors: wrong, warnings } }) => ({ wrong, warnings }))).toEqual(names.map(() => ({ wrong: 0, warnings: 0 })));
  });
});

describe.each(byId)('%s', (_, operation) => {
  it('is described in English and Thai', () => {
    const { summary, description } = described(operation);
    expect(summary).toBe(operation.summary.en);
    expect(operation.summary.en).toMatch(/^[A-Z][^\u0e00-\u0e7f]+$/);
    expect(description).toMatch(hasThai);
    expect(description!.startsWith(operation.summary.th)).toBe(true);
  });

  it('has only examples that pass its schemas', () => {
    for (const { name, params, query, body, answer } of operation.examples) {
      const parts: [string, z.ZodType | undefined, unknown][] = [
        ['params', operation.params, params], ['query', operation.query, query ?? {}], ['body', operation.body, body ?? {}], ['answer', operation.ok.schema, answer],
      ];
      for (const [part, schema, value] of parts) {
        if (schema) expect(schema.safeParse(value).error?.issues ?? [], `${name}: ${part}`).toEqual([]);
      }
    }
  });

  it('names every refusal it may give, each with an example of that code and status', () => {
    const { responses } = described(operation);
    for (const code of errorsOf(operation)) {
      const media = responses[errors[code].status]?.content?.['application/json'];
      expect(media?.schema).toEqual({ $ref: '#/components/schemas/Error' });
      expect(media?.examples?.[code]?.value).toMatchObject({ code });
    }
  });

  it('says how to call it: security, idempotency, success status and samples in four languages', () => {
    const { security, parameters = [], responses, 'x-codeSamples': samples } = described(operation);
    const schemes = documentOf(operation).components.securitySchemes;
    expect(security!.length > 0).toBe(operation.auth !== 'public');
    for (const name of security!.flatMap((entry) => Object.keys(entry))) expect(schemes).toHaveProperty(name);
    expect(parameters.some((parameter) => '$ref' in parameter && parameter.$ref.endsWith('/IdempotencyKey'))).toBe(takesIdempotencyKey(operation));
    expect(Object.keys(responses).filter((status) => status.startsWith('2'))).toEqual([String(operation.ok.status)]);
    expect(samples).toMatchObject([{ lang: 'Shell' }, { lang: 'JavaScript' }, { lang: 'PHP' }, { lang: 'Python' }]);
  });
});

describe('the documents', () => {
  it('hold every operation of the contract exactly once', () => {
    const ids = both.flatMap((document) => Object.values(document.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId)));
    expect(ids.toSorted()).toEqual(allOperations.map(({ id }) => id).toSorted());
    expect(operationsOf('integrator').length + operationsOf('dashboard').length).toBe(allOperations.length);
  });

  it('keep answers open for new fields, and closed only the strict bodies callers send', () => {
    for (const document of both) {
      const strict = new Set(allOperations.flatMap(({ body }) => (body?.safeParse({ 'no such field': 1 }).error?.issues.some(({ code }) => code === 'unrecognized_keys') ? [body.meta()?.id] : [])));
      const closed = Object.entries(document.components.schemas).filter(([, schema]) => JSON.stringify(schema).includes('"additionalProperties":false')).map(([name]) => name);
      expect(closed.filter((name) => !strict.has(name))).toEqual([]);
      expect(schemaText({ ...document, components: { ...document.components, schemas: {} } })).not.toContain('"additionalProperties":false');
    }
  });

  it('publish no multipleOf, no propertyNames, no error body of tRPC and no twin components', () => {
    for (const document of both) {
      const names = Object.keys(document.components.schemas);
      expect(schemaText(document)).not.toMatch(/multipleOf|propertyNames/);
      expect(names.filter((name) => name.startsWith('error.') || (name.endsWith('Output') && names.includes(name.slice(0, -'Output'.length))))).toEqual([]);
    }
  });

  it('lose no null of a named schema', () => {
    const { schemas } = documents.integrator.components;
    expect(schemas['CreatePaymentRequest']).toMatchObject({ properties: { metadata: { anyOf: [{ $ref: '#/components/schemas/PaymentMetadata' }, { type: 'null' }] } } });
    expect(schemas['PaymentAccounts']).toMatchObject({ properties: { promptPay: { anyOf: [{ $ref: '#/components/schemas/PromptPayAccount' }, { type: 'null' }] } } });
  });

  it('name every request body', () => {
    for (const document of both) {
      for (const { requestBody } of Object.values(document.paths).flatMap((item) => Object.values(item))) {
        if (requestBody) expect(requestBody.content['application/json']!.schema['$ref']).toMatch(/^#\/components\/schemas\/\w+$/);
      }
    }
  });
});

describe('every callback', () => {
  it.each(Object.values<WebhookEvent>(events).map((event) => [event.type, event] as const))('%s is described with its headers and an example that passes', (type, event) => {
    const { parameters, requestBody } = documents.integrator.webhooks![type]!['post']!;
    expect(parameters!.map((parameter) => ('name' in parameter ? parameter.name : ''))).toEqual([
      'X-Webhook-Signature', 'X-Webhook-Event', 'X-Webhook-Timestamp', 'X-Webhook-Delivery-Id', 'X-Webhook-Idempotency-Key', 'X-Webhook-Id', 'X-Webhook-Version',
      'webhook-id', 'webhook-timestamp', 'webhook-signature',
    ]);
    expect(Object.keys(Object(requestBody!.content['application/json']!.examples![type]!.value))).toEqual(['event', 'deliveryId', 'data', 'timestamp', 'webhookId']);
    expect(event.data.safeParse(event.example).error?.issues ?? []).toEqual([]);
  });
});

it.each(codes)('the example of %s fills every hole of its sentences', (code) => {
  const { error, message } = errorExample(code);
  expect(`${error} ${message}`).not.toMatch(/\{\w+\}/);
  expect(message).toMatch(hasThai);
});
