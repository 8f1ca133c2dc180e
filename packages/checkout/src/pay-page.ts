import { createHash } from 'node:crypto';
import type { PayerView } from '@paygate/contract/checkout';
import { bahtCopyFromSatang } from '@paygate/contract/money';
import { bankBadge } from './banks.ts';
import { browserScript } from './browser-script.ts';
import { html, raw, type Html } from './html.ts';
import { documentOf, otherLanguage, securityPolicy } from './page-frame.ts';
import { COUNTED_SECONDS_MAX, showAccount, showBaht, showInstant, showSeconds } from './show.ts';
import { outcomes, words, type Language } from './words.ts';

export interface PayPage {
  readonly brandName: string;
  readonly language: Language;
  /** The page around, when it may be told the outcome. */
  readonly host: string | undefined;
  readonly view: PayerView;
}
type Drawing = PayPage & { readonly t: (typeof words)[Language] };

const script = browserScript('./pay-browser.ts');

/** The script that draws the picture to save, and an address that changes with it. */
export const pictureScript = browserScript('./picture-browser.ts');
export const pictureScriptPath = `/pay/assets/${createHash('sha256').update(pictureScript).digest('hex').slice(0, 8)}.js`;

/** Nothing runs or loads but our own style, our own script and pictures inside the page; only the shop's pages may frame it. */
export const paySecurityPolicy = (origins: readonly string[]): string => securityPolicy(origins, script);

const WATCHED: readonly PayerView['state'][] = ['pending', 'wrong_amount', 'money_late', 'expired'];
/** Where money may be on its way that nobody has told of. */
const TAKES_SLIP: readonly PayerView['state'][] = ['pending', 'expired', 'cancelled', 'failed'];
const REFRESH_SECONDS = 5;

/** The payer's page: one document, complete without its script. Pure: the same view gives the same bytes. */
export const payPage = (page: PayPage): string => {
  const { view, language, host, brandName } = page;
  const drawing = { ...page, t: words[language] };
  const isWatched = WATCHED.includes(view.state);
  return documentOf({
    language, parts: ['base', view.state === 'pending' ? 'pending' : 'outcome', ...(view.isTest ? ['test' as const] : [])], title: `${showBaht(view.amountSatang)} – ${view.merchantName}`,
    head: isWatched ? html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}"></noscript>` : undefined,
    body: html`<body data-state="${view.state}" data-left="${view.secondsLeft}" data-id="${view.id}" ${isWatched && raw('data-live="1" ')}${host !== undefined && html`data-host="${host}" `}data-said="${drawing.t.copied}"><main>
      <nav>${brandName}${otherLanguage(language, host)}</nav>
      ${view.isTest && testPanel(drawing)}
      ${view.state === 'pending' ? toPay(drawing) : outcome(drawing)}
      ${view.state === 'pending' && html`<p role="status"></p>`}
      </main><script>${raw(script)}</script></body>`,
  });
};

/** For an address that names nothing, or a moment when nothing can be read; then it tries again by itself. */
export const sorryPage = ({ language, isMissing, next }: { readonly language: Language; readonly isMissing: boolean; readonly next: string }): string => {
  const t = words[language];
  const [title, more] = isMissing ? [t.notFound, t.notFoundMore] : [t.trouble, t.troubleMore];
  return documentOf({
    language, title, parts: ['base'], head: isMissing ? undefined : html`<meta http-equiv="refresh" content="${REFRESH_SECONDS};url=${next}">`,
    body: html`<body><main><section><h2>${title}</h2><p>${more}</p></section></main></body>`,
  });
};

const slipLink = ({ view, t, language, host }: Drawing): Html => html`<a href="${view.id}/slip?lang=${language}${host !== undefined && `&host=${encodeURIComponent(host)}`}">${t.slip}</a>`;

// Longer ones must still fit a phone in one line.
const SUM_CHARACTERS_MAX = 10;
const sum = ({ amountSatang }: PayerView, isDrawn: boolean): Html => {
  const text = showBaht(amountSatang);
  return html`<p class="sum${text.length > SUM_CHARACTERS_MAX && ' long'}" ${isDrawn && 'data-draw'}>${text}</p>`;
};

const heading = ({ view, t }: Drawing): Html => html`
  <p class="soft">${t.pay}</p><h1 data-draw>${view.merchantName}</h1>${sum(view, true)}
  ${view.description !== null && view.description !== '' && html`<p class="soft">${view.description}</p>`}`;

const toPay = (drawing: Drawing): Html => {
  const { view, t, language } = drawing;
  return html`<section>${heading(drawing)}
    <button class="copy mid" data-copy="${bahtCopyFromSatang(view.amountSatang)}" hidden>${t.copyAmount}</button>
    ${view.qrPng !== null && qr(drawing, view.qrPng)}
    ${view.secondsLeft <= COUNTED_SECONDS_MAX && html`<p>${t.within} <b role="timer">${showSeconds(view.secondsLeft)}</b></p>`}
    <p class="soft" data-draw>${t.until} <time datetime="${view.expiresAt}">${showInstant(view.expiresAt, language, 'short')}</time></p>
    ${view.qrPng !== null && html`<a class="do main" href="${view.id}/qr.png" data-save="${pictureScriptPath}">${t.save}</a>`}
    <p class="soft">${t.waiting}</p>${slipLink(drawing)}</section>
    ${view.qrPng !== null && html`<section class="phone"><h2>${t.samePhone}</h2><ol><li>${t.step1}</li><li>${t.step2}</li><li>${t.step3}</li></ol></section>`}
    ${view.bankAccounts.length > 0 && banks(drawing)}
    ${view.returnUrl !== null && html`<a class="do" href="${view.returnUrl}" target="_top">${t.back}</a>`}`;
};

/** Whole pixels a module, as large as fits beside the card's edges on a phone. */
const QR_WIDTH_MAX = 290;
const MODULE_PIXELS = 8;
const qr = ({ view, t }: Drawing, png: Uint8Array): Html => {
  const modules = new DataView(png.buffer, png.byteOffset).getUint32(16) / MODULE_PIXELS;
  const width = modules * Math.max(2, Math.floor(QR_WIDTH_MAX / modules));
  return html`<p class="soft">${t.scan}</p><figure class="qr"><figcaption>THAI QR PAYMENT</figcaption>
    <img alt="${t.qr} ${showBaht(view.amountSatang)} – ${view.merchantName}" width="${width}" height="${width}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}"></figure>
    ${view.receiverName !== null && html`<p class="soft">${t.receiver}: ${view.receiverName}</p>`}`;
};

const banks = ({ view, t, language }: Drawing): Html => html`<section><details${view.qrPng === null && raw(' open')}><summary>${t.bank}</summary>
  <p class="note">${t.exact}</p><ul>${view.bankAccounts.map(({ bankCode, bankName, accountNumber, accountName }) => {
    const { name, colour, ink } = bankBadge(bankCode);
    return html`<li><svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true"><rect width="44" height="44" rx="10" fill="${colour}"/>
      <text x="22" y="26" fill="${ink}" font-size="12" font-weight="700" text-anchor="middle">${name}</text></svg>
      <div><p>${bankName[language]}</p><p><strong>${showAccount(accountNumber)}</strong></p><p class="soft">${accountName}</p></div>
      <button class="copy" data-copy="${accountNumber}" aria-label="${t.copy} ${accountNumber}" hidden>${t.copy}</button></li>`;
  })}</ul></details></section>`;

const signs = {
  good: raw('<svg width="56" height="56" viewBox="0 0 56 56" fill="none" stroke="currentColor" stroke-width="4" aria-hidden="true"><circle cx="28" cy="28" r="25"/><path d="m17 29 8 8 15-17"/></svg>'),
  bad: raw('<svg width="56" height="56" viewBox="0 0 56 56" fill="none" stroke="currentColor" stroke-width="4" aria-hidden="true"><circle cx="28" cy="28" r="25"/><path d="M28 15v17M28 37v5"/></svg>'),
};

const outcome = (drawing: Drawing): Html => {
  const { view, t, language } = drawing;
  if (view.state === 'pending') throw new Error('a pending payment has no outcome');
  const { title, more } = outcomes[language][view.state];
  const isGood = view.state === 'paid' || view.state === 'refunded';
  const told = more.replace('{came}', showBaht(view.strayAmountSatang ?? 0)).replace('{asked}', showBaht(view.amountSatang));
  const lines: readonly (readonly [string, string | null])[] = [
    [t.shop, view.merchantName], [t.detail, view.description], [t.paidAt, view.paidAt && showInstant(view.paidAt, language, 'long')], [t.reference, view.reference],
  ];
  return html`<section><div class="${isGood ? 'good' : 'bad'}" role="alert">${signs[isGood ? 'good' : 'bad']}<h2>${title}</h2></div>
    ${sum(view, false)}${told !== '' && html`<p>${told}</p>`}${view.isLate && html`<p class="note">${t.late}</p>`}${view.excessSatang !== null && html`<p class="note">${t.excess.replace('{excess}', showBaht(view.excessSatang))}</p>`}
    <dl>${lines.map(([name, value]) => value !== null && value !== '' && html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${view.returnUrl !== null && html`<a class="do main" href="${view.returnUrl}" target="_top">${t.back}</a>`}${TAKES_SLIP.includes(view.state) && slipLink(drawing)}
    ${isGood && html`<button class="do" data-print hidden>${t.print}</button>`}</section>`;
};

/** What a payer's bank would do, for integrators. Plain forms: they work without the script. */
const testPanel = ({ view, t, language, host }: Drawing): Html => {
  const plays = [...(view.canPlayBank ? [['pay', t.playPay], ['wrong', t.playWrong]] : []), ...(view.isOpen ? [['expire', t.playExpire], ['fail', t.playFail]] : [])];
  const mayPlay = view.isOpen || view.state === 'expired';
  return html`<form method="post" action="${view.id}/test?lang=${language}${host !== undefined && `&host=${encodeURIComponent(host)}`}"><p>${t.test}</p>
    ${mayPlay && plays.map(([name, label]) => html`<button name="do" value="${name}">${label}</button>`)}</form>`;
};
