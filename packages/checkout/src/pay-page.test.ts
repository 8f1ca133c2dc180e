import { gzipSync } from 'node:zlib';
import type { PayerState, PayerView } from '@paygate/contract/checkout';
import { qrPng } from '@paygate/promptpay/qr-image';
import { describe, expect, it } from 'vitest';
import { bankBadge } from './banks.ts';
import { html, raw } from './html.ts';
import { payPage, paySecurityPolicy, sorryPage } from './pay-page.ts';
import { showAccount, showBaht, showInstant, showSeconds } from './show.ts';
import { languageOf, type Language } from './words.ts';

const png = qrPng('00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE');
const bank = { bankCode: '014', bankName: { th: 'ธนาคารไทยพาณิชย์', en: 'Siam Commercial Bank' }, accountNumber: '9990000017', accountName: 'บจก. เพย์เกต เดโม' };
const pending: PayerView = {
  id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', isTest: false, canPlayBank: true, state: 'pending', isOpen: true, isLate: false, merchantName: 'ร้านรองเท้าน้ำใจดี', amountSatang: 125_075, strayAmountSatang: null, excessSatang: null,
  description: 'รองเท้าผ้าใบ 1 คู่', reference: 'PG2K1L6KPQVSD75XK7', expiresAt: '2026-11-22T00:40:00.000Z', secondsLeft: 899, paidAt: null, returnUrl: 'https://shop.example/orders/1', origins: [],
  receiverName: 'บจก. เพย์เกต เดโม', qrPng: png, bankAccounts: [bank],
};
const page = (more: Partial<PayerView> = {}, language: Language = 'th') => payPage({ brandName: 'PayGate', language, host: undefined, view: { ...pending, ...more } });
const outcomesOf = (['paid', 'refunded', 'wrong_amount', 'money_late', 'expired', 'cancelled', 'failed'] satisfies PayerState[]).map((state) => [state] as const);
const over = { isOpen: false, qrPng: null, bankAccounts: [], receiverName: null } as const;

describe('html', () => {
  it('escapes whatever comes from outside, in text and in attributes', () => {
    expect(html`<a title="${`"'<>&`}">${'<script>'}</a>`.markup).toBe('<a title="&quot;&#39;&lt;&gt;&amp;">&lt;script&gt;</a>');
    expect(html`${[html`<i>${1}</i>`, false, null, undefined, raw('<b>')]}`.markup).toBe('<i>1</i><b>');
  });
  it.each(outcomesOf)('lets no name, description or address of a payment become markup, %s', (state) => {
    const evil = `"'><img src=x onerror=alert(1)>`;
    for (const text of [page({ merchantName: evil, description: evil, returnUrl: evil, receiverName: evil, bankAccounts: [{ ...bank, accountName: evil, accountNumber: evil, bankCode: evil }] }), page({ ...over, state, merchantName: evil, description: evil, reference: evil })]) {
      expect(text).not.toContain('<img src=x');
      expect(text.match(/<script/g)).toHaveLength(1);
    }
  });
});

describe('the payer page', () => {
  it.each(['th', 'en'] as const)('arrives in one response of at most 4 KB, %s, also in test mode', (language) => {
    for (const isTest of [false, true]) expect(gzipSync(page({ isTest }, language), { level: 9 }).length).toBeLessThanOrEqual(4_096);
  });
  it('shows amount, shop, QR, time left, accounts with their colours and the way back', () => {
    const text = page();
    for (const shown of ['฿1,250.75', 'ร้านรองเท้าน้ำใจดี', 'รองเท้าผ้าใบ 1 คู่', `base64,${Buffer.from(png).toString('base64')}`, '14:59', '22 พ.ย. 07:40 น.', '999-0-00001-7', '#4e2e7f', 'https://shop.example/orders/1']) expect(text).toContain(shown);
  });
  it('counts down less than a day, and shows the date alone for more', () => {
    expect(page({ secondsLeft: 86_400 })).not.toContain('role="timer"');
  });
  it('opens the bank accounts where there is no QR, and says nothing of saving one', () => {
    const text = page({ qrPng: null, receiverName: null });
    expect(text).toContain('<details open>');
    expect(text).not.toContain('data-save=');
    expect(page()).toContain('<details>');
  });
  it('refreshes itself where scripts are off, until nothing can change', () => {
    expect(page()).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
    expect(page({ ...over, state: 'paid', paidAt: '2026-11-22T00:30:00.000Z' })).not.toContain('http-equiv');
  });
  it.each(outcomesOf)('offers nothing to pay with when it is over, %s', (state) => {
    const text = page({ ...over, state, strayAmountSatang: 125_175 });
    for (const gone of ['data-save=', 'THAI QR', '9990000017', '>คัดลอก<']) expect(text).not.toContain(gone);
    expect(text).toContain('PG2K1L6KPQVSD75XK7');
  });
  it('says which amount came and which was asked for', () => {
    expect(page({ ...over, state: 'wrong_amount', strayAmountSatang: 125_175 }, 'en')).toContain('฿1,251.75 arrived, ฿1,250.75 was asked for');
  });
  it('says what came above a paid payment, and whom to ask', () => {
    expect(page({ ...over, state: 'paid', excessSatang: 100, paidAt: '2026-11-22T00:30:00.000Z' }, 'en')).toContain('฿1.00 more than asked arrived');
    expect(page({ ...over, state: 'paid', paidAt: '2026-11-22T00:30:00.000Z' }, 'en')).not.toContain('more than asked');
  });
  it('marks what was paid late', () => {
    expect(page({ ...over, state: 'paid', isLate: true, paidAt: '2026-11-22T00:50:00.000Z' }, 'en')).toContain('after the time was up');
  });
  it('has test buttons for test payments alone, and none that cannot work', () => {
    expect(page()).not.toContain('<form');
    expect(page({ isTest: true }).match(/value="\w+"/g)).toEqual(['value="pay"', 'value="wrong"', 'value="expire"', 'value="fail"']);
    expect(page({ isTest: true, canPlayBank: false }).match(/value="\w+"/g)).toEqual(['value="expire"', 'value="fail"']);
    expect(page({ ...over, isTest: true, state: 'paid' })).not.toContain('<button name');
  });
  it('tells the page around only where one was given', () => {
    expect(page()).not.toContain('data-host');
    expect(payPage({ brandName: 'P', language: 'th', host: 'https://shop.example', view: pending })).toContain('data-host="https://shop.example"');
  });
});

it('the security policy runs and loads nothing but the page itself, and names who may frame it', () => {
  expect(paySecurityPolicy([])).toMatch(/^default-src 'none'; script-src 'sha256-[^']+' 'strict-dynamic'; style-src ('sha256-[^']+' ?){5}; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
  expect(paySecurityPolicy(['https://shop.example'])).toMatch(/frame-ancestors https:\/\/shop\.example$/);
});
it('what cannot be shown is said in the reader\'s language, and a passing trouble tries again', () => {
  expect(sorryPage({ language: 'en', isMissing: true, next: '/pay/x' })).not.toContain('http-equiv');
  expect(sorryPage({ language: 'th', isMissing: false, next: '/pay/"x' })).toContain('content="5;url=/pay/&quot;x"');
});

/** WCAG 2.2: relative luminance of #rgb or #rrggbb. */
const luminance = (colour: string): number => {
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
it('every bank\'s short name reads on its colour (AA)', () => {
  for (let code = 0; code < 100; code += 1) {
    const { name, colour, ink } = bankBadge(String(code).padStart(3, '0'));
    const [light, dark] = [luminance(colour), luminance(ink)].toSorted((a, b) => b - a) as [number, number];
    expect((light + 0.05) / (dark + 0.05), name).toBeGreaterThanOrEqual(4.5);
  }
});

describe('what is shown', () => {
  it.each([[1, '฿0.01'], [100_000, '฿1,000.00'], [5_000_000_000, '฿50,000,000.00']])('%i satang as %s', (satang, text) => { expect(showBaht(satang)).toBe(text); });
  it.each([[59, '00:59'], [899, '14:59'], [3_600, '01:00:00'], [86_399, '23:59:59']])('%i seconds as %s', (seconds, text) => { expect(showSeconds(seconds)).toBe(text); });
  it.each([['9990000017', '999-0-00001-7'], ['123456789012', '1234 5678 9012']])('account %s as %s', (digits, text) => { expect(showAccount(digits)).toBe(text); });
  it('instants of Bangkok, in the Buddhist year for Thai', () => {
    expect(showInstant('2026-11-22T00:30:09.000Z', 'th', 'long')).toBe('22 พ.ย. 2569 07:30:09 น.');
    expect(showInstant('2026-11-22T00:30:09.000Z', 'en', 'long')).toBe('22 Nov 2026 07:30:09');
  });
  it.each([['en', 'th', 'en'], [undefined, 'en-US,en;q=0.9', 'en'], [undefined, 'th-TH,th;q=0.9,en;q=0.8', 'th'], [['en'], 'fr,de', 'th'], [undefined, 'fr-FR,en;q=0.5', 'en'], [undefined, undefined, 'th']] as const)(
    'language: asked %j, browser %j → %s', (asked, accepted, language) => { expect(languageOf(asked, accepted)).toBe(language); },
  );
});
