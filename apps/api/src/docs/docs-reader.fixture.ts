import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';

export interface DocsReader {
  readonly page: Page;
  /** The address of every request the browser made, in order. */
  readonly requests: readonly string[];
  /** What the page logged as error, refusals of its security policy included. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export const screens = { desktop: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } } as const;

export const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const stepMsMax = 15_000;
const quietFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A reader with a fresh browser profile who has opened `<baseUrl>/docs` and sees its operations. */
export const openDocs = async (baseUrl: string, screen: keyof typeof screens = 'desktop'): Promise<DocsReader> => {
  const profile = await mkdtemp(path.join(tmpdir(), 'paygate-docs-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath, headless: true, args: quietFlags, viewport: screens[screen] });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(stepMsMax);
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${baseUrl}/docs`);
  await page.getByText('Create a payment and its QR').first().waitFor({ state: 'attached' });
  return {
    page, requests, complaints,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
};

export interface DocumentedCall { readonly tag: string; readonly method: 'POST' | 'GET'; readonly path: string }
export interface FirstCall { readonly status: number; readonly sentHeaders: Readonly<Record<string, string>>; readonly sentBody: unknown; readonly answer: unknown }

/** Two clicks: "Test Request" beside the operation, then "Send". Nothing is typed. */
export const callWithTwoClicks = async ({ page }: DocsReader, { tag, method, path: at }: DocumentedCall): Promise<FirstCall> => {
  await page.goto(`${new URL(page.url()).origin}/docs#tag/${tag}/${method}${at}`);
  await page.getByRole('button').filter({ hasText: 'Test Request' }).filter({ hasText: `${method.toLowerCase()} ${at}` }).click();
  const answered = page.waitForResponse((response) => response.request().method() === method && new URL(response.url()).pathname.startsWith('/api/'));
  await page.getByRole('dialog').getByRole('button', { name: /^Send/ }).first().click();
  const response = await answered;
  const sent = response.request();
  await page.getByRole('dialog').getByText(String(response.status())).first().waitFor();
  return { status: response.status(), sentHeaders: await sent.allHeaders(), sentBody: sent.postDataJSON(), answer: await response.json() };
};
