import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** An append-only file of JSON lines: what `append` resolved for is on disk and is read again after any crash. */
export interface Journal<Line> {
  /** Resolves once the line is fsynced; rejects when the disk refuses, and then the line is not in the file either. */
  append(line: Line): Promise<void>;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
}

interface Waiting { readonly text: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }

/**
 * Opens the journal and reads it. A torn last line (its writer was killed before it could promise anything) is cut off;
 * damage anywhere else throws, because what was promised cannot be known any more. One process at a time.
 */
export const openJournal = async <Line>(file: string, parse: (line: unknown) => Line): Promise<{ readonly lines: readonly Line[]; readonly journal: Journal<Line> }> => {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a+', 0o600);
  const bytes = await handle.readFile();
  let length = bytes.lastIndexOf('\n') + 1;
  await handle.truncate(length);
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').filter((text) => text !== '').map((text, at) => parseLine(text, { file, at, parse }));

  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const text = Buffer.from(batch.map((line) => line.text).join(''));
      await handle.appendFile(text);
      await handle.datasync();
      length += text.length;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // A half-written batch must not stay: its callers are told that nothing happened.
      await handle.truncate(length).catch(() => undefined);
      for (const { reject } of batch) reject(error);
    }
  };
  // One fsync serves everybody who came while the last one ran.
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await write(batch);
    }
    writing = undefined;
  };
  return {
    lines,
    journal: {
      append: (line) => new Promise((resolve, reject) => {
        waiting.push({ text: `${JSON.stringify(line)}\n`, resolve, reject });
        writing ??= writeAll();
      }),
      close: async () => {
        await writing;
        await handle.close();
      },
    },
  };
};

const parseLine = <Line>(text: string, { file, at, parse }: { readonly file: string; readonly at: number; readonly parse: (line: unknown) => Line }): Line => {
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`line ${at + 1} of ${file} is damaged`, { cause });
  }
};
