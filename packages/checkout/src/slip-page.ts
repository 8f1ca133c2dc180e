import type { SlipPageView } from '@paygate/contract/checkout';
import { SLIP_TEXT_MAX } from '@paygate/contract/slips';
import { html, type Html } from './html.ts';
import { documentOf, otherLanguage } from './page-frame.ts';
import { showBaht } from './show.ts';
import { slipStates, slipWords } from './slip-words.ts';
import { words, type Language } from './words.ts';

export interface SlipPage {
  readonly brandName: string;
  readonly language: Language;
  readonly host: string | undefined;
  readonly view: SlipPageView;
  /** Why what was just sent was not taken. */
  readonly trouble?: string | undefined;
}

const REFRESH_SECONDS = 3;
const query = ({ language, host }: SlipPage): string => new URLSearchParams({ lang: language, ...(host !== undefined && { host }) }).toString();

/** Where a payer sends the slip of a transfer that nobody has told of. Works without scripts: it has none. Pure. */
export const slipPage = (page: SlipPage): string => {
  const { view, language, brandName, trouble } = page;
  const t = slipWords[language];
  const isChecking = view.slip?.status === 'CHECKING';
  return documentOf({
    language, parts: ['base', 'field'], title: `${t.title} – ${view.merchantName}`,
    head: isChecking && trouble === undefined ? html`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` : undefined,
    body: html`<body><main><nav>${brandName}${otherLanguage(language, page.host)}</nav>
      <section><h1>${t.title}</h1><p class="soft">${view.merchantName} · ${showBaht(view.amountSatang)}</p>
      ${view.isTest && html`<p class="note">${words[language].test}</p>`}
      ${trouble !== undefined && html`<p class="note" role="alert">${trouble}</p>`}
      ${trouble === undefined && view.slip && told(view.slip, language)}
      ${view.takesSlips ? form(page, isChecking) : html`<p>${t.over}</p>`}
      </section><a class="do" href="/pay/${view.id}?${query(page)}">${t.back}</a></main></body>`,
  });
};

const told = ({ status, reason }: NonNullable<SlipPageView['slip']>, language: Language): Html =>
  html`<p class="${status === 'ACCEPTED' || status === 'CHECKING' ? 'good' : 'note'}" id="told">${slipStates[language][status === 'REFUSED' ? (reason ?? 'NOT_FOUND') : status]}</p>`;

const form = (page: SlipPage, isFolded: boolean): Html => {
  const t = slipWords[page.language];
  const fields = html`<form method="post" enctype="multipart/form-data" action="/pay/${page.view.id}/slip?${query(page)}">
    <label for="picture">${t.picture}</label><input id="picture" type="file" name="picture" accept="image/png,image/jpeg,image/webp" aria-describedby="hint"><p class="soft" id="hint">${t.pictureHint}</p>
    <details><summary>${t.orText}</summary><label for="text">${t.text}</label><textarea id="text" name="text" rows="3" maxlength="${SLIP_TEXT_MAX}" autocomplete="off" autocapitalize="off" spellcheck="false"></textarea></details>
    <button class="do main">${t.send}</button></form>`;
  return isFolded ? html`<details><summary>${t.another}</summary>${fields}</details>` : html`<p class="soft">${t.intro}</p>${fields}`;
};
