import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { declaredStatements } from '@paygate/core/db/statement';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { assembledStatements, builders } from './assembled.ts';
import { fillBooks } from './full-books.ts';
import { costOf, offencesOf, type PlanNode } from './plan-offences.ts';
import { costMore, listsThatCountAll, readAll } from './exceptions.ts';

const { url } = await createTestDatabase();
const places = globSync(fileURLToPath(new URL('../../../{apps,packages}/*/src/**/*.sql.ts', import.meta.url)));
const modules = await Promise.all(places.map(async (place) => [place, await import(place) as Readonly<Record<string, unknown>>] as const)); // oxlint-disable-line typescript/no-unsafe-type-assertion -- a module
// A module that was loaded twice declares the same again. `set …` has no plan.
// Without those of other tests that ran in this process before.
const named = [...new Map(declaredStatements().map((each) => [`${each.name}\n${each.text}`, each])).values()].filter(({ name, text }) => !text.trim().startsWith('set ') && !name?.startsWith('test.'));

let session: SqlSession;
beforeAll(async () => {
  const owner = await openSqlSession(url);
  await fillBooks(owner);
  await owner.close();
  session = await openSqlSession(url);
  await session.query('set role paygate_app');
});
afterAll(() => session.close());

const planned = async (explained: string, values?: readonly unknown[]): Promise<readonly string[]> => {
  const { rows } = await session.query(explained, values);
  const [{ Plan: plan }] = rows[0]!['QUERY PLAN'] as readonly [{ readonly Plan: PlanNode }]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- what explain (format json) answers
  return values === undefined ? offencesOf(plan) : costOf(plan);
};

describe('with millions of rows in every large table', () => {
  it('every prepared statement finds its rows by an index, but those that are there to read everything', async () => {
    const found: Record<string, readonly string[]> = {};
    for (const { name, text } of named) {
      const offences = await planned(`explain (generic_plan, format json) ${text}`);
      if (offences.length > 0) found[name!] = offences;
    }
    const isExpected = (name: string): boolean => name in readAll || (name in costMore && found[name]!.every((offence) => offence.startsWith('costs')));
    expect(Object.fromEntries(Object.entries(found).filter(([name]) => !isExpected(name)))).toEqual({});
    // What has learned to use an index since is no exception any more.
    expect([...Object.keys(readAll), ...Object.keys(costMore)].filter((name) => !(name in found))).toEqual([]);
  });

  it('every list assembled at run time does so too, but those that count everything they find', async () => {
    const found: Record<string, readonly string[]> = {};
    for (const [name, { statement: { text }, values }] of Object.entries(assembledStatements)) {
      const offences = await planned(`explain (format json) ${text}`, values);
      if (offences.length > 0) found[name] = offences;
    }
    expect(Object.fromEntries(Object.entries(found).filter(([name]) => !(name in listsThatCountAll)))).toEqual({});
    expect(Object.keys(listsThatCountAll).filter((name) => !(name in found))).toEqual([]);
  });
});

it('every statement is looked at: names are unique, and every text assembled at run time has its cases here', () => {
  expect(named.length).toBeGreaterThan(300);
  expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  const assembling = modules.filter(([, module]) => Object.values(module).some((value) => typeof value === 'function' && /\bassembled\b/.test(String(value))));
  const exported = assembling.flatMap(([, module]) => Object.entries(module).filter(([, value]) => typeof value === 'function' && /\bassembled\b/.test(String(value))).map(([name]) => name));
  expect(exported.toSorted()).toEqual([...builders].toSorted());
});
