// Runs in the reader's browser: types are stripped and the text is served as it is. Imports nothing.

interface Settings {
  readonly title: string;
  readonly demoKey?: string;
}
declare const Scalar: { createApiReference(selector: string, configuration: object): unknown };

const signingUnavailable =
  'Signing needs https:// or localhost: this browser gives no cryptography to other addresses. / การลงลายเซ็นต้องเปิดหน้านี้ผ่าน https:// หรือ localhost';

/** The paths that the document wants signed with the presented key. */
export const signedPathsOf = (text: string): readonly RegExp[] => {
  const { paths }: Described = JSON.parse(text);
  return Object.entries(paths).flatMap(([path, { post }]) => (post?.security?.some((way) => 'signature' in way) ? [new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)] : []));
};

/**
 * Signs POSTs to the signed paths with the key in the request: HMAC-SHA256 over "<timestamp>.<raw body>", the exact bytes sent.
 * Every other request, and one without a key, passes untouched. Throws where the browser has no cryptography.
 */
export const signedRequest = async (request: Request, signedPaths: readonly RegExp[]): Promise<Request> => {
  const { pathname } = new URL(request.url);
  const key = request.headers.get('X-API-Key') || /^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '')?.[1];
  if (request.method !== 'POST' || !key || !signedPaths.some((path) => path.test(pathname))) return request;
  if (!globalThis.crypto?.subtle) throw new Error(signingUnavailable);
  const body = await request.clone().text();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', secret, new TextEncoder().encode(`${timestamp}.${body}`));
  const headers = new Headers(request.headers);
  headers.set('X-Signature-Timestamp', timestamp);
  headers.set('X-Signature', [...new Uint8Array(mac)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  if (!headers.get('X-Signature-Nonce')) headers.set('X-Signature-Nonce', crypto.randomUUID());
  if (!headers.get('Idempotency-Key')) headers.set('Idempotency-Key', crypto.randomUUID());
  return new Request(request.url, { method: request.method, headers, body });
};

// The system's own fonts, those with Thai first where a system's default has none: no font is ever fetched.
const fonts = 'system-ui, -apple-system, "Segoe UI", "Noto Sans Thai", "Leelawadee UI", Thonburi, Sarabun, Loma, sans-serif';
const css = `:root { --scalar-font: ${fonts}; } .scalar-app { line-height: 1.5; } .section[tabindex="-1"]:focus-visible { outline: none; }`;

interface DescribedOperation {
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>> };
}
interface Described { readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>> }

/**
 * The document with a new order id in place of the printed one, in examples and samples alike: an order id can be used once, so the
 * printed one would be refused from the second reader on. Reading the payment by order id then finds what was just created.
 */
export const withFreshOrderIds = (text: string, fresh: string): string => {
  const { paths }: Described = JSON.parse(text);
  const values = Object.values(paths).flatMap((item) => Object.values(item).flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}).flatMap(({ examples }) => Object.values(examples ?? {}).map(({ value }) => value))));
  const printed = new Set(values.flatMap((value) => (value !== null && typeof value === 'object' && 'orderId' in value && typeof value.orderId === 'string' ? [value.orderId] : [])));
  return [...printed].reduce((all, id, index) => all.replaceAll(id, index === 0 ? fresh : `${fresh}-${index + 1}`), text);
};

const start = async (settings: Settings) => {
  const text = await (await fetch('/openapi.json')).text();
  const signedPaths = signedPathsOf(text);
  return Scalar.createApiReference('#app', {
    content: withFreshOrderIds(text, `ORD-${Date.now().toString(36).toUpperCase()}`),
    // The address this page came from, whatever name the reader used for it.
    servers: [{ url: location.origin }],
    customFetch: async (input: RequestInfo | URL, init?: RequestInit) => fetch(await signedRequest(new Request(input, init), signedPaths)),
    authentication: {
      preferredSecurityScheme: 'secretKey',
      ...(settings.demoKey && { securitySchemes: { secretKey: { value: settings.demoKey }, bearerKey: { token: settings.demoKey } } }),
    },
    // The samples of the document itself, in its order: Shell, Node.js, PHP, Python. They sign; Scalar's own cannot.
    hiddenClients: true,
    setPageTitle: ({ title, document: { title: whole } }: { title: string; document: { title: string } }) => (title === whole ? settings.title : `${title} · ${settings.title}`),
    customCss: css, withDefaultFonts: false, telemetry: false, agent: { disabled: true }, mcp: { disabled: true },
    hideClientButton: true, showDeveloperTools: 'never', showToolbar: 'never', persistAuth: false, hideModels: false, defaultOpenFirstTag: true,
  });
};

if (typeof document !== 'undefined') await start(JSON.parse(document.getElementById('docs-settings')!.textContent));
