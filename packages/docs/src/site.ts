import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GuideFacts } from './facts.ts';
import { guideGroups, guidePath, homePath, languages, slugs, type Language, type Slug } from './guide-list.ts';
import { guidePage, homePage, type Assets } from './page.ts';
import { readGuide, servedMarkdown } from './read-guide.ts';
import { renderMarkdown, type Rendered } from './render-markdown.ts';
import { searchIndex } from './search-index.ts';
import { words } from './words.ts';

/** One thing to serve. What has a content hash in its path may be kept forever. */
export interface SiteFile { readonly path: string; readonly type: string; readonly text: string; readonly isHashed: boolean }
export interface Site {
  readonly files: readonly SiteFile[];
  /** Every guide as Markdown, in reading order, for lists of them. */
  readonly documents: readonly { readonly language: Language; readonly path: string; readonly title: string; readonly lead: string; readonly text: string }[];
}

const html = 'text/html; charset=utf-8';
const markdownType = 'text/markdown; charset=utf-8';

/**
 * All guides in both languages, as pages and as Markdown, with their style, script and search indexes. A few milliseconds a page, with a pause for
 * others after each. Throws where a guide says what the contract does not know.
 */
export const buildSite = async (facts: GuideFacts): Promise<Site> => {
  const built = await Promise.all(languages.map(async (language) => ({ language, ...(await renderLanguage(language, facts)) })));
  const style = hashed('guides', 'css', { type: 'text/css; charset=utf-8', text: readFileSync(new URL('guides.css', import.meta.url), 'utf8') });
  const script = hashed('guides', 'js', { type: 'text/javascript; charset=utf-8', text: browserScript() });
  const indexes = built.map(({ language, guides }) => ({ language, file: hashed(`search-${language}`, 'json', { type: 'application/json; charset=utf-8', text: JSON.stringify(searchIndex(language, guides, facts)) }) }));
  const urlOf = (language: Language): string => indexes.find((index) => index.language === language)?.file.path ?? '';
  const assets: Assets = { styleUrl: style.path, scriptUrl: script.path, searchUrls: { en: urlOf('en'), th: urlOf('th') } };
  const pages = built.flatMap(({ language, guides, markdown }) => {
    const frame = { language, brandName: facts.config.brandName, assets, titles: bySlug((slug) => guides[slug].title) };
    const page = (path: string, text: string): SiteFile => ({ path, type: html, text, isHashed: false });
    return [
      page(homePath(language), homePage(bySlug((slug) => guides[slug].lead), frame)),
      ...slugs.map((slug) => page(guidePath(language, slug), guidePage(slug, guides[slug], frame))),
      { path: `${homePath(language)}.md`, type: markdownType, text: homeMarkdown(language, guides, facts), isHashed: false },
      ...slugs.map((slug) => ({ path: `${guidePath(language, slug)}.md`, type: markdownType, text: markdown[slug], isHashed: false })),
    ];
  });
  const documents = built.flatMap(({ language, guides, markdown }) => slugs.map((slug) => ({ language, path: `${guidePath(language, slug)}.md`, title: guides[slug].title, lead: guides[slug].lead, text: markdown[slug] })));
  return { files: [...pages, style, script, ...indexes.map(({ file }) => file)], documents };
};

/** A classic script, since it must run before the page is drawn: what tests import of it is not exported there. */
const browserScript = (): string => stripTypeScriptTypes(readFileSync(new URL('guides-browser.ts', import.meta.url), 'utf8')).replaceAll(/^export /gm, '');

const bySlug = <T>(make: (slug: Slug) => T): Readonly<Record<Slug, T>> =>
  Object.fromEntries(slugs.map((slug) => [slug, make(slug)])) as Readonly<Record<Slug, T>>; // oxlint-disable-line typescript/no-unsafe-type-assertion -- one for each slug

const renderLanguage = async (language: Language, facts: GuideFacts) => {
  const place = { language, facts };
  const rendered: [Slug, { readonly guide: Rendered; readonly markdown: string }][] = [];
  for (const slug of slugs) {
    const text = readGuide(slug, place);
    rendered.push([slug, { guide: renderMarkdown(text, language), markdown: servedMarkdown(text, place) }]);
    await nextTurn();
  }
  const all = new Map(rendered);
  return { guides: bySlug((slug) => all.get(slug)!.guide), markdown: bySlug((slug) => all.get(slug)!.markdown) };
};

const homeMarkdown = (language: Language, guides: Readonly<Record<Slug, Rendered>>, { config }: GuideFacts): string => [
  `# ${config.brandName} · ${words.guides[language]}`, words.homeLead[language],
  ...guideGroups.map((group) => `## ${group.title[language]}\n\n${group.slugs.map((slug) => `- [${guides[slug].title}](${config.publicBaseUrl}${guidePath(language, slug)}.md): ${guides[slug].lead}`).join('\n')}`),
].join('\n\n').concat('\n');

const HASH_CHARACTERS = 12;
const hashed = (name: string, extension: string, { type, text }: Pick<SiteFile, 'type' | 'text'>): SiteFile =>
  ({ path: `/docs/guides/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARACTERS)}.${extension}`, type, text, isHashed: true });
