import { allOperations, errorsOf } from '@paygate/contract';
import { errors, type ErrorCode } from '@paygate/contract/errors';
import { events } from '@paygate/contract/events';
import type { Operation } from '@paygate/contract/kernel';
import { methodName, snakeCase } from './methods.ts';

export interface Where {
  readonly brandName: string;
  readonly baseUrl: string;
  /** Guides in Markdown, in reading order. */
  readonly guides?: readonly { readonly language: 'en' | 'th'; readonly path: string; readonly title: string; readonly lead: string }[];
}

/** The whole public API in plain text for a language model, in the form of llmstxt.org: what it is, the rules, then links and lists. */
export const llmsText = ({ brandName, baseUrl, guides = [] }: Where): string => {
  const operations = allOperations.filter(({ surface }) => surface === 'v1');
  const codes = [...new Set(operations.flatMap(errorsOf))].toSorted((a, b) => errors[a].status - errors[b].status || a.localeCompare(b));
  return [
    `# ${brandName}`, `> Thai payment platform: PromptPay QR and bank transfers in, payouts to any Thai bank account out. REST and JSON at ${baseUrl}/api/v1.`,
    rules, `## Files\n\n${files.map(([path, what]) => `- [${path.slice(1)}](${baseUrl}${path}): ${what}`).join('\n')}`,
    ...guideLists(baseUrl, guides), firstCall(baseUrl), `## Operations\n\n${operations.map(operationText).join('\n')}`,
    `## Webhook events\n\n${Object.values(events).map(({ type, summary }) => `- \`${type}\`: ${summary.en}`).join('\n')}`,
    `## Errors\n\n${codes.map(errorText).join('\n')}`,
  ].join('\n\n').concat('\n');
};

const rules = `Rules:

- Send \`X-API-Key: sk_...\` from a server, never from a browser. \`sk_test_\` keys never touch real money; \`sk_live_\` keys do.
- Amounts are JSON numbers in baht with at most 2 decimals (\`100.37\`), never text. Times are ISO 8601 in UTC.
- Send an \`Idempotency-Key\` with every POST and keep it when repeating: the same key and body give the first answer again.
- Calls marked "signed" also need \`X-Signature-Timestamp\` (unix seconds) and \`X-Signature\` = hex(HMAC_SHA256(secret key, "<timestamp>.<raw body>")) over the exact bytes sent. The SDK files do it.
- Every refusal is \`{ error, message, code, details, requestId }\`. Decide by \`code\`.
- A payment is paid when its status is \`PAID\`: wait for the webhook \`payment.success\` or read the payment. Verify \`X-Webhook-Signature\` = hex(HMAC_SHA256(webhook secret, raw body)), deduplicate by \`X-Webhook-Idempotency-Key\`, answer 2xx.
- With a test key, \`POST /api/v1/sandbox/payments/{id}/pay\` plays the payer.`;

const files: readonly (readonly [path: string, what: string])[] = [
  ['/openapi.json', 'OpenAPI 3.1 with every schema, example and error'], ['/docs', 'the same, to read and try'],
  ['/docs/guides', 'guides'], ['/llms-full.txt', 'this text and every guide in one file'],
  ['/sdk/paygate-node.js', 'Node client, one file without dependencies'], ['/sdk/paygate-node.d.ts', 'its types'],
  ['/sdk/PayGate.php', 'PHP 7.4+ client, one file'], ['/sdk/PayGate.py', 'Python 3.8+ client, one file'], ['/postman.json', 'Postman collection that signs by itself'],
];

const firstCall = (baseUrl: string): string => `## First call

    curl -s ${baseUrl}/api/v1/payment/create -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \\
      -d '{"amount": 100.37, "orderId": "ORD-1"}'

Show \`transaction.qrCode\` (a PNG data URL) or send the payer to \`transaction.checkoutUrl\`.`;

const languageNames = { en: 'Guides', th: 'Guides in Thai (คู่มือภาษาไทย)' } as const;
const guideLists = (baseUrl: string, guides: NonNullable<Where['guides']>): readonly string[] =>
  (['en', 'th'] as const).flatMap((language) => {
    const listed = guides.filter((guide) => guide.language === language);
    return listed.length === 0 ? [] : [`## ${languageNames[language]}\n\n${listed.map(({ path, title, lead }) => `- [${title}](${baseUrl}${path}): ${lead}`).join('\n')}`];
  });

const operationText = (operation: Operation): string => {
  const { method, path, summary, description, auth, sandbox } = operation;
  const fields = Object.entries((operation.body ?? operation.query)?.shape ?? {}).map(([name, schema]) => (schema.safeParse(undefined).success ? `${name}?` : name));
  const marks = [...(auth === 'signed' ? ['signed'] : []), ...(sandbox ? ['test keys only'] : []), ...(fields.length > 0 ? [`${operation.body ? 'body' : 'query'}: ${fields.join(', ')}`] : [])];
  const name = methodName(operation);
  return `- \`${method} ${path}\` ${summary.en}.${marks.length > 0 ? ` (${marks.join('; ')})` : ''} SDK: \`${name}\`, \`${snakeCase(name)}\`.${description ? ` ${description.en}` : ''}`;
};

const errorText = (code: ErrorCode): string => `- \`${code}\` (${errors[code].status}): ${errors[code].cause.en} ${errors[code].fix.en}`;
