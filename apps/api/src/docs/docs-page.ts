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
<style>${barStyle}</style>
<script type="application/json" id="docs-settings">${inScript({ title, ...(demoKey !== undefined && { demoKey }) })}</script>
<script src="${scalarUrl}" defer></script>
<script src="${startUrl}" type="module"></script>
</head>
<body>
<nav class="areas"><a href="/docs/guides">Guides</a><a href="/docs/th/guides" lang="th">คู่มือภาษาไทย</a><a href="/docs" aria-current="page">API reference · เอกสาร API</a></nav>
<div id="app"></div>
<noscript>This page needs JavaScript. The same content: <a href="/openapi.yaml">openapi.yaml</a> / หน้านี้ต้องใช้ JavaScript อ่านเนื้อหาเดียวกันได้ที่ <a href="/openapi.yaml">openapi.yaml</a></noscript>
</body>
</html>
`;
};

// Scalar keeps its sidebar below a header whose height this name tells it.
const barStyle = `:root{--scalar-custom-header-height:2.75rem}body{margin:0}
.areas{position:sticky;top:0;z-index:10;display:flex;align-items:center;gap:1.25rem;height:2.75rem;box-sizing:border-box;padding:0 1.25rem;overflow-x:auto;white-space:nowrap;
font:0.9rem/1.4 system-ui,"Noto Sans Thai",Loma,sans-serif;background:var(--scalar-background-1,#fff);border-bottom:1px solid var(--scalar-border-color,#e3e6ea)}
.areas a{color:var(--scalar-color-2,#5a6675);text-decoration:none}.areas a[aria-current],.areas a:hover{color:var(--scalar-color-1,#1b2430)}`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// "</script>" inside a string would end the element.
const inScript = (value: object): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
