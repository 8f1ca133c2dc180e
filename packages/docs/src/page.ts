import { guideGroups, guidePath, homePath, languages, slugs, type Language, type Slug } from './guide-list.ts';
import { escaped } from './markup.ts';
import type { Rendered } from './render-markdown.ts';
import { words } from './words.ts';

/** Everything from this server, nothing inline: what a page might want elsewhere, the browser refuses. */
export const guidePolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'", "manifest-src 'none'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

export interface Assets { readonly styleUrl: string; readonly scriptUrl: string; readonly searchUrls: Readonly<Record<Language, string>> }
export interface PageFrame {
  readonly language: Language;
  readonly brandName: string;
  readonly titles: Readonly<Record<Slug, string>>;
  readonly assets: Assets;
}

const names: Readonly<Record<Language, string>> = { en: 'English', th: 'ไทย' };
const icons = {
  search: '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M9 3a6 6 0 1 0 3.7 10.7l3.8 3.8 1.1-1.1-3.8-3.8A6 6 0 0 0 9 3Zm0 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8Z" fill="currentColor"/></svg>',
  theme: '<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="6.75" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M10 3.25a6.75 6.75 0 0 1 0 13.5Z" fill="currentColor"/></svg>',
} as const;

/** One guide as a whole page. */
export const guidePage = (slug: Slug, content: Rendered, frame: PageFrame): string => {
  const { language } = frame;
  const shown = content.headings.filter(({ level }) => level === 2 || slug !== 'errors');
  const toc = shown.map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${escaped(text)}</a></li>`).join('');
  return shell(frame, {
    title: content.title, lead: content.lead, slug,
    main: `<article><h1>${escaped(content.title)}</h1><div class="lead">${content.leadHtml}</div>
<details class="toc-small"><summary>${words.onThisPage[language]}</summary><ol>${toc}</ol></details>
${content.html}</article>
${neighbours(slug, frame)}`,
    aside: `<nav class="toc" aria-label="${words.onThisPage[language]}"><h2>${words.onThisPage[language]}</h2><ol>${toc}</ol></nav>`,
  });
};

/** The page that all guides hang from. */
export const homePage = (leads: Readonly<Record<Slug, string>>, frame: PageFrame): string => {
  const { language, brandName, titles } = frame;
  const groups = guideGroups.map((group) => `<section><h2>${escaped(group.title[language])}</h2><ul class="cards">${group.slugs.map((slug) => `<li><a href="${guidePath(language, slug)}"><b>${escaped(titles[slug])}</b><span>${escaped(leads[slug])}</span></a></li>`).join('')}</ul></section>`);
  return shell(frame, {
    title: words.guides[language], lead: words.homeLead[language], slug: undefined,
    main: `<article class="home"><h1>${escaped(brandName)} · ${words.guides[language]}</h1><div class="lead"><p>${escaped(words.homeLead[language])}</p></div>${groups.join('')}</article>`, aside: '',
  });
};

interface Filled { readonly title: string; readonly lead: string; readonly slug: Slug | undefined; readonly main: string; readonly aside: string }
const pathOf = (language: Language, slug: Slug | undefined): string => (slug === undefined ? homePath(language) : guidePath(language, slug));

const shell = (frame: PageFrame, { title, lead, slug, main, aside }: Filled): string => {
  const { language, brandName, assets } = frame;
  const markdownUrl = `${pathOf(language, slug)}.md`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · ${escaped(brandName)}</title>
<meta name="description" content="${escaped(lead)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets.styleUrl}">
${languages.map((one) => `<link rel="alternate" hreflang="${one}" href="${pathOf(one, slug)}">`).join('\n')}
<link rel="alternate" type="text/markdown" href="${markdownUrl}">
<script src="${assets.scriptUrl}" data-search="${[assets.searchUrls[language], ...languages.filter((one) => one !== language).map((one) => assets.searchUrls[one])].join(' ')}" data-words="${escaped(JSON.stringify(scriptWords(language)))}"></script>
</head>
<body>
<a class="skip" href="#content">${words.toContent[language]}</a>
${header(frame, slug)}
<div class="frame${aside === '' ? ' wide' : ''}">
<nav class="guides" aria-label="${words.guides[language]}"><details${slug === undefined ? ' hidden' : ''}><summary>${words.menu[language]}</summary>${guideList(frame, slug)}</details><div class="guides-open">${guideList(frame, slug)}</div></nav>
<main id="content">
${main}
<footer><a href="${markdownUrl}">${words.asMarkdown[language]}</a><a href="/llms.txt">llms.txt</a><a href="/openapi.yaml">OpenAPI</a><a href="/postman.json">Postman</a></footer>
</main>
${aside}
</div>
</body>
</html>
`;
};

const header = ({ language, brandName }: PageFrame, slug: Slug | undefined): string => `<header class="top">
<a class="brand" href="${homePath(language)}">${escaped(brandName)}</a>
<nav class="areas"><a href="${homePath(language)}" aria-current="true">${words.guides[language]}</a><a href="/docs">${words.reference[language]}</a></nav>
<button class="search-open" type="button" hidden>${icons.search}<span>${words.search[language]}</span><kbd>/</kbd></button>
<nav class="languages">${languages.map((one) => `<a href="${pathOf(one, slug)}" lang="${one}" hreflang="${one}"${one === language ? ' aria-current="true"' : ''}>${names[one]}</a>`).join('')}</nav>
<button class="theme" type="button" aria-label="${words.theme[language]}" title="${words.theme[language]}" hidden>${icons.theme}</button>
</header>`;

const guideList = ({ language, titles }: PageFrame, current: Slug | undefined): string =>
  guideGroups.map((group) => `<h2>${escaped(group.title[language])}</h2><ul>${group.slugs.map((slug) => `<li><a href="${guidePath(language, slug)}"${slug === current ? ' aria-current="page"' : ''}>${escaped(titles[slug])}</a></li>`).join('')}</ul>`).join('');

const neighbours = (slug: Slug, { language, titles }: PageFrame): string => {
  const at = slugs.indexOf(slug);
  const link = (other: Slug | undefined, direction: 'previous' | 'next'): string =>
    (other === undefined ? '<span></span>' : `<a class="${direction}" rel="${direction === 'next' ? 'next' : 'prev'}" href="${guidePath(language, other)}"><small>${words[direction][language]}</small>${escaped(titles[other])}</a>`);
  return `<nav class="neighbours">${link(slugs[at - 1], 'previous')}${link(slugs[at + 1], 'next')}</nav>`;
};

const scriptWords = (language: Language) => ({
  copy: words.copy[language], copied: words.copied[language], placeholder: words.searchPlaceholder[language], nothing: words.nothingFound[language], close: words.close[language],
  kinds: Object.fromEntries(Object.entries(words.kinds).map(([kind, text]) => [kind, text[language]])),
});
