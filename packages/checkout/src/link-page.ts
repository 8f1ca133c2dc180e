import type { LinkPageView } from '@paygate/contract/reusable-links';
import { html } from './html.ts';
import { documentOf, otherLanguage } from './page-frame.ts';
import { showBaht } from './show.ts';
import { words, type Language } from './words.ts';

const en = {
  amount: 'Amount in baht', bounds: 'From {min} to {max}', go: 'Continue to payment', closed: 'This link takes no more payments', closedMore: 'Ask the shop for a new one.', pay: 'Pay to',
  notAnAmount: 'Type an amount like 150 or 150.50.', below: 'The smallest amount is {min}.', above: 'The largest amount is {max}.', busy: 'The payment could not be opened. Try again in a moment.',
};
export type LinkTrouble = 'notAnAmount' | 'below' | 'above' | 'busy';
const th: typeof en = {
  amount: 'ยอดเงิน (บาท)', bounds: 'ตั้งแต่ {min} ถึง {max}', go: 'ไปหน้าชำระเงิน', closed: 'ลิงก์นี้ปิดรับชำระแล้ว', closedMore: 'โปรดขอลิงก์ใหม่จากร้าน', pay: 'ชำระให้',
  notAnAmount: 'โปรดกรอกยอดเงิน เช่น 150 หรือ 150.50', below: 'ยอดต่ำสุดคือ {min}', above: 'ยอดสูงสุดคือ {max}', busy: 'เปิดหน้าชำระเงินไม่ได้ โปรดลองใหม่อีกครั้ง',
};
const said: Readonly<Record<Language, typeof en>> = { en, th };

export interface LinkPage {
  readonly brandName: string;
  readonly language: Language;
  readonly view: LinkPageView;
  readonly trouble?: LinkTrouble | undefined;
  /** What the payer typed before. */
  readonly typed?: string | undefined;
}

/** The public page of a reusable link: whom, what for, how much. A form without a script. Pure. */
export const linkPage = ({ brandName, language, view, trouble, typed }: LinkPage): string => {
  const t = said[language];
  const fill = (text: string) => text.replace('{min}', showBaht(view.minAmountSatang)).replace('{max}', showBaht(view.maxAmountSatang));
  const isOpen = view.status === 'ACTIVE';
  return documentOf({
    language, parts: ['base', 'field'], title: `${view.title} – ${view.merchantName}`,
    body: html`<body><main><nav>${brandName}${otherLanguage(language, undefined)}</nav><section><p class="soft">${t.pay}</p><h1>${view.merchantName}</h1>
      ${view.amountSatang !== null && isOpen && html`<p class="sum">${showBaht(view.amountSatang)}</p>`}<p>${view.title}</p>
      ${view.description !== null && view.description !== '' && html`<p class="soft">${view.description}</p>`}
      ${view.isTest && html`<p class="note">${words[language].test}</p>`}${trouble !== undefined && html`<p class="note" role="alert" id="trouble">${fill(t[trouble])}</p>`}
      ${isOpen ? html`<form method="post" action="${view.id}?lang=${language}">
        ${view.amountSatang === null && html`<label for="amount">${t.amount}</label><input id="amount" name="amount" inputmode="decimal" autocomplete="off" required maxlength="20" value="${typed ?? ''}" aria-describedby="bounds${trouble !== undefined && ' trouble'}"><p class="soft" id="bounds">${fill(t.bounds)}</p>`}
        <button class="do main">${t.go}</button></form>` : html`<p class="note">${t.closed} ${t.closedMore}</p>`}</section></main></body>`,
  });
};
