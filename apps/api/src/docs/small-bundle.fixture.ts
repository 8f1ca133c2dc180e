import { parentPort } from 'node:worker_threads';
import type { BundlePart } from './scalar-bundle.ts';

/** Sends what the bundle's thread sends, in no time. */
const parts: readonly BundlePart[] = [{ encoding: 'identity', bytes: Buffer.from('program') }, { encoding: 'gzip', bytes: Buffer.from('gzipped') }, { encoding: 'br', bytes: Buffer.from('shorter') }];
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
for (const part of parts) parentPort!.postMessage(part);
