// Runs in the reader's browser, before the page is drawn: types are stripped and the text is served as it is. Imports nothing.

type Entry = readonly [kind: 'guide' | 'operation' | 'error' | 'event', title: string, url: string, text: string, within?: string];
interface Found { readonly entry: Entry; readonly score: number }
interface Words { readonly copy: string; readonly copied: string; readonly placeholder: string; readonly nothing: string; readonly close: string; readonly kinds: Readonly<Record<Entry[0], string>> }

const RESULTS_MAX = 20;
const SNIPPET_BEFORE = 40;
const SNIPPET_CHARACTERS = 150;
const COPIED_MS = 1_500;

/** One form for what looks the same: Thai am may be one character or two, and zero-width characters come with pasted text. */
export const comparable = (text: string): string => text.normalize('NFC').replaceAll('\u0E4D\u0E32', '\u0E33').replaceAll(/[\u200B-\u200D\uFEFF]/g, '').toLowerCase();

/** What holds every word of the query, anywhere in it, best first: Thai writes no spaces, so a word may stand inside another. */
export const findIn = (entries: readonly Entry[], query: string): readonly Found[] => {
  const wanted = comparable(query).split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return [];
  return entries.flatMap((entry) => {
    const [title, text, within] = [comparable(entry[1]), comparable(entry[3]), comparable(entry[4] ?? '')];
    let score = 0;
    for (const word of wanted) {
      if (title === word) score += 100;
      else if (title.startsWith(word)) score += 40;
      else if (title.includes(word)) score += 25;
      else if (within.includes(word)) score += 8;
      else if (text.includes(word)) score += 4;
      else return [];
    }
    return [{ entry, score: score + (entry[0] === 'guide' && entry[4] === undefined ? 3 : 0) }];
  }).toSorted((a, b) => b.score - a.score).slice(0, RESULTS_MAX);
};

const element = <K extends keyof HTMLElementTagNameMap>(tag: K, properties: Partial<Record<'className' | 'textContent' | 'type' | 'href', string>> = {}, ...children: readonly Node[]): HTMLElementTagNameMap[K] => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/** The text with every wanted word marked. */
const marked = (text: string, query: string): readonly Node[] => {
  const wanted = comparable(query).split(/\s+/).filter((word) => word !== '');
  const nodes: Node[] = [];
  let rest = text;
  while (rest !== '') {
    const low = comparable(rest);
    const next = wanted.map((word) => ({ word, at: low.indexOf(word) })).filter(({ at }) => at >= 0).toSorted((a, b) => a.at - b.at || b.word.length - a.word.length)[0];
    // A text that compares shorter than it is cannot be cut by the compared one's places.
    if (!next || low.length !== rest.length) break;
    nodes.push(document.createTextNode(rest.slice(0, next.at)), element('mark', { textContent: rest.slice(next.at, next.at + next.word.length) }));
    rest = rest.slice(next.at + next.word.length);
  }
  return [...nodes, document.createTextNode(rest)];
};

const snippet = (text: string, query: string): string => {
  const first = comparable(query).split(/\s+/)[0] ?? '';
  const at = Math.max(0, comparable(text).indexOf(first) - SNIPPET_BEFORE);
  return `${at > 0 ? '… ' : ''}${text.slice(at, at + SNIPPET_CHARACTERS)}${text.length > at + SNIPPET_CHARACTERS ? ' …' : ''}`;
};

const openSearch = (words: Words, urls: readonly string[]): (() => void) => {
  const input = element('input', { type: 'search' });
  input.placeholder = words.placeholder;
  input.setAttribute('aria-label', words.placeholder);
  const list = element('ul');
  const close = element('button', { type: 'button', className: 'search-close', textContent: words.close });
  const dialog = element('dialog', { className: 'search' }, element('div', { className: 'search-bar' }, input, close), list);
  document.body.append(dialog);
  let loaded: Promise<readonly (readonly Entry[])[]> | undefined;
  const show = async (): Promise<void> => {
    const query = input.value;
    // The page's own language comes first; the other one has what it lacks.
    const parts = await (loaded ??= Promise.all(urls.map(async (url) => (await fetch(url)).json() as Promise<readonly Entry[]>)));
    if (query !== input.value) return;
    const seen = new Set<string>();
    const found = parts.flatMap((entries) => findIn(entries, query)).filter(({ entry: [kind, title] }) => (kind === 'guide' ? true : !seen.has(title) && Boolean(seen.add(title)))).slice(0, RESULTS_MAX);
    list.replaceChildren(...found.map(({ entry: [kind, title, url, text, within] }) => element('li', {}, element('a', { href: url },
      element('span', { className: 'kind', textContent: within === undefined ? words.kinds[kind] : within }), element('b', {}, ...marked(title, query)), element('span', { className: 'snippet' }, ...marked(snippet(text, query), query))))));
    if (found.length === 0 && query.trim() !== '') list.replaceChildren(element('li', { className: 'nothing', textContent: words.nothing }));
  };
  input.addEventListener('input', () => void show());
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog || (event.target instanceof Element && event.target.closest('a'))) dialog.close(); });
  dialog.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.findIndex((link) => link === document.activeElement);
    if (event.key === 'Enter' && document.activeElement === input) links[0]?.click();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const next = at + (event.key === 'ArrowDown' ? 1 : -1);
    (links[Math.min(next, links.length - 1)] ?? input).focus();
  });
  return () => {
    dialog.showModal();
    input.select();
    void show();
  };
};

const kept = {
  read: (name: string): string | null => { try { return localStorage.getItem(`guides.${name}`); } catch { return null; } },
  write: (name: string, value: string): void => { try { localStorage.setItem(`guides.${name}`, value); } catch { /* A reader without storage chooses again on each page. */ } },
};

const applyTheme = (theme: string | null): void => {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
};
const isDark = (): boolean => (document.documentElement.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

const addCopyButtons = (words: Words): void => {
  for (const figure of document.querySelectorAll('figure.code')) {
    const button = element('button', { type: 'button', className: 'copy', textContent: words.copy });
    const copy = async (): Promise<void> => {
      await navigator.clipboard.writeText(figure.querySelector('code')?.textContent ?? '');
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, COPIED_MS);
    };
    button.addEventListener('click', () => void copy());
    figure.querySelector('figcaption')?.append(button);
  }
};

const chooseTab = (name: string): void => {
  for (const tabs of document.querySelectorAll('.tabs')) {
    const figures = [...tabs.querySelectorAll<HTMLElement>('figure')];
    const chosen = figures.find(({ dataset }) => dataset['tab'] === name) ?? figures[0];
    for (const figure of figures) figure.hidden = figure !== chosen;
    for (const button of tabs.querySelectorAll('[role=tab]')) button.setAttribute('aria-selected', String(button.textContent === chosen?.dataset['tab']));
  }
};
const addTabs = (): void => {
  for (const tabs of document.querySelectorAll('.tabs')) {
    const bar = element('div', { className: 'tab-bar' });
    bar.setAttribute('role', 'tablist');
    for (const { dataset } of tabs.querySelectorAll<HTMLElement>('figure')) {
      const button = element('button', { type: 'button', textContent: dataset['tab'] ?? '' });
      button.setAttribute('role', 'tab');
      button.addEventListener('click', () => {
        kept.write('tab', dataset['tab'] ?? '');
        chooseTab(dataset['tab'] ?? '');
      });
      bar.append(button);
    }
    tabs.prepend(bar);
  }
  chooseTab(kept.read('tab') ?? '');
};

/** Where a heading stands when its part is being read, below the bar. */
const READING_LINE = 120;
/** Says in the list beside the page which part is being read. */
const followReading = (): void => {
  const links = new Map([...document.querySelectorAll<HTMLAnchorElement>('.toc a')].map((link) => [link.hash.slice(1), link]));
  const headings = [...document.querySelectorAll('article :is(h2, h3)[id]')].filter(({ id }) => links.has(id));
  let isWaiting = false;
  const mark = (): void => {
    isWaiting = false;
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < READING_LINE) ?? headings[0];
    for (const [id, link] of links) {
      if (id === current?.id) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };
  addEventListener('scroll', () => {
    if (!isWaiting) requestAnimationFrame(mark);
    isWaiting = true;
  }, { passive: true });
  mark();
};

/** The other language opens at the part that is being read. */
const keepPlace = (): void => {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a')) link.addEventListener('click', () => { link.hash = location.hash; });
};

const begin = (words: Words, urls: readonly string[]): void => {
  addCopyButtons(words);
  addTabs();
  followReading();
  keepPlace();
  const search = openSearch(words, urls);
  const open = document.querySelector<HTMLButtonElement>('.search-open');
  const theme = document.querySelector<HTMLButtonElement>('.theme');
  for (const button of [open, theme]) if (button) button.hidden = false;
  open?.addEventListener('click', search);
  theme?.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    applyTheme(next);
    kept.write('theme', next);
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    if ((event.key === '/' && !isTyping) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      search();
    }
  });
};

if (typeof document !== 'undefined') {
  const { search = '', words = '{}' } = document.currentScript instanceof HTMLScriptElement ? document.currentScript.dataset : {};
  applyTheme(kept.read('theme'));
  document.addEventListener('DOMContentLoaded', () => begin(JSON.parse(words) as Words, search.split(' ')));
}
