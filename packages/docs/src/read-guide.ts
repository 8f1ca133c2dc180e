import { readFileSync } from 'node:fs';
import { withFacts, type Place } from './directives.ts';
import { linkOf } from './guide-links.ts';
import type { Language, Slug } from './guide-list.ts';

const folder = new URL('../guides/', import.meta.url);

/** A guide as it was written. */
export const guideSource = (language: Language, slug: Slug): string => readFileSync(new URL(`${language}/${slug}.md`, folder), 'utf8');

/** A guide with its facts filled in; links are still slugs. */
export const readGuide = (slug: Slug, place: Place): string => withFacts(guideSource(place.language, slug), place);

/** The same for readers of plain Markdown: links lead to the Markdown of other guides, headings lose their ids. */
export const servedMarkdown = (markdown: string, { language, facts }: Place): string =>
  markdown
    .replaceAll(/\]\(([^)\s]+)\)/g, (_, href: string) => {
      const link = linkOf(href, language, '.md');
      return `](${link.startsWith('/') ? facts.config.publicBaseUrl : ''}${link})`;
    })
    .replaceAll(/^(#{2,}.*?)\s*\{#[\w-]+\}$/gm, '$1');
