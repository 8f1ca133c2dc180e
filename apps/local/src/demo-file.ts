import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DemoFile } from '@paygate/core/seed/demo-file';

export const demoFileOf = (dataDir: string): string => path.join(dataDir, 'demo.json');

/** Undefined when it is missing or not what we wrote: then everything in it is issued anew. */
export const readDemoFile = (dataDir: string): DemoFile | undefined => {
  try {
    return DemoFile.safeParse(JSON.parse(readFileSync(demoFileOf(dataDir), 'utf8'))).data;
  } catch {
    return undefined;
  }
};

/** Readable by its owner alone; replaced at once, never half-written. */
export const writeDemoFile = (dataDir: string, file: DemoFile): void => {
  const fresh = `${demoFileOf(dataDir)}.new`;
  writeFileSync(fresh, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, demoFileOf(dataDir));
};
