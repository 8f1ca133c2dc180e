const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand between tags and in double quotes. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character]!);
