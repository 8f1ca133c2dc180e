import { movement, renderCamt053, renderCamt054, renderCsv, renderMt940, type Renderer } from '@paygate/core/statements/render.fixture';
import { prepareLines } from '@paygate/core/statements/prepare-lines';
import { readStatement, type Reader } from '@paygate/core/statements/read-statement';

// How fast files of 100,000 lines are read, checked and made ready to store, and how much memory that takes.
// Run one kind a process, so that memory is its own: node test/src/bench/statements.ts camt.053
const LINES = 100_000;
const account = '1234567890';
const bare = (index: number) => movement({ amountSatang: 100 + (index % 90_000), bankReference: `R${String(index).padStart(9, '0')}`, paidAt: '2026-03-05T08:02:10.000Z' });
const withPayer = (index: number) => ({ ...bare(index), payerName: 'นาย ทองดี ใจงาม', payerAccount: 'xxx-x-x3585-x', payerBankCode: '030' });
const kinds: Readonly<Record<string, readonly [Renderer, typeof bare]>> = {
  // 20 MB hold 100,000 lines of camt only without a payer; with one, 30,000 of them.
  'camt.053': [renderCamt053('08'), bare], 'camt.054': [renderCamt054('02'), bare], 'mt940': [renderMt940('slashes'), withPayer], 'csv': [renderCsv('kbank'), withPayer],
};

const [kind = 'camt.053', lines = String(LINES)] = process.argv.slice(2);
const found = kinds[kind];
if (!found) throw new Error(`no such kind: ${kind}; one of ${Object.keys(kinds).join(', ')}`);
const [render, make] = found;
const bytes = render({ accountNumber: account, openingSatang: 0, movements: Array.from({ length: Number(lines) }, (_, index) => make(index)) });
const reader: Reader = { accountId: '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21', accountNumber: account, format: null, mapping: null };
globalThis.gc?.();
const before = process.memoryUsage().rss;
for (const round of ['cold', 'warm', 'warm']) {
  // Processor time: on a busy machine, the clock on the wall measures the others.
  const started = process.cpuUsage();
  const spentMs = () => process.cpuUsage(started).user / 1_000;
  const read = readStatement(bytes, reader);
  const readMs = spentMs();
  const prepared = prepareLines(read);
  const totalMs = spentMs();
  const count = prepared.ok ? prepared.value.lineCount : JSON.stringify(prepared.error);
  const perSecond = (milliseconds: number) => Math.round(Number(lines) / (milliseconds / 1_000)).toLocaleString('en');
  console.log(`${kind} ${round}: ${count} lines in ${Math.round(bytes.length / 100_000) / 10} MB; read and checked in ${Math.round(readMs)} ms (${perSecond(readMs)} lines/s), ready to store after ${Math.round(totalMs)} ms; memory grew by ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB`);
}
