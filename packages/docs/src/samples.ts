import { readFileSync } from 'node:fs';
import path from 'node:path';

// Kept as .txt: they hold addresses to fill in, and keep the habits of their own languages rather than the project's.
const folder = new URL('../samples/', import.meta.url);

/** How a sample's language is called on its tab, and by the highlighter. */
const languagesOf: Readonly<Record<string, { readonly tab: string; readonly fence: string }>> = {
  '.sh': { tab: 'Shell', fence: 'bash' }, '.js': { tab: 'Node.js', fence: 'js' }, '.php': { tab: 'PHP', fence: 'php' }, '.py': { tab: 'Python', fence: 'python' },
  '.sql': { tab: 'SQL', fence: 'sql' },
};

export interface Sample {
  /** Below the folder of samples and without its .txt, such as `quick-start/webhook.js`. */
  readonly name: string;
  readonly file: string;
  readonly tab: string;
  readonly fence: string;
  readonly text: string;
}

type Filling = Readonly<Record<string, string>>;

/** A sample with this server's addresses in it. Throws when there is no such file or no such language. */
export const readSample = (name: string, filling: Filling): Sample => {
  const language = languagesOf[path.extname(name)];
  if (!language) throw new Error(`No sample may be in the language of ${name}.`);
  const written = readFileSync(new URL(`${name}.txt`, folder), 'utf8').trimEnd();
  const text = Object.entries(filling).reduce((filled, [hole, value]) => filled.replaceAll(hole, value), written);
  if (text.includes('{{')) throw new Error(`The sample ${name} has a hole that nothing fills.`);
  return { name, file: path.basename(name), ...language, text };
};

/** A shell or SQL sample is typed, not kept in a file. */
const titleOf = ({ file, fence }: Sample): string => (fence === 'bash' || fence === 'sql' ? '' : ` title="${file}"`);
const fenced = (sample: Sample, more = ''): string => `\`\`\`${sample.fence}${titleOf(sample)}${more}\n${sample.text}\n\`\`\``;

export const sampleBlock = (name: string, filling: Filling): string => fenced(readSample(name, filling));

/** The same thing in several languages: blocks one after the other, shown as tabs where the reader's browser can. */
export const sampleTabs = (names: readonly string[], filling: Filling): string =>
  names.map((name) => readSample(name, filling)).map((sample) => fenced(sample, ` tab="${sample.tab}"`)).join('\n\n');

/** The samples that a guide's source names, in order; those of one group do the same in several languages. */
export const sampleGroupsIn = (source: string): readonly (readonly string[])[] =>
  [...source.matchAll(/\{\{samples? ([^}]+)\}\}/g)].map(([, names = '']) => names.split(' '));
