import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { forever, hashOf, type EncodedFile, type Encoding } from './encoded-file.ts';

export interface BundlePart { readonly encoding: Encoding; readonly bytes: Uint8Array }

export interface ScalarBundle {
  /** With what is compressed by now; never waits for the compression. */
  file(): Promise<EncodedFile>;
  /** Resolves when every encoding is ready and kept. */
  whole(): Promise<void>;
  close(): Promise<void>;
}

export interface BundleOptions {
  readonly onFailure?: (error: unknown) => void;
  /** What runs in the thread and sends the parts. */
  readonly program?: URL;
}

const compressor = new URL('./scalar-bundle.worker.ts', import.meta.url);
const suffixes: Readonly<Record<Encoding, string>> = { identity: '.js', gzip: '.js.gz', br: '.js.br' };
const encodings: readonly Encoding[] = ['identity', 'gzip', 'br'];

/**
 * The docs page's program. Compressed once per version of Scalar, in a thread, and kept under `cacheFolder`; where that cannot be
 * written it stays in memory. Begun when somebody asks for it, and served uncompressed until the compressed forms are there.
 */
export const openScalarBundle = (cacheFolder: string = defaultCacheFolder, { onFailure = () => undefined, program = compressor }: BundleOptions = {}): ScalarBundle => {
  const parts: Partial<Record<Encoding, Buffer>> = {};
  const usable = Promise.withResolvers<{ readonly identity: Buffer; readonly name: string }>();
  let worker: Worker | undefined;
  let isClosed = false;
  const take = ({ encoding, bytes }: BundlePart) => {
    parts[encoding] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (encoding === 'identity') usable.resolve({ identity: parts[encoding], name: `scalar-${hashOf(bytes)}` });
  };
  const open = async () => {
    const folder = path.join(cacheFolder, await scalarVersion());
    for (const part of await keptParts(folder)) take(part);
    if (encodings.every((encoding) => parts[encoding]) || isClosed) return;
    worker = new Worker(program);
    worker.unref();
    await partsFrom(worker, async (part) => {
      take(part);
      await keep(folder, part);
    });
  };
  let opening: Promise<void> | undefined;
  const whole = (): Promise<void> => {
    if (opening) return opening;
    opening = open();
    opening.catch((error: unknown) => {
      // A failed start of the thread is told to whoever asks for the page, too.
      usable.reject(error);
      onFailure(error);
    });
    return opening;
  };
  usable.promise.catch(() => undefined);
  return {
    file: async () => {
      void whole().catch(() => undefined);
      const { identity, name } = await usable.promise;
      return { name, type: 'text/javascript; charset=utf-8', cacheControl: forever, encoded: { ...parts, identity } };
    },
    whole,
    close: async () => {
      isClosed = true;
      await worker?.terminate();
    },
  };
};

const defaultCacheFolder = fileURLToPath(new URL('../../../../node_modules/.cache/paygate-docs/', import.meta.url));

const scalarVersion = async (): Promise<string> => {
  const main = createRequire(import.meta.url).resolve('@scalar/fastify-api-reference');
  const { version }: { version: string } = JSON.parse(await readFile(path.join(path.dirname(main), '..', 'package.json'), 'utf8'));
  return version;
};

const keptParts = async (folder: string): Promise<readonly BundlePart[]> => {
  const read = await Promise.allSettled(encodings.map(async (encoding) => ({ encoding, bytes: await readFile(path.join(folder, `scalar${suffixes[encoding]}`)) })));
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};

/** Written beside and renamed, so another process never reads half a file. A folder that cannot be written costs only the next start. */
const keep = async (folder: string, { encoding, bytes }: BundlePart): Promise<void> => {
  const file = path.join(folder, `scalar${suffixes[encoding]}`);
  const unfinished = `${file}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true }).then(() => writeFile(unfinished, bytes)).then(() => rename(unfinished, file)).catch(() => undefined);
};

/** Resolves when the thread ends by itself or is ended by `close`; rejects when it fails. */
const partsFrom = (worker: Worker, use: (part: BundlePart) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const uses: Promise<void>[] = [];
    worker.on('message', (part: BundlePart) => uses.push(use(part)));
    worker.once('error', reject);
    worker.once('exit', () => { Promise.all(uses).then(() => resolve(), reject); });
  });
