export interface DocsPage {
  readonly brandName: string;
  readonly scalarUrl: string;
  readonly startUrl: string;
  readonly demoKey: string | undefined;
}

/** Everything from this server, nothing inline but styles: what the page might want elsewhere, the browser refuses. */
export const docsSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:", "connect-src 'self'",
  "worker-src 'self' blob:", "manifest-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

export const docsPage = ({ brandName, scalarUrl, startUrl, demoKey }: DocsPage): string => {
  const title = `${brandName} API – documentation · เอกสาร API`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<meta name="description" content="Take PromptPay payments, be told at once, pay out. Try every call here. / รับชำระพร้อมเพย์ แจ้งผลทันที ทดลองเรียกได้ทุก endpoint">
<link rel="icon" href="data:,">
<link rel="alternate" type="application/json" href="/openapi.json">
<script type="application/json" id="docs-settings">${inScript({ title, ...(demoKey !== undefined && { demoKey }) })}</script>
<script src="${scalarUrl}" defer></script>
<script src="${startUrl}" type="module"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript. The same content: <a href="/openapi.yaml">openapi.yaml</a> / หน้านี้ต้องใช้ JavaScript อ่านเนื้อหาเดียวกันได้ที่ <a href="/openapi.yaml">openapi.yaml</a></noscript>
</body>
</html>
`;
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// "</script>" inside a string would end the element.
const inScript = (value: object): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
