import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const hasChromium = existsSync(chromiumPath);
const stepMsMax = 15_000;
const quietFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// Where to leave pictures for a person to look at.
const folderOfShots = process.env['PAYGATE_SCREENSHOTS'];

export const screens = { desktop: { width: 1_280, height: 900 }, phone: { width: 390, height: 844 }, small: { width: 320, height: 640 } } as const;
export interface Eyes { readonly screen?: keyof typeof screens; readonly colorScheme?: 'light' | 'dark'; readonly javaScriptEnabled?: boolean; readonly locale?: string; readonly fontPixels?: number }

/** A payer with a fresh browser. */
export interface Payer {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What any page logged as an error, refusals of security policies included. */
  readonly complaints: readonly string[];
  /** The address of every request, in order. */
  readonly requests: readonly string[];
  readonly shoot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openPayer = async ({ screen = 'phone', colorScheme = 'light', javaScriptEnabled = true, locale = 'th-TH', fontPixels }: Eyes = {}): Promise<Payer> => {
  const profile = await mkdtemp(path.join(tmpdir(), 'paygate-payer-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath, headless: true, args: [...quietFlags, ...(fontPixels === undefined ? [] : [`--blink-settings=defaultFontSize=${fontPixels}`])],
    viewport: screens[screen], colorScheme, javaScriptEnabled, locale, acceptDownloads: true, ...(screen === 'desktop' ? {} : { deviceScaleFactor: 2, hasTouch: true, isMobile: true }),
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(stepMsMax);
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
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
};

/** Opens a payer for the length of `visit`. */
export const asPayer = async (eyes: Eyes, visit: (payer: Payer) => Promise<void>): Promise<void> => {
  const payer = await openPayer(eyes);
  try {
    await visit(payer);
  } finally {
    await payer.close();
  }
};
