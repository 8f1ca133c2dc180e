import type { Operation } from '@paygate/contract/kernel';

export interface CodeSample {
  readonly lang: 'Shell' | 'JavaScript' | 'PHP' | 'Python';
  readonly label: string;
  readonly source: string;
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The name of the environment variable that holds the secret to sign with; undefined for calls without a signature. */
  readonly signedWith: string | undefined;
  readonly hasIdempotencyKey: boolean;
  /** The exact bytes to send. */
  readonly body: string | undefined;
}

/** The operation's first example as a program in four languages; credentials come from the environment, never from the text. */
export const codeSamples = (operation: Operation, baseUrl: string): readonly CodeSample[] => {
  const call = callOf(operation, baseUrl);
  return [
    { lang: 'Shell', label: 'Shell', source: shell(call) },
    { lang: 'JavaScript', label: 'Node.js', source: node(call) },
    { lang: 'PHP', label: 'PHP', source: php(call) },
    { lang: 'Python', label: 'Python', source: python(call) },
  ];
};

// `$NAME` in a value marks an environment variable; each language spells it its own way.
const credentials: Readonly<Record<Operation['auth'], Call['headers']>> = {
  secretKey: [['X-API-Key', '$PAYGATE_SECRET_KEY']],
  signed: [['X-API-Key', '$PAYGATE_SECRET_KEY']],
  publicKey: [['X-API-Key', '$PAYGATE_PUBLIC_KEY'], ['Origin', 'https://shop.example.com']],
  session: [['Authorization', 'Bearer $PAYGATE_SESSION_TOKEN']],
  bankFeed: [['X-Feed-Id', '$PAYGATE_FEED_ID']],
  public: [],
};
const signingSecret: Partial<Record<Operation['auth'], string>> = { signed: 'PAYGATE_SECRET_KEY', bankFeed: 'PAYGATE_FEED_SECRET' };

const callOf = (operation: Operation, baseUrl: string): Call => {
  const { params = {}, query = {}, body } = operation.examples[0];
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? name));
  const search = new URLSearchParams(query).toString();
  // A signed call always has bytes to sign.
  const sent = body ?? (operation.auth === 'signed' ? {} : undefined);
  return {
    method: operation.method, url: `${baseUrl}${path}${search && `?${search}`}`, signedWith: signingSecret[operation.auth],
    hasIdempotencyKey: operation.auth === 'signed',
    headers: [...credentials[operation.auth], ...(sent ? [['Content-Type', 'application/json'] as const] : [])],
    body: sent && JSON.stringify(sent, null, 2),
  };
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const shell = ({ method, url, headers, signedWith, hasIdempotencyKey, body }: Call): string => {
  const flags = [
    ...headers.map(([name, value]) => `-H ${value.includes('$') ? `"${name}: ${value}"` : `'${name}: ${value}'`}`),
    ...(hasIdempotencyKey ? ['-H "Idempotency-Key: $(openssl rand -hex 16)"'] : []),
    ...(signedWith ? ['-H "X-Signature-Timestamp: $TIMESTAMP"', '-H "X-Signature: $SIGNATURE"', '--data-binary "$BODY"'] : body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
  ];
  const prelude = signedWith
    ? [`BODY=${quoted(body ?? '')}`, 'TIMESTAMP=$(date +%s)', `SIGNATURE=$(printf '%s.%s' "$TIMESTAMP" "$BODY" | openssl dgst -sha256 -hmac "$${signedWith}" | sed 's/^.* //')`, '']
    : [];
  return [...prelude, [`curl -X ${method} ${quoted(url)}`, ...flags].join(' \\\n  ')].join('\n');
};

/** Splits `Bearer $NAME` into its fixed text and the variable; undefined when there is no variable. */
const variableIn = (value: string): { readonly before: string; readonly name: string } | undefined => {
  const found = /^(.*)\$(\w+)$/.exec(value);
  return found ? { before: found[1]!, name: found[2]! } : undefined;
};

const nodeText = (value: string): string => {
  const found = variableIn(value);
  if (!found) return `'${value}'`;
  return found.before ? `\`${found.before}\${process.env.${found.name}}\`` : `process.env.${found.name}`;
};

const node = ({ method, url, headers, signedWith, hasIdempotencyKey, body }: Call): string => {
  const fields = [
    ...headers.map(([name, value]) => `    '${name}': ${nodeText(value)},`),
    ...(hasIdempotencyKey ? ["    'Idempotency-Key': randomUUID(),"] : []),
    ...(signedWith ? ["    'X-Signature-Timestamp': timestamp,", "    'X-Signature': signature,"] : []),
  ];
  return [
    ...(signedWith ? [`import { createHmac${hasIdempotencyKey ? ', randomUUID' : ''} } from 'node:crypto';`, ''] : []),
    ...(body === undefined ? [] : [`const body = JSON.stringify(${body});`]),
    ...(signedWith ? ['const timestamp = String(Math.floor(Date.now() / 1000));', `const signature = createHmac('sha256', process.env.${signedWith}).update(\`\${timestamp}.\${body}\`).digest('hex');`] : []),
    `const response = await fetch('${url}', {`,
    `  method: '${method}',`,
    ...(fields.length > 0 ? ['  headers: {', ...fields, '  },'] : []),
    ...(body === undefined ? [] : ['  body,']),
    '});',
    'console.log(response.status, await response.json());',
  ].join('\n');
};

const phpHeader = (name: string, value: string): string => {
  const found = variableIn(value);
  return found ? `'${name}: ${found.before}' . getenv('${found.name}')` : `'${name}: ${value}'`;
};

const php = ({ method, url, headers, signedWith, hasIdempotencyKey, body }: Call): string => {
  const lines = [
    ...headers.map(([name, value]) => phpHeader(name, value)),
    ...(hasIdempotencyKey ? ["'Idempotency-Key: ' . bin2hex(random_bytes(16))"] : []),
    ...(signedWith ? ["'X-Signature-Timestamp: ' . $timestamp", "'X-Signature: ' . $signature"] : []),
  ];
  return [
    '<?php',
    ...(body === undefined ? [] : ["$body = <<<'JSON'", body, 'JSON;']),
    ...(signedWith ? ['$timestamp = (string) time();', `$signature = hash_hmac('sha256', $timestamp . '.' . $body, getenv('${signedWith}'));`] : []),
    `$request = curl_init('${url}');`,
    'curl_setopt_array($request, [',
    `  CURLOPT_CUSTOMREQUEST => '${method}',`,
    '  CURLOPT_RETURNTRANSFER => true,',
    ...(lines.length > 0 ? ['  CURLOPT_HTTPHEADER => [', ...lines.map((line) => `    ${line},`), '  ],'] : []),
    ...(body === undefined ? [] : ['  CURLOPT_POSTFIELDS => $body,']),
    ']);',
    'echo curl_exec($request);',
  ].join('\n');
};

const pythonText = (value: string): string => {
  const found = variableIn(value);
  if (!found) return `'${value}'`;
  return `${found.before ? `'${found.before}' + ` : ''}os.environ['${found.name}']`;
};

const python = ({ method, url, headers, signedWith, hasIdempotencyKey, body }: Call): string => {
  const fields = [
    ...headers.map(([name, value]) => `    '${name}': ${pythonText(value)},`),
    ...(hasIdempotencyKey ? ["    'Idempotency-Key': str(uuid.uuid4()),"] : []),
    ...(signedWith ? ["    'X-Signature-Timestamp': timestamp,", "    'X-Signature': signature,"] : []),
  ];
  const modules = [...(signedWith ? ['hashlib', 'hmac'] : []), 'os', ...(signedWith ? ['time'] : []), 'urllib.request', ...(hasIdempotencyKey ? ['uuid'] : [])];
  return [
    `import ${modules.join(', ')}`,
    '',
    ...(body === undefined ? [] : [`body = r'''${body}'''.encode()`]),
    ...(signedWith ? ['timestamp = str(int(time.time()))', `signature = hmac.new(os.environ['${signedWith}'].encode(), timestamp.encode() + b'.' + body, hashlib.sha256).hexdigest()`] : []),
    `request = urllib.request.Request('${url}', method='${method}'${body === undefined ? '' : ', data=body'}, headers={`,
    ...fields,
    '})',
    'with urllib.request.urlopen(request) as response:',
    '    print(response.status, response.read().decode())',
  ].join('\n');
};
