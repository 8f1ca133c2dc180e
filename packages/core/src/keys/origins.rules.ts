const pattern = /^https?:\/\/[a-z0-9.[\]:-]+(:\*)?$/i;

/** Whether a text can stand in a key's list: an origin, or on this machine alone one with any port (`http://localhost:*`). */
export const isOriginPattern = (text: string): boolean =>
  text === 'null' || (pattern.test(text) && (text.endsWith(':*') ? /^http:\/\/(localhost|127\.0\.0\.1):\*$/.test(text) : URL.parse(text)?.origin === text));

/**
 * Whether a page may use what the list protects. `null` is what a page opened from a file says, and a framed page without an origin too, so it counts
 * for test keys alone: the caller says which it is.
 */
export const allowsOrigin = (allowed: readonly string[], origin: string, { isTest }: { readonly isTest: boolean }): boolean => {
  if (origin === 'null') return isTest && allowed.includes('null');
  return allowed.some((one) => (one === origin && !one.endsWith('*')) || (one.endsWith(':*') && origin.startsWith(one.slice(0, -1)) && /^\d{1,5}$/.test(origin.slice(one.length - 1))));
};

/** The part of the list that a browser takes as frame-ancestors. */
export const framingOrigins = (allowed: readonly string[]): readonly string[] => allowed.filter((one) => one !== 'null' && isOriginPattern(one));
