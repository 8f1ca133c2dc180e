import { parentPort, workerData } from 'node:worker_threads';
import { prepareLines } from './prepare-lines.ts';
import type { ReadRequest } from './read-in-thread.ts';
import { readStatement } from './read-statement.ts';

const { bytes, reader } = workerData as ReadRequest; // read-in-thread.ts starts this file, and nobody else does
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort!.postMessage(prepareLines(readStatement(bytes, reader)));
