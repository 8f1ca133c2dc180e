import { execFile, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { allOperations } from '@paygate/contract';
import type { Operation } from '@paygate/contract/kernel';
import { listen } from '@paygate/test/support/listen';
import { describe, expect, it } from 'vitest';
import { codeSamples, type CodeSample } from './code-samples.ts';

interface Arrived { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }

const arrived: Arrived[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    arrived.push({ method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.setHeader('Content-Type', 'application/json').end('{"ok":true}');
  });
});
const baseUrl = await listen(server);

const credentials = { PAYGATE_SECRET_KEY: 'sk_test_sample', PAYGATE_PUBLIC_KEY: 'pk_test_sample', PAYGATE_SESSION_TOKEN: 'jwt.sample', PAYGATE_FEED_ID: 'feed-1', PAYGATE_FEED_SECRET: 'feed-secret' };
const programs: Readonly<Record<CodeSample['lang'], (source: string) => readonly [string, readonly string[]]>> = {
  Shell: (source) => ['sh', ['-ec', source]],
  JavaScript: (source) => [process.execPath, ['--input-type=module', '-e', source]],
  PHP: (source) => ['php', ['-r', source.replace('<?php\n', '')]],
  Python: (source) => ['python3', ['-c', source]],
};
// Node is always here; the others where the machine has them.
const needs: Readonly<Record<CodeSample['lang'], string>> = { Shell: 'command -v curl && command -v openssl', JavaScript: 'true', PHP: 'php -r "exit(function_exists(\'curl_init\') ? 0 : 1);"', Python: 'command -v python3' };
const languages = (['Shell', 'JavaScript', 'PHP', 'Python'] as const).filter((lang) => spawnSync('sh', ['-c', needs[lang]]).status === 0);

const createPayment = allOperations.find(({ id }) => id === 'payments.create')!;
const signed: Operation = {
  ...createPayment, id: 'payouts.sample', path: '/api/v1/payout/create', auth: 'signed',
  examples: [{ name: "It's signed", body: { amount: 100.37, name: "นาย ทองดี O'Hara \"T\" $HOME" }, answer: {} }],
};
const one = (id: string) => allOperations.find((operation) => operation.id === id)!;
const operations = [createPayment, one('payments.get'), one('payments.list'), one('checkout.createSession'), one('links.create'), one('credits.report'), one('sessions.login'), signed];

describe.each(languages)('the %s sample', (lang) => {
  it.each(operations.map((operation) => [operation.id, operation] as const))('of %s sends what the example says, as its kind of caller', async (_, operation) => {
    const [program, given] = programs[lang](codeSamples(operation, baseUrl).find((sample) => sample.lang === lang)!.source);
    const { stdout } = await promisify(execFile)(program, given, { env: { PATH: process.env['PATH'], ...credentials } });
    expect(stdout).toMatch(/ok/);
    const { method, url, headers, body } = arrived.pop()!;
    const { params = {}, query = {}, body: sent } = operation.examples[0];
    expect(method).toBe(operation.method);
    expect(url.split('?')[0]).toBe(operation.path.replaceAll(/\{(\w+)\}/g, (_hole, name: string) => params[name]!));
    expect(Object.fromEntries(new URLSearchParams(url.split('?')[1]))).toEqual(query);
    expect(body === '' ? undefined : JSON.parse(body)).toEqual(sent);
    const secret = { signed: credentials.PAYGATE_SECRET_KEY, bankFeed: credentials.PAYGATE_FEED_SECRET }[operation.auth as string];
    const expected = { secretKey: ['x-api-key', 'sk_test_sample'], publicKey: ['x-api-key', 'pk_test_sample'], signed: ['x-api-key', 'sk_test_sample'], session: ['authorization', 'Bearer jwt.sample'], bankFeed: ['x-feed-id', 'feed-1'], public: undefined }[operation.auth];
    if (expected) expect(headers[expected[0]!]).toBe(expected[1]);
    if (secret) expect(headers['x-signature']).toBe(createHmac('sha256', secret).update(`${String(headers['x-signature-timestamp'])}.${body}`).digest('hex'));
    if (operation.auth === 'signed') expect(headers['idempotency-key']).toMatch(/^[\w-]{16,}$/);
  });
});

it('the Node sample can always be run here', () => {
  expect(languages).toContain('JavaScript');
});
