import { gzipSync } from 'node:zlib';
import { allOperations } from '@paygate/contract';
import { errors, errorBody, Refusal } from '@paygate/contract/errors';
import { events } from '@paygate/contract/events';
import { PaymentStatus } from '@paygate/contract/payments';
import { PayoutStatus } from '@paygate/contract/payouts';
import { BANKS } from '@paygate/core/banks/banks';
import { readConfig } from '@paygate/core/config';
import { ruleOrder } from '@paygate/core/credits/match.rules';
import { describe, expect, it } from 'vitest';
import { withFacts } from './directives.ts';
import { exampleDelivery } from './event-reference.ts';
import type { GuideFacts } from './facts.ts';
import { guidePath, homePath, languages, slugs, type Language } from './guide-list.ts';
import { findIn } from './guides-browser.ts';
import { guideSource } from './read-guide.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { SearchEntry } from './search-index.ts';
import { buildSite } from './site.ts';

const facts: GuideFacts = {
  config: readConfig({ DATABASE_URL: 'postgres://unused/unused', PUBLIC_BASE_URL: 'https://pay.example', EGRESS_ADDRESSES: '203.0.113.7, 203.0.113.8', BRAND_NAME: 'Baht & Co <1>' }),
  callsPerMinute: { read: 1_200, write: 600, login: 30, checkout: 60 }, bodyBytesMax: 65_536, errorExample: (code) => errorBody(new Refusal(code), 'request'),
};
const site = await buildSite(facts);
const textOf = (path: string): string => {
  const file = site.files.find((one) => one.path === path);
  if (!file) throw new Error(`The site has no ${path}.`);
  return file.text;
};
const pages = site.files.filter(({ type }) => type.startsWith('text/html'));
const attributesIn = (html: string, name: string): string[] => [...html.matchAll(new RegExp(` ${name}="([^"]+)"`, 'g'))].map(([, value = '']) => value);
const headingsOf = (markdown: string): string[] => markdown.replaceAll(/^```[^]*?^```/gm, '').split('\n').filter((line) => /^#+ /.test(line)).map((line) => `${/^#+/.exec(line)![0]} ${/\{#([\w-]+)\}/.exec(line)?.[1] ?? ''}`);

describe('the guides', () => {
  it.each(slugs)('say the same in both languages, heading by heading, fact by fact: %s', (slug) => {
    const [english, thai] = [guideSource('en', slug), guideSource('th', slug)];
    expect(headingsOf(thai)).toEqual(headingsOf(english));
    const factsIn = (source: string) => (source.match(/\{\{[^}]+\}\}/g) ?? []).filter((hole) => !/\{\{(brand|baseUrl)\}\}/.test(hole)).toSorted();
    expect(factsIn(thai)).toEqual(factsIn(english));
    expect(thai.match(/[ก-๙]/g)!.length).toBeGreaterThan(200);
  });
  it('keep code in samples, which are run: what is fenced by hand is a letter', () => {
    const fences = languages.flatMap((language) => slugs.flatMap((slug) => [...guideSource(language, slug).matchAll(/^```(\w*)$/gm)].map(([, info]) => info)).filter((info) => info !== ''));
    expect(new Set(fences)).toEqual(new Set(['text']));
  });
  it('name only codes, events, calls and headers that exist', () => {
    const calls = new Set(allOperations.map(({ method, path }) => `${method} ${path}`));
    const capitals = new Set<string>([...Object.keys(errors), ...PaymentStatus.options, ...PayoutStatus.options, ...ruleOrder, ...BANKS.flatMap(({ aliases }) => aliases), 'EGRESS_ADDRESSES', 'WEBHOOK_TIMEOUT_MS', 'WEBHOOK_MAX_ATTEMPTS', 'PUBLIC_BASE_URL']);
    const headers = new Set([...Object.keys(exampleDelivery('payment.success').headers), 'x-api-key', 'x-signature', 'x-signature-timestamp', 'x-signature-nonce', 'x-request-id']);
    const isKnown = (code: string): boolean => {
      if (/^(GET|POST|PATCH|DELETE) /.test(code)) return calls.has(code);
      if (/^[A-Z][A-Z_]{3,}$/.test(code)) return capitals.has(code);
      if (/^(payment|payout|settlement)\.[a-z_]+$/.test(code)) return Object.hasOwn(events, code);
      return /^(x-|webhook-)[a-z-]+$/i.test(code) ? headers.has(code.toLowerCase()) : true;
    };
    const said = languages.flatMap((language) => slugs.flatMap((slug) => [...guideSource(language, slug).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)));
    expect(said.length).toBeGreaterThan(200);
    expect(said.filter((code) => !isKnown(code))).toEqual([]);
  });
  it('stop the build for a fact, a guide or an anchor that does not exist', () => {
    const place = { language: 'en', facts } as const;
    for (const hole of ['{{nothing}}', '{{number nothing}}', '{{operations nothing}}', '{{webhook-request nothing.at_all}}', '{{sample nothing.js}}', '{{constructor}}']) expect(() => withFacts(hole, place), hole).toThrow();
    expect(() => renderMarkdown('# A\n\nLead.\n\n[b](no-such-guide)', 'en')).toThrow('no-such-guide');
    expect(() => renderMarkdown('# A\n\nLead.\n\n## No id', 'en')).toThrow('No id');
  });
});

describe('the pages', () => {
  it('are there for every guide in both languages, as HTML and as Markdown', () => {
    for (const language of languages) for (const path of [homePath(language), ...slugs.map((slug) => guidePath(language, slug))]) {
      expect(textOf(path)).toContain(`<html lang="${language}">`);
      expect(textOf(`${path}.md`)).toMatch(/^# /);
      expect(textOf(`${path}.md`)).not.toMatch(/\{\{|\{#/);
    }
  });
  it('lead nowhere in vain: every link inside finds its page and its anchor', () => {
    const ids = new Map(pages.map(({ path, text }) => [path, new Set(attributesIn(text, 'id'))]));
    const known = new Set([...site.files.map(({ path }) => path), '/docs', '/llms.txt', '/openapi.yaml', '/postman.json']);
    const dead = pages.flatMap(({ path: from, text }) => attributesIn(text, 'href').filter((href) => !/^(https:|data:|mailto:)/.test(href)).filter((href) => {
      const [path = '', anchor] = href.split('#');
      const at = path === '' ? from : path;
      if (at === '/docs') return anchor !== undefined && !/^tag\/[a-z]+\/(GET|POST|PATCH|PUT|DELETE)\//.test(anchor);
      return !known.has(at) || (anchor !== undefined && !ids.get(at)?.has(anchor));
    }).map((href) => `${from} → ${href}`));
    expect(dead).toEqual([]);
  });
  it('load from this server alone and hold nothing that a strict policy refuses', () => {
    for (const { path, text } of pages) {
      expect(attributesIn(text, 'src').filter((source) => !source.startsWith('/')), path).toEqual([]);
      expect(text, path).not.toMatch(/<style|<script(?! src)| style="| on\w+="/);
      expect(text).toContain('Baht &amp; Co &lt;1&gt;');
      expect(text).not.toContain('Co <1>');
    }
  });
  it('explain every code of the catalogue at an anchor of its name', () => {
    for (const language of languages) expect(attributesIn(textOf(guidePath(language, 'errors')), 'id')).toEqual(expect.arrayContaining(Object.keys(errors)));
  });
  it('stay small: no page above 20 kB compressed', () => {
    for (const { path, text } of pages) expect(gzipSync(text).byteLength, path).toBeLessThan(20_000);
  });
  it('tell the addresses and limits of this server', () => {
    expect(textOf('/docs/guides/firewall')).toContain('203.0.113.7, 203.0.113.8');
    expect(textOf('/docs/guides/rate-limits')).toContain('1,200');
    expect(textOf('/docs/guides/quick-start')).toContain('https://pay.example/sdk/paygate-node.js');
  });
});

describe('search', () => {
  const indexOf = (language: Language): readonly SearchEntry[] => {
    const file = site.files.find(({ path }) => path.includes(`/search-${language}-`))!;
    return JSON.parse(file.text);
  };
  const best = (language: Language, query: string) => findIn(indexOf(language), query).map(({ entry: [kind, title, url] }) => ({ kind, title, url }));
  it('finds Thai words inside Thai sentences', () => {
    expect(best('th', 'ลายเซ็น').map(({ url }) => url)).toEqual(expect.arrayContaining(['/docs/th/guides/payouts', '/docs/th/guides/payouts#sign', '/docs/th/guides/webhooks#verify']));
    // Am typed as two characters, as some keyboards and copies give it.
    expect(best('th', 'คำสั่ง'.replaceAll('\u0E33', '\u0E4D\u0E32')).length).toBeGreaterThan(3);
  });
  it('finds English words, whatever their case, and all of several', () => {
    expect(best('en', 'SIGNATURE').map(({ url }) => url)).toContain('/docs/guides/payouts');
    expect(best('en', 'webhook secret').length).toBeGreaterThan(0);
    expect(best('en', 'webhook zebra')).toEqual([]);
  });
  it('finds operations by path and by method of the SDK files, and codes by name', () => {
    expect(best('en', 'payout/create')[0]).toMatchObject({ kind: 'operation', title: 'POST /api/v1/payout/create' });
    expect(best('th', 'createPayout').map(({ title }) => title)).toContain('POST /api/v1/payout/create');
    expect(best('th', 'insufficient_balance')[0]).toMatchObject({ kind: 'error', url: '/docs/th/guides/errors#INSUFFICIENT_BALANCE' });
  });
});
