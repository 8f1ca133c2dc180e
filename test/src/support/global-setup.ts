import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestProject } from 'vitest/node';
import { openDatabaseServer } from './database-server.ts';
import type { DatabaseServer } from './database-server.ts';
import { openRunFolder } from './run-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test files ask for databases: `POST /<label>` makes one, `DELETE /<name>` drops it, `PUT /<name>` keeps it. */
    paygateDatabases: string;
  }
}

/**
 * Gives every test file of the run its own database. The server and its template are made when the first file asks, once
 * for all workers, so a run without a database pays nothing and a broken migration fails only those who need it.
 * Whatever the run's processes write into the system's temporary folder goes into the run's own, and with it.
 */
export default async function offerDatabases(project: TestProject): Promise<() => Promise<void>> {
  const folder = await openRunFolder();
  process.env['TMPDIR'] = folder.temporary;
  let opening: Promise<DatabaseServer> | undefined;
  const desk = createServer((request, response) => {
    opening ??= openDatabaseServer(folder);
    answer(opening, request, response).catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  // A worker keeps its connection from one file to the next, however long that takes.
  desk.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => { desk.listen(0, '127.0.0.1', resolve); });
  const address = desk.address();
  if (address === null || typeof address === 'string') throw new Error('The desk for test databases got no port.');
  project.provide('paygateDatabases', `http://127.0.0.1:${address.port}`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    const kept = await opening?.then((server) => server.close(), () => undefined);
    folder.close();
    if (kept !== undefined) process.stdout.write(`${kept}\n`);
  };
}

async function answer(opening: Promise<DatabaseServer>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const server = await opening;
  const name = (request.url ?? '').slice(1);
  if (request.method === 'POST') return void response.end(JSON.stringify(await server.create(name)));
  if (request.method === 'DELETE') await server.drop(name);
  else server.keep(name);
  response.end();
}
