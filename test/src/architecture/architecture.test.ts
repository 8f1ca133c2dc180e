import { describe, expect, it } from 'vitest';
import { rules, workplaceMentions } from './rules.ts';
import { readManifests, readTexts, readTree, sourceFile } from './source-tree.ts';

const manifests = readManifests();
const tree = readTree();
const breachesIn = (name: string, files = tree): string[] => {
  const rule = rules.find((one) => one.name === name)!;
  return files.flatMap((file) => rule.breaches(file, manifests).map((breach) => `${file.path}:${breach}`));
};

/** Breaches that are known and owed, wherever in the file they stand. The list may only shrink: one that is gone must leave it. */
const owed: readonly string[] = [];
const placeless = (breach: string): string => breach.replace(/:\d+:/, ':');

describe('the house', () => {
  it('is read as a whole', () => {
    expect(new Set(tree.map(({ workspace }) => workspace))).toEqual(new Set([...manifests.keys()].filter((name) => name !== 'root')));
    expect(tree.length).toBeGreaterThan(200);
    expect(tree.find(({ path }) => path === 'packages/core/src/queue.ts')!.imports.map(({ specifier }) => specifier)).toContain('pg-boss');
  });
  it.each(rules.map(({ name }) => name))('%s', (name) => {
    const found = breachesIn(name);
    expect(found.filter((breach) => !owed.includes(placeless(breach)))).toEqual([]);
  });
  it('owes nothing that has been paid', () => {
    const found = rules.flatMap(({ name }) => breachesIn(name).map(placeless));
    expect(owed.filter((breach) => !found.includes(breach))).toEqual([]);
  });
  it('never speaks of the place where it was made', () => {
    expect(readTexts().flatMap(({ path, text }) => workplaceMentions(text).map((mention) => `${path}:${mention}`))).toEqual([]);
  });
});

/** Each rule is shown one file that breaks it and one that only looks as if it did. */
const planted: readonly (readonly [rule: string, path: string, broken: string, harmless: string])[] = [
  ['a workspace imports only those below it', 'packages/contract/src/x.ts', "import { a } from '@paygate/core/platform';", "import { a } from '@paygate/contract/money';"],
  ['a workspace imports only those below it', 'packages/core/src/x.ts', "export * from '@paygate/api/server';", "import { a } from '@paygate/promptpay/slip';"],
  ['a workspace imports only those below it', 'apps/api/src/x.ts', "const b = await import('@paygate/worker/worker');", "// import '@paygate/worker/worker'"],
  ['a workspace imports only those below it', 'apps/worker/src/x.ts', "import type { A } from '@paygate/api/server';", "const b = 'from @paygate/api';"],
  ['no relative import leaves its workspace', 'apps/api/src/x.ts', "import { a } from '../../../packages/core/src/queue.ts';", "import { a } from '../src/y.ts';"],
  ['every package a file imports is declared by its workspace', 'apps/worker/src/x.ts', "import * as z from 'zod';", "import type { Logger } from 'pino';"],
  ['every package a file imports is declared by its workspace', 'packages/core/src/x.ts', "require('@mikro-orm/knex');", "import { readFile } from 'node:fs/promises';"],
  ['the contract imports zod, and of @trpc/server only types', 'packages/contract/src/x.ts', "import { initTRPC } from '@trpc/server';", "import type { A } from '@trpc/server';"],
  ['the contract imports zod, and of @trpc/server only types', 'packages/contract/src/x.ts', "import { createHash } from 'node:crypto';", "import * as z from 'zod';"],
  ['core knows no web framework', 'packages/core/src/x.ts', "import Fastify from 'fastify';", "import { a } from './fastify.ts';"],
  ['core knows no web framework', 'packages/core/src/x.ts', "import type { A } from '@trpc/server';", '/* @trpc/server */'],
  ['SQL and the ORM live only in *.sql.ts, *.entity.ts, db/ and queue.ts', 'packages/core/src/payments/x.ts', "const q = `\n  select p.id from payment p`;", "const q = 'Select a bank, or ask from whom';"],
  ['SQL and the ORM live only in *.sql.ts, *.entity.ts, db/ and queue.ts', 'packages/core/src/payments/x.ts', "import { defineEntity } from '@mikro-orm/postgresql';", "import type { A } from '../db/statement.ts';"],
  ['SQL and the ORM live only in *.sql.ts, *.entity.ts, db/ and queue.ts', 'apps/api/src/x.ts', "import { assembled } from '@paygate/core/db/statement';", "import { single, type Statement } from '@paygate/core/db/statement';"],
  ['SQL and the ORM live only in *.sql.ts, *.entity.ts, db/ and queue.ts', 'apps/worker/src/x.ts', "run('update payment p set status = 1');", "log('update of settings');"],
  ['only money.ts and amount.ts turn baht into satang', 'packages/core/src/x.ts', 'const b = satang / 100;', 'const ms = seconds * 1_000 / 100_000; // x / 100'],
  ['only money.ts and amount.ts turn baht into satang', 'apps/api/src/x.ts', 'const s = Math.round(baht *100);', "const s = 'width * 100'; const r = /a/ ; const p = x / 100.5;"],
  ['only money.ts and amount.ts turn baht into satang', 'packages/core/src/x.ts', 'const s = `${100 * baht}`;', 'const list = [100, 200]; const c = 1100 * 2;'],
  ['only money.ts and amount.ts turn baht into satang', 'packages/core/src/x.ts', 'const t = baht.toFixed(2);', "const t = 'toFixed';"],
  ['only money.ts and amount.ts turn baht into satang', 'packages/core/src/x.ts', 'const t = Number.parseFloat(text);', '// parseFloat rounds'],
  ['the platform\'s clock is the only clock', 'packages/core/src/payments/x.ts', 'const now = Date.now();', 'const at = new Date(milliseconds);'],
  ['the platform\'s clock is the only clock', 'apps/worker/src/x.ts', 'const now = new Date();', 'const at = Date.parse(text);'],
  ['a file has at most 250 lines, tests and migrations apart', 'packages/core/src/x.ts', 'a;\n'.repeat(251), 'a;\n'.repeat(250)],
  ['nothing is `any`, unless a test says why', 'packages/core/src/x.ts', 'const a = b as any;', "const a = list.any(b); const c = 'any';"],
  ['nothing is `any`, unless a test says why', 'test/src/x.ts', 'const a: Record<string, any> = {};', '// oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape\nconst a: any = {};'],
  ['no enum and no namespace', 'packages/core/src/x.ts', 'export const enum A { B }', "const a = z.enum(['A']);"],
  ['no enum and no namespace', 'packages/core/src/x.ts', 'namespace A { }', 'const namespace = 1;'],
  ['no default export', 'packages/core/src/x.ts', 'export default 1;', 'export const a = { default: 1 };'],
  ['no default export', 'packages/core/src/x.ts', 'export { a as default };', "import { default as b } from './b.ts';"],
];

describe('the rules have teeth', () => {
  it.each(planted)('%s: names the breach in %s', (...[rule, path, broken, harmless]) => {
    expect(breachesIn(rule, [sourceFile(path, broken)])).toHaveLength(1);
    expect(breachesIn(rule, [sourceFile(path, harmless)])).toEqual([]);
  });
  it('plants a breach for every rule', () => {
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });
  it('finds what stands behind comments, strings, templates and regular expressions', () => {
    const tricky = "const a = /['\"`]/.exec(b); const c = `x${d ? `y${'}'}` : ''}z`; // '\nconst e = Date.now();";
    expect(breachesIn('the platform\'s clock is the only clock', [sourceFile('packages/core/src/x.ts', tricky)])).toEqual(['packages/core/src/x.ts:2: Date.now']);
  });
  it('finds a workplace in a sentence', () => {
    const place = ['', 'work', 'main'].join('/');
    expect(workplaceMentions(`see ${place}`)).toHaveLength(1);
    expect(workplaceMentions('see network/maintenance and framework/main')).toEqual([]);
  });
});
