/** Text that is markup already. Only `html` and `raw` make it. */
export interface Html { readonly markup: string }
type Part = Html | string | number | false | null | undefined | readonly Part[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character]!);
const isList = (part: Part): part is readonly Part[] => Array.isArray(part);

const markupOf = (part: Part): string => {
  if (part === false || part === null || part === undefined) return '';
  if (isList(part)) return part.map(markupOf).join('');
  return typeof part === 'object' ? part.markup : escaped(String(part));
};

/**
 * Markup with holes. Whatever is put into a hole is escaped for element text and quoted attributes, unless it is markup itself; false, null
 * and undefined leave the hole empty. Attributes with holes must be quoted. Indentation between lines is dropped.
 */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.map((text, index) => `${text.replaceAll(/\n\s*/g, '')}${index < parts.length ? markupOf(parts[index]) : ''}`).join(''),
});

/** Trusted text as it is: our own style and script, nothing from outside. */
export const raw = (markup: string): Html => ({ markup });
