import { allOperations, errorsOf } from '@paygate/contract';
import { events } from '@paygate/contract/events';
import { jobs } from '@paygate/contract/jobs';
import type { Job, Operation, WebhookEvent } from '@paygate/contract/kernel';
import * as z from 'zod';

/** Everything the product offers, one line each, sorted: the diff of a change is what the outside world sees of it. */
export const surfaceText = (): string =>
  `${[
    ...allOperations.map(operationLine).toSorted(),
    '',
    ...Object.values<WebhookEvent>(events).map(eventLine).toSorted(),
    '',
    ...Object.values<Job>(jobs).map(jobLine).toSorted(),
  ].join('\n')}\n`;

const operationLine = (operation: Operation): string => {
  const { method, path, id, auth, roles, scope, rate, ok, sandbox } = operation;
  const who = [auth, ...(roles ? [`(${roles.join(',')})`] : []), ...(scope ? [`:${scope}`] : []), ...(sandbox ? ['+test-key'] : [])].join('');
  const parts = [operation.query, operation.body].filter((part) => part !== undefined);
  const sent = parts.map((part) => `  ${fieldsOf(part)}`).join('');
  return `${method.padEnd(6)} ${path}  ${id}  ${who}  ${rate}${sent}  -> ${ok.status} ${fieldsOf(ok.schema)}  [${errorsOf(operation).join(' ')}]`;
};

const eventLine = ({ type, data }: WebhookEvent): string => `EVENT  ${type}  ${fieldsOf(data)}`;

const jobLine = ({ queue, payload, batchSizeMax, retryLimit, retryDelaySeconds, retryDelaySecondsMax, expireSeconds }: Job): string =>
  `JOB    ${queue}  ${fieldsOf(payload)}  batch<=${batchSizeMax}  retries ${retryLimit} after ${retryDelaySeconds}-${retryDelaySecondsMax} s  expires ${expireSeconds} s`;

const fieldsOf = (schema: z.ZodType): string =>
  schema instanceof z.ZodObject
    ? `{${Object.entries(schema.shape).map(([name, part]) => (part instanceof z.ZodOptional ? `${name}?` : name)).join(' ')}}`
    : `<${schema.type}>`;
