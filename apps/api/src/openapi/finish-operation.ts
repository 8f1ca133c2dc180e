import { errorsOf } from '@paygate/contract';
import { takesIdempotencyKey, type Operation } from '@paygate/contract/kernel';
import { errors, type ErrorCode } from '@paygate/contract/errors';
import * as z from 'zod';
import { codeSamples } from './code-samples.ts';
import type { DocumentOperation, Media, Parameter, Response, Schema } from './document-types.ts';
import { errorExample } from './error-examples.ts';
import { headerReference, securityFor } from './security.ts';

interface Finish {
  readonly operation: Operation;
  readonly described: DocumentOperation;
  readonly baseUrl: string;
  /** Where named bodies are put; the operation then refers to them. */
  readonly schemas: Record<string, Schema>;
}

/** Says what trpc-to-openapi cannot: who may call, the true success status, every refusal with an example, samples. */
export const finishOperation = ({ operation, described, baseUrl, schemas }: Finish): DocumentOperation => {
  const { summary, description } = operation;
  const { operationId, tags, requestBody } = described;
  const parameters = [...(described.parameters ?? []).map((parameter) => ('$ref' in parameter ? parameter : finishParameter(parameter, operation))), ...sharedParameters(operation)];
  return {
    operationId, ...(tags && { tags }), summary: summary.en,
    description: [summary.th, description?.en, description?.th, ...callers(operation)].filter((part) => part !== undefined).join('\n\n'),
    security: securityFor[operation.auth],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && operation.body && { requestBody: namedBody(operation, operation.body, { media: requestBody.content['application/json']!, schemas }) }),
    responses: { [operation.ok.status]: success(operation, described.responses['200']!), ...refusals(operation) },
    'x-codeSamples': codeSamples(operation, baseUrl),
  };
};

const sharedParameters = (operation: Operation) => [
  ...(takesIdempotencyKey(operation) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ...(operation.auth === 'signed' ? [{ $ref: '#/components/parameters/SignatureNonce' }] : []),
];

const callers = (operation: Operation): string[] => {
  const { roles, scope, sandbox } = operation;
  const needsKey = 'idempotency' in operation && operation.idempotency === 'required';
  return [
    ...(roles ? [`Roles / บทบาท: ${roles.map((role) => `\`${role}\``).join(', ')}`] : []),
    ...(scope ? [`Key scope / สิทธิ์ของคีย์: \`${scope}\``] : []),
    ...(sandbox ? ['Test keys only. / ใช้ได้กับคีย์ทดสอบเท่านั้น'] : []),
    ...(needsKey ? ['An `Idempotency-Key` is required. / ต้องส่ง `Idempotency-Key`'] : []),
  ];
};

/** trpc-to-openapi unwraps optional parameters and so loses what was said about them. */
const finishParameter = ({ name, in: place, required, schema }: Parameter, { params, query, examples }: Operation): Parameter => {
  const said = (place === 'path' ? params : query)?.shape[name];
  const description = schema['description'] ?? (said && z.globalRegistry.get(said)?.description);
  const value = (place === 'path' ? examples[0].params : examples[0].query)?.[name];
  const { description: _, ...bare } = schema;
  return { name, in: place, required: required ?? false, ...(typeof description === 'string' && { description }), schema: bare, ...(value !== undefined && { example: value }) };
};

const namedBody = (operation: Operation, body: z.ZodObject, { media, schemas }: { readonly media: Media; readonly schemas: Record<string, Schema> }) => {
  const id = z.globalRegistry.get(body)?.id;
  if (id === undefined) throw new Error(`The body of ${operation.id} has no name: put .meta({ id }) last.`);
  if (!('$ref' in media.schema)) schemas[id] = media.schema;
  const examples = Object.fromEntries(operation.examples.flatMap(({ name, body: value }) => (value === undefined ? [] : [[name, { summary: name, value }]])));
  return {
    required: !body.safeParse({}).success,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${id}` }, ...(Object.keys(examples).length > 0 && { examples }) } },
  };
};

const success = (operation: Operation, response: Response): Response => ({
  description: operation.ok.status === 201 ? 'Created / สร้างแล้ว' : 'Done / สำเร็จ',
  headers: { 'X-Request-Id': headerReference('RequestId'), ...(takesIdempotencyKey(operation) && { 'Idempotent-Replayed': headerReference('IdempotentReplayed') }) },
  content: {
    'application/json': {
      schema: response.content!['application/json']!.schema,
      examples: Object.fromEntries(operation.examples.map(({ name, answer }) => [name, { summary: name, value: answer }])),
    },
  },
});

const refusals = (operation: Operation): Record<string, Response> => {
  const byStatus = Map.groupBy(errorsOf(operation), (code) => errors[code].status);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, refusal(codes, operation.failureText)]));
};

const waits: readonly number[] = [429, 503];
const refusal = (codes: readonly ErrorCode[], failureText: string | undefined): Response => ({
  description: codes.map((code) => `\`${code}\``).join(', '),
  headers: { 'X-Request-Id': headerReference('RequestId'), ...(waits.includes(errors[codes[0]!].status) && { 'Retry-After': headerReference('RetryAfter') }) },
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/Error' },
      examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code, failureText)])),
    },
  },
});

const exampleOf = (code: ErrorCode, failureText: string | undefined) => {
  const value = errorExample(code, failureText);
  return { summary: value.error, value };
};
