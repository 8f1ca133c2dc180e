import path from 'node:path';
import { expect, inject } from 'vitest';
import { atEndOfFile, type EndedFile } from './end-of-file.ts';

/** A migrated, empty database that belongs to one test file. */
export interface TestDatabase {
  /** Connection string for its owner. */
  readonly url: string;
  readonly name: string;
}

/**
 * Makes this file's own database, a copy of the migrated template. Call it once a test file, and close
 * your connections in an `afterAll` or `atEndOfFile`. Dropped when every test of the file is green; kept, and named at the end of the run, when one is red.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const desk = inject('paygateDatabases');
  const label = path.basename(expect.getState().testPath ?? 'database').replace(/\.test\.ts$/, '');
  const database: TestDatabase = JSON.parse(await ask('POST', `${desk}/${encodeURIComponent(label)}`));
  atEndOfFile((file) => ask(isRed(file) ? 'PUT' : 'DELETE', `${desk}/${database.name}`));
  return database;
}

async function ask(method: string, url: string): Promise<string> {
  const response = await fetch(url, { method });
  const text = await response.text();
  if (!response.ok) throw new Error(`No test database: ${text}`);
  return text;
}

function isRed(task: EndedFile): boolean {
  return task.result?.state === 'fail' || (task.tasks ?? []).some(isRed);
}
