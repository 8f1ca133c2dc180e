import { Lexer, Marked, type RendererObject, type Token, type Tokens } from 'marked';
import { linkOf, linkOfCode } from './guide-links.ts';
import type { Language } from './guide-list.ts';
import { highlighted } from './highlight.ts';
import { escaped } from './markup.ts';
import { words } from './words.ts';

export interface Heading { readonly level: number; readonly id: string; readonly text: string }
/** What search knows of a part of a page: its words without code blocks. */
export interface Section { readonly id: string; readonly title: string; readonly text: string }
export interface Rendered {
  readonly title: string;
  readonly lead: string;
  readonly leadHtml: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const isCode = (token: Token): token is Tokens.Code => token.type === 'code';

/** One guide, its facts filled in, as a page's content. Throws where a heading below the title has no `{#id}` or a link leads nowhere. */
export const renderMarkdown = (markdown: string, language: Language): Rendered => {
  const tokens = Lexer.lex(markdown).filter(({ type }) => type !== 'space');
  const [title, lead, ...rest] = tokens;
  if (title?.type !== 'heading' || lead?.type !== 'paragraph') throw new Error('A guide begins with its title and one paragraph.');
  const marked = new Marked({ renderer: rendererFor(language) });
  const headings: Heading[] = [];
  for (const token of rest.filter(isHeading)) headings.push(named(token));
  const html = runs(rest).map((run) => (run.isTabs ? `<div class="tabs">${marked.parser(run.tokens)}</div>` : marked.parser(run.tokens))).join('');
  return { title: plain([title]), lead: plain([lead]), leadHtml: marked.parser([lead]), html, headings, sections: sectionsOf(plain([title]), [lead, ...rest]) };
};

/** Takes the `{#id}` off a heading, which then carries it for the renderer. */
const named = (token: Tokens.Heading): Heading => {
  const [, text = '', id] = /^(.*?)\s*\{#([\w-]+)\}$/.exec(token.text) ?? [];
  if (id === undefined) throw new Error(`The heading "${token.text}" has no {#id}.`);
  token.text = text;
  token.tokens = Lexer.lexInline(text);
  ids.set(token, id);
  return { level: token.depth, id, text: plain(token.tokens) };
};
const ids = new WeakMap<Token, string>();

const attribute = (info: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(info)?.[1];
const tabOf = (token: Token): string | undefined => (isCode(token) ? attribute(token.lang ?? '', 'tab') : undefined);

interface Run { readonly isTabs: boolean; readonly tokens: Token[] }
/** Neighbouring blocks with tabs belong together. */
const runs = (tokens: readonly Token[]): readonly Run[] => {
  const all: Run[] = [];
  for (const token of tokens) {
    const isTabs = tabOf(token) !== undefined;
    const last = all.at(-1);
    if (last?.isTabs === isTabs) last.tokens.push(token);
    else all.push({ isTabs, tokens: [token] });
  }
  return all;
};

const fenceNames: Readonly<Record<string, string>> = { bash: 'Shell', http: 'HTTP', json: 'JSON', sql: 'SQL' };

const rendererFor = (language: Language): RendererObject => ({
  heading(token) {
    const id = ids.get(token) ?? '';
    return `<h${token.depth} id="${id}">${this.parser.parseInline(token.tokens)}<a class="anchor" href="#${id}" aria-label="${words.linkHere[language]}">#</a></h${token.depth}>`;
  },
  code({ text, lang = '' }) {
    const fence = lang.split(' ', 1)[0] ?? '';
    const [title, tab] = [attribute(lang, 'title'), attribute(lang, 'tab')];
    return `<figure class="code${fence === 'text' ? ' text' : ''}"${tab === undefined ? '' : ` data-tab="${escaped(tab)}"`}><figcaption>${escaped(title ?? tab ?? fenceNames[fence] ?? '')}</figcaption><pre tabindex="0"><code>${highlighted(text, fence)}</code></pre></figure>`;
  },
  codespan({ text }) {
    const link = linkOfCode(text, language);
    const code = `<code>${escaped(text)}</code>`;
    return link === undefined ? code : `<a class="known" href="${escaped(link)}">${code}</a>`;
  },
  link({ href, tokens }) {
    return `<a href="${escaped(linkOf(href, language))}">${this.parser.parseInline(tokens)}</a>`;
  },
  table({ header, rows }) {
    const cells = (row: readonly Tokens.TableCell[], tag: string): string => `<tr>${row.map((one) => `<${tag}>${this.parser.parseInline(one.tokens)}</${tag}>`).join('')}</tr>`;
    return `<div class="table" tabindex="0"><table><thead>${cells(header, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`;
  },
});

const plain = (tokens: readonly Token[]): string => tokens.map(plainOf).join('').replaceAll(/\s+/g, ' ').trim();
const plainOf = (token: Token): string => {
  if (token.type === 'code' || token.type === 'hr' || token.type === 'html') return ' ';
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table; // oxlint-disable-line typescript/no-unsafe-type-assertion -- `type` says so, and marked's union has an open member
    return [header, ...rows].map((row) => row.map((one) => plain(one.tokens)).join(' ')).join(' ');
  }
  const { tokens, items } = token as { readonly tokens?: readonly Token[]; readonly items?: readonly Token[] }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- as above
  if (items) return items.map((item) => `${plain([item])} `).join('');
  const ends = ['paragraph', 'blockquote', 'list_item', 'heading', 'br'].includes(token.type) ? ' ' : '';
  if (tokens) return tokens.map(plainOf).join('') + ends;
  return ('text' in token ? String(token.text) : '') + ends;
};

const sectionsOf = (title: string, tokens: readonly Token[]): readonly Section[] => {
  const sections: { id: string; title: string; tokens: Token[] }[] = [{ id: '', title, tokens: [] }];
  for (const token of tokens) {
    if (isHeading(token)) sections.push({ id: ids.get(token) ?? '', title: plain([token]), tokens: [] });
    else sections.at(-1)!.tokens.push(token);
  }
  return sections.map((section) => ({ id: section.id, title: section.title, text: plain(section.tokens) }));
};
