import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DemoCredentials } from '@paygate/core/seed/demo-file';

/** The test key of the demo that `npm start` wrote beside its data; undefined where no demo lives. */
export const demoKeyIn = async (dataDir: string): Promise<string | undefined> => {
  const text = await readFile(path.join(dataDir, 'demo.json'), 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : DemoCredentials.pick({ secretKey: true }).safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data.secretKey : undefined;
};
