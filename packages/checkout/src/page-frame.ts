import { createHash } from 'node:crypto';
import { html, raw, type Html } from './html.ts';
import { styles } from './pay-style.ts';
import { words, type Language } from './words.ts';

export interface Frame { readonly language: Language; readonly title: string; readonly body: Html; readonly parts: readonly (keyof typeof styles)[]; readonly head?: Html | undefined }
/** One whole page, with the parts of the style that it uses inside. */
export const documentOf = ({ language, title, body, parts, head }: Frame): string => html`<!doctype html>
  <html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="icon" href="data:,">${head}${parts.map((part) => html`<style>${raw(styles[part])}</style>`)}</head>${body}</html>`.markup;

export const otherLanguage = (language: Language, host: string | undefined): Html => {
  const other = language === 'th' ? 'en' : 'th';
  return html`<a href="?lang=${other}${host !== undefined && `&host=${encodeURIComponent(host)}`}" lang="${other}">${words[language].otherLanguage}</a>`;
};

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const styleHashes = Object.values(styles).map(hashOf).join(' ');

/** Nothing loads but our own style, pictures inside the page and, where there is one, this script, which may ask our own server; only the pages of `origins` may frame it. */
export const securityPolicy = (origins: readonly string[], script?: string): string => [
  "default-src 'none'", ...(script === undefined ? [] : [`script-src ${hashOf(script)} 'strict-dynamic'`]), `style-src ${styleHashes}`, 'img-src data:', ...(script === undefined ? [] : ["connect-src 'self'"]), "form-action 'self'",
  "base-uri 'none'", `frame-ancestors ${origins.length > 0 ? origins.join(' ') : "'none'"}`,
].join('; ');
