import path from 'node:path';
import { afterAll, expect, inject } from 'vitest';

/** A migrated, empty database that belongs to one test file. */
export interface TestDatabase {
  /** Connection string for its owner. */
  readonly url: string;
  readonly name: string;
}

/**
 * Makes this file's own database, a copy of the migrated template. Call it once at the top level of the test file, and close
 * your connections in an `afterAll`. Dropped when every test of the file is green; kept, and named at the end of the run, when one is red.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const desk = inject('paygateDatabases');
  const label = path.basename(expect.getState().testPath ?? 'database').replace(/\.test\.ts$/, '');
  const database: TestDatabase = JSON.parse(await ask('POST', `${desk}/${encodeURIComponent(label)}`));
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the pattern as the list of fixtures and refuses a plain name
  afterAll(async ({}, suite) => {
    await ask(isRed(suite) ? 'PUT' : 'DELETE', `${desk}/${database.name}`);
  });
  return database;
}

async function ask(method: string, url: string): Promise<string> {
  const response = await fetch(url, { method });
  const text = await response.text();
  if (!response.ok) throw new Error(`No test database: ${text}`);
  return text;
}

interface TaskTree {
  readonly result?: { readonly state?: string } | undefined;
  readonly tasks?: readonly TaskTree[];
}

function isRed(task: TaskTree): boolean {
  return task.result?.state === 'fail' || (task.tasks ?? []).some(isRed);
}
