import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeApart, type SourceParts } from './source-text.ts';

export interface Imported { readonly line: number; readonly specifier: string; readonly isTypeOnly: boolean }
export interface SourceFile extends SourceParts {
  /** From the root, with slashes: `packages/core/src/queue.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Imported[];
  /** `core`, `api`, `test` … the last part of the workspace's name. */
  readonly workspace: string;
  /** Tests and what only tests load. */
  readonly isTest: boolean;
}

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const patterns = ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.{ts,tsx}', 'test/src/**/*.{ts,tsx}'];

// `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, `require('x')`, `import.meta.resolve('x')`.
const importing = /(?:\b(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s*)?|\b(?:import|require|import\.meta\.resolve|require\.resolve)\s*\(\s*)(['"])(?:\n*)\2/g;

/** Code and literals walk side by side: the n-th quoted literal in the code is the n-th literal. */
const importsOf = ({ code, literals }: SourceParts): readonly Imported[] => {
  const starts = [...code.matchAll(/(['"`])(?:(?!\1)[\s\S])*\1/g)].map(({ index }) => index);
  return [...code.matchAll(importing)].flatMap((match) => {
    const at = starts.indexOf(match.index + match[0].search(/['"]/));
    const literal = literals[at];
    return literal ? [{ line: literal.line, specifier: literal.text, isTypeOnly: match[1] !== undefined }] : [];
  });
};

/** A file as the rules see it, from its place and its text. */
export const sourceFile = (place: string, text: string): SourceFile => {
  const parts = takeApart(text);
  const segments = place.split('/');
  const workspace = segments[0] === 'test' ? 'test' : (segments[1] ?? '');
  const isTest = workspace === 'test' || /\.(test|fixture)\.tsx?$/.test(place);
  return { ...parts, path: place, text, imports: importsOf(parts), workspace, isTest };
};

/** Every TypeScript file of the product and its tests, in order of path. */
export const readTree = (): readonly SourceFile[] =>
  globSync(patterns, { cwd: root, exclude: (name) => /node_modules/.test(typeof name === 'string' ? name : '') }).map((place) => place.split(path.sep).join('/')).toSorted()
    .map((place) => sourceFile(place, readFileSync(path.join(root, place), 'utf8')));

/** Every text a reader of the project meets, whatever its kind. */
export const readTexts = (): readonly { readonly path: string; readonly text: string }[] =>
  globSync(['*.{md,json,yaml,ts}', '.ci/*', 'docs/**/*.md', 'apps/*/*.{json,mjs,html}', 'packages/*/*.json', 'openapi/*', ...patterns], { cwd: root })
    .filter((place) => place !== 'package-lock.json').map((place) => ({ path: place, text: readFileSync(path.join(root, place), 'utf8') }));

export interface Manifest { readonly name: string; readonly dependencies: ReadonlySet<string> }
/** Declared packages by workspace; `root` is the whole project's tools. */
export const readManifests = (): ReadonlyMap<string, Manifest> => {
  const read = (place: string): Manifest => {
    const manifest: { name: string; dependencies?: object; devDependencies?: object } = JSON.parse(readFileSync(path.join(root, place), 'utf8'));
    const { name, dependencies = {}, devDependencies = {} } = manifest;
    return { name, dependencies: new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]) };
  };
  const workspaces = globSync(['apps/*/package.json', 'packages/*/package.json', 'test/package.json'], { cwd: root }).map((place) => [path.basename(path.dirname(place)), read(place)] as const);
  return new Map([['root', read('package.json')], ...workspaces]);
};
