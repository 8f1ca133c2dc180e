import { readConfig } from '@paygate/core/config';
import { hasChromium, openVisitor, screens, type Visitor } from '@paygate/test/support/browser';
import Fastify from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guideRoutes } from './guide-routes.ts';
import { openGuideSite } from './guide-site.ts';

const app = Fastify();
let baseUrl = '';
const visitors: Visitor[] = [];
const visit = async (eyes: Parameters<typeof openVisitor>[0]): Promise<Visitor> => {
  const visitor = await openVisitor(eyes);
  visitors.push(visitor);
  return visitor;
};

describe.skipIf(!hasChromium)('the guides in a browser', () => {
  let reader: Visitor;
  const open = async (path: string): Promise<Page> => {
    await reader.page.goto(`${baseUrl}${path}`);
    return reader.page;
  };
  beforeAll(async () => {
    await app.register(guideRoutes(openGuideSite(readConfig({ DATABASE_URL: 'postgres://unused/unused' }))));
    baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
    reader = await visit({ screen: 'desktop' });
  });
  afterAll(async () => {
    await Promise.all(visitors.map((visitor) => visitor.close()));
    await app.close();
  });

  it('open search with a slash and find in both languages', async () => {
    const guide = await open('/docs/th/guides/quick-start');
    await guide.keyboard.press('/');
    await guide.keyboard.type('ลายเซ็น');
    await guide.locator('dialog a[href="/docs/th/guides/payouts#sign"]').waitFor();
    expect(await guide.locator('dialog mark').first().textContent()).toBe('ลายเซ็น');
    await guide.locator('dialog input').fill('signature');
    await guide.locator('dialog a[href="/docs/guides/payouts"]').waitFor();
    await guide.keyboard.press('ArrowDown');
    const chosen = await guide.evaluate(() => (document.activeElement instanceof HTMLAnchorElement ? document.activeElement.href : ''));
    await guide.keyboard.press('Enter');
    await guide.waitForURL(chosen);
  });
  it('show one language of a sample at a time, and remember which', async () => {
    await (await open('/docs/guides/quick-start')).getByRole('tab', { name: 'Python' }).first().click();
    const guide = await open('/docs/guides/payouts');
    expect(await guide.locator('.tabs figure:visible figcaption').first().innerText()).toContain('payout.py');
    expect(await guide.locator('.tabs figure:visible').count()).toBe(1);
  });
  it('copy exactly the code', async () => {
    const guide = await open('/docs/guides/authentication');
    await guide.locator('figure').first().getByRole('button', { name: 'Copy' }).click();
    await guide.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await guide.evaluate(() => navigator.clipboard.readText())).toBe(await guide.locator('figure code').first().textContent());
  });
  it('keep the page and the place when the language changes', async () => {
    const guide = await open('/docs/guides/webhooks#dedupe');
    await guide.getByRole('link', { name: 'ไทย' }).click();
    await guide.waitForURL('**/docs/th/guides/webhooks#dedupe');
    await guide.locator('h2#dedupe').waitFor();
  });
  it('turn dark by hand and stay so', async () => {
    const guide = await open('/docs/guides/errors');
    const ground = () => guide.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await guide.locator('button.theme').click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await open('/docs/guides/payments');
    expect(await ground()).toBe(dark);
  });
  it('fit a phone: nothing is wider than the screen, in any guide', async () => {
    const { page: guide } = await visit({ screen: 'phone' });
    await guide.goto(`${baseUrl}/docs/th/guides`);
    const paths = await guide.locator('.cards a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      await guide.goto(`${baseUrl}${path}`);
      expect(await guide.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(screens.phone.width);
    }
  });
  it('can be read without JavaScript', async () => {
    const { page: guide } = await visit({ screen: 'desktop', javaScriptEnabled: false });
    await guide.goto(`${baseUrl}/docs/guides/quick-start`);
    expect(await guide.locator('.tabs figure:visible').count()).toBe(6);
    expect(await guide.locator('button:visible').count()).toBe(0);
  });
  it('asked nobody else for anything, and broke no rule of their policy', () => {
    const requests = visitors.flatMap((visitor) => visitor.requests);
    expect(requests.length).toBeGreaterThan(20);
    expect(requests.filter((url) => !url.startsWith(`${baseUrl}/docs/`) && !url.startsWith('data:'))).toEqual([]);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
