import { openVisitor, type Eyes, type Visitor } from '@paygate/test/support/browser';

export type DocsReader = Visitor;

/** A reader with a fresh browser who has opened `<baseUrl>/docs` and sees its operations. */
export const openDocs = async (baseUrl: string, screen: NonNullable<Eyes['screen']> = 'desktop'): Promise<DocsReader> => {
  const reader = await openVisitor({ screen });
  await reader.page.goto(`${baseUrl}/docs`);
  await reader.page.getByText('Create a payment and its QR').first().waitFor({ state: 'attached' });
  return reader;
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
