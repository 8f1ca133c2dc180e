/**
 * The payer page's style, in the parts that each state needs, so that a page carries no rule it does not use. System fonts with a Thai face on every
 * platform; lines of 1.6, so that Thai vowels and tone marks never touch; sizes in rem, so that a reader's larger text grows everything. The QR stays
 * black on white in the dark, with its quiet zone, or cameras miss it.
 */
const base = `
:root{color-scheme:light dark;--paper:#eef1f6;--card:#fff;--ink:#14213a;--soft:#55617a;--line:#dde2ec;--act:#0b57b8;--on:#fff;--note:#fff4d6;--warn:#6b4500}
@media (prefers-color-scheme:dark){:root{--paper:#0d131e;--card:#172031;--ink:#e9eef7;--soft:#a8b3c7;--line:#2d394f;--act:#8cbcff;--on:#0b1a30;--note:#3a2f12;--warn:#ffdf9e}}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
body{font:1rem/1.6 system-ui,"Noto Sans Thai","Sukhumvit Set",Thonburi,"Leelawadee UI",Tahoma,sans-serif;background:var(--paper);color:var(--ink);padding:.5rem min(1rem,4vw) 1rem;overflow-wrap:anywhere}
main{max-width:26rem;margin:auto;display:grid;gap:.75rem;text-align:center}
nav{display:flex;justify-content:space-between;align-items:center}
a{color:var(--act);padding:.625rem 0}
section,form{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:min(1.25rem,5vw)}
.sum{font-size:min(2.625rem,11vw);font-weight:700;line-height:1.3}
.long{font-size:min(2rem,8vw)}
[role=status]{position:absolute;left:-99rem}
.soft,nav,dt{color:var(--soft);font-size:.875rem}
button,.do{font:inherit;font-weight:600;display:block;width:100%;min-height:3rem;padding:.625rem 1rem;border:1px solid;border-radius:.75rem;background:none;color:var(--act);text-decoration:none;cursor:pointer}
.main{background:var(--act);color:var(--on);margin:.75rem 0}
.note{background:var(--note);color:var(--warn);border-radius:.75rem;padding:.625rem .875rem;margin:.75rem 0;text-align:left}
`;

const pending = `
h1,h2{font-size:1.125rem}
.copy{width:auto;min-height:2.75rem;padding:.375rem .875rem;font-size:.875rem}
.mid{margin:.5rem auto}
.qr{background:#fff;border:1px solid var(--line);border-radius:.75rem;overflow:hidden;width:fit-content;max-width:100%;margin:.5rem auto .75rem}
.qr figcaption{background:#0a3a6b;color:#fff;font-weight:700;font-size:.8125rem;padding:.375rem}
img{display:block;max-width:100%;height:auto;image-rendering:pixelated}
b{font-variant-numeric:tabular-nums}
ol,ul{text-align:left;padding-left:1.5rem}
ul{list-style:none;padding:0}
ul li{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;padding:.75rem 0;border-top:1px solid var(--line);line-height:1.5}
li div{flex:1 1 8rem}
@media (min-width:48rem){.phone{display:none}}
summary{cursor:pointer;font-weight:600;padding:.25rem}
`;

const outcome = `
:root{--good:#0a7244;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--good:#5fd39a;--bad:#ff9b92}}
h2{font-size:1.375rem}
section svg{display:block;margin:0 auto .5rem}
.good{color:var(--good)}
.bad{color:var(--bad)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.375rem 1rem;border-top:1px solid var(--line);padding-top:.75rem;margin:1rem 0;text-align:left;align-items:baseline}
dd{text-align:right}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999;--good:#000}nav a,form,.do{display:none!important}}
`;

/** Fields to fill in. 1rem at least, or phones zoom in on them. */
const field = `
h1,h2{font-size:1.125rem}
section form{border:0;padding:0;background:none;text-align:left}
label{display:block;font-weight:600;margin:.75rem 0 .25rem}
input,textarea{font:inherit;width:100%;padding:.625rem;border:1px solid var(--soft);border-radius:.75rem;background:var(--card);color:inherit}
[type=file]{border-style:dashed}
::file-selector-button{font:inherit;font-weight:600;border:0;border-radius:.5rem;background:var(--act);color:var(--on);padding:.375rem .75rem;margin-right:.75rem}
summary{cursor:pointer;padding:.625rem 0;color:var(--act)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.good{background:#dff3e8;color:#075232;text-align:left;border-radius:.75rem;padding:.625rem .875rem;margin:.75rem 0}
@media (prefers-color-scheme:dark){.good{background:#12331f;color:#a5e9c3}}
`;

const test = `
form{background:var(--note);color:var(--warn);display:grid;grid-template-columns:1fr 1fr;gap:.5rem;padding:.75rem}
form p{grid-column:1/-1;font-weight:600}
form button{color:inherit;padding:.5rem}
`;

const asSent = (part: string): string => part.replaceAll('\n', '');
/** As they are sent: without line ends. */
export const styles = { base: asSent(base), pending: asSent(pending), outcome: asSent(outcome), field: asSent(field), test: asSent(test) };
