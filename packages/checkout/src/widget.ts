import { browserScript } from './browser-script.ts';

const source = browserScript('./widget-browser.ts');
const HOLE = "'__PAYGATE_DEFAULTS__'";

/** The button's script with the addresses of the server that serves it; a page may give others. */
export const widgetScript = (baseUrls: { readonly api: string; readonly checkout: string }): string => {
  if (!source.includes(HOLE)) throw new Error('the widget has no place for its addresses');
  return source.replace(HOLE, () => JSON.stringify(JSON.stringify(baseUrls)));
};
