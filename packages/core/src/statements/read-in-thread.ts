import { Worker } from 'node:worker_threads';
import { Refusal } from '@paygate/contract/errors';
import { prepareLines, type PreparedStatement } from './prepare-lines.ts';
import { fileProblems } from './problems.ts';
import { readStatement, type Reader } from './read-statement.ts';
import type { ReadStatement } from './statement.ts';

/** Below this a file is read in a few milliseconds, faster than a thread starts. */
const INLINE_BYTES_MAX = 256_000;
const MILLISECONDS_MAX = 45_000;
/** 100,000 lines in 20 MB need about 300 MB while they are read. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 64 };
const AT_ONCE_MAX = 2;

export interface ReadRequest { readonly bytes: Uint8Array; readonly reader: Reader }
let running = 0;

const inThread = (request: ReadRequest): Promise<ReadStatement<PreparedStatement>> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('read-statement.worker.ts', import.meta.url), { workerData: request, execArgv: [], resourceLimits: RESOURCE_LIMITS });
    const end = (answer: ReadStatement<PreparedStatement>) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    const failed = () => end({ ok: false, error: fileProblems.READER_FAILED });
    const timer = setTimeout(failed, MILLISECONDS_MAX);
    worker.once('message', end);
    // A file that exhausts its thread ends that thread alone.
    worker.once('error', failed);
    worker.once('exit', failed);
  });

/**
 * Reads and prepares a file without holding up anybody: a large one in a thread of its own, with bounds of time and memory, two at once in a process.
 * Refuses SERVICE_UNAVAILABLE while two are being read.
 */
export const readInThread = async (bytes: Uint8Array, reader: Reader): Promise<ReadStatement<PreparedStatement>> => {
  if (bytes.length <= INLINE_BYTES_MAX) return prepareLines(readStatement(bytes, reader));
  if (running >= AT_ONCE_MAX) throw new Refusal('SERVICE_UNAVAILABLE');
  running += 1;
  try {
    return await inThread({ bytes, reader });
  } finally {
    running -= 1;
  }
};
