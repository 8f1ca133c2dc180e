import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { findChromium } from '@paygate/local/system-parts';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { atEndOfFile } from './end-of-file.ts';

const chromiumPath = findChromium();
export const hasChromium = chromiumPath !== undefined;
const stepMsMax = 45_000;
const quietFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// Where to leave pictures for a person to look at.
const folderOfShots = process.env['PAYGATE_SCREENSHOTS'];

export const screens = { desktop: { width: 1_280, height: 900 }, phone: { width: 390, height: 844 }, small: { width: 320, height: 640 } } as const;
export interface Eyes { readonly screen?: keyof typeof screens; readonly colorScheme?: 'light' | 'dark'; readonly javaScriptEnabled?: boolean; readonly locale?: string; readonly fontPixels?: number }

/** Somebody with a browser that knows nothing yet: no cookies, no cache, no storage. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What any page logged as an error, refusals of security policies included. */
  readonly complaints: readonly string[];
  /** The address of every request, in order. */
  readonly requests: readonly string[];
  readonly shoot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

// Starting Chromium takes seconds, a context of its own milliseconds: one browser for all visitors of a file, ended with it.
let launching: Promise<Browser> | undefined;
const theBrowser = async (): Promise<Browser> => {
  if (launching) return launching;
  launching = chromium.launch({ ...(chromiumPath !== undefined && { executablePath: chromiumPath }), headless: true, args: quietFlags });
  const browser = await launching;
  atEndOfFile(() => {
    launching = undefined;
    return browser.close();
  });
  return browser;
};

export const openVisitor = async ({ screen = 'phone', colorScheme = 'light', javaScriptEnabled = true, locale = 'th-TH', fontPixels }: Eyes = {}): Promise<Visitor> => {
  const context = await (await theBrowser()).newContext({
    viewport: screens[screen], colorScheme, javaScriptEnabled, locale, acceptDownloads: true, ...(screen === 'desktop' ? {} : { deviceScaleFactor: 2, hasTouch: true, isMobile: true }),
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(stepMsMax);
  if (fontPixels !== undefined) await (await context.newCDPSession(page)).send('Page.setFontSizes', { fontSizes: { standard: fontPixels } });
  const complaints: string[] = [];
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  context.on('weberror', (error) => complaints.push(error.error().message));
  return {
    context, page, complaints, requests,
    shoot: async (name) => {
      if (!folderOfShots) return;
      await mkdir(folderOfShots, { recursive: true });
      await page.screenshot({ path: path.join(folderOfShots, `${name}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
};
