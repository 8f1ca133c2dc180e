interface Attributes { readonly maxAgeSeconds: number; readonly isHttps: boolean }

const none: Readonly<Record<string, string>> = {};

/** Cookies by name, the first of a name, as they came; ours are written so that there is nothing to decode (RFC 6265, 4.2). */
export const cookiesOf = (header: string | undefined): Readonly<Record<string, string>> => {
  if (header === undefined) return none;
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const [name = '', value] = [pair.split('=', 1)[0]?.trim(), pair.includes('=') ? pair.slice(pair.indexOf('=') + 1).trim() : undefined];
    if (value !== undefined && !cookies.has(name)) cookies.set(name, value);
  }
  return Object.fromEntries(cookies);
};

/** A cookie for our own pages, out of reach of their scripts. Age 0 clears it. */
export const cookieText = (name: string, value: string, { maxAgeSeconds, isHttps }: Attributes): string =>
  `${name}=${encodeURIComponent(value)}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly${isHttps ? '; Secure' : ''}; SameSite=Lax`;
