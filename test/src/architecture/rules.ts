import type { Manifest, SourceFile } from './source-tree.ts';

/** One rule of the house: what breaks it in a file, as sentences that begin with the line. */
export interface Rule {
  readonly name: string;
  readonly breaches: (file: SourceFile, manifests: ReadonlyMap<string, Manifest>) => readonly string[];
}

// Who may import whom; a workspace missing here may import none of the others.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: ['contract', 'promptpay'], api: ['contract', 'core', 'checkout', 'sdk', 'docs'], docs: ['contract', 'core', 'sdk'], worker: ['contract', 'core'],
  local: ['contract', 'core', 'promptpay', 'api', 'worker'], dashboard: ['contract'], checkout: ['contract'], sdk: ['contract'], cli: ['contract', 'promptpay'],
};
const LINES_MAX = 250;

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
const isForeign = (specifier: string): boolean => !/^(\.|node:)/.test(specifier);
const lineOf = (code: string, index: number): number => code.slice(0, index).split('\n').length;
const found = (code: string, pattern: RegExp): string[] => [...code.matchAll(pattern)].map((match) => `${lineOf(code, match.index)}: ${match[0].trim()}`);
const imported = (file: SourceFile, isBad: (name: string, isTypeOnly: boolean) => boolean): string[] =>
  file.imports.filter(({ specifier, isTypeOnly }) => isForeign(specifier) && isBad(packageOf(specifier), isTypeOnly)).map(({ line, specifier }) => `${line}: imports ${specifier}`);

const workspaces: Rule = {
  name: 'a workspace imports only those below it',
  breaches: (file) => (file.isTest ? [] : imported(file, (name) => name.startsWith('@paygate/') && name !== `@paygate/${file.workspace}` && !(mayImport[file.workspace] ?? []).some((below) => name === `@paygate/${below}`))),
};
const inside: Rule = {
  name: 'no relative import leaves its workspace',
  breaches: ({ path, imports }) => imports.filter(({ specifier }) => {
    const [area, name] = path.split('/');
    const home = area === 'test' ? '/test/src/' : `/${area}/${name}/`;
    return specifier.startsWith('/') || (specifier.startsWith('.') && !new URL(specifier, `file:///${path}`).pathname.startsWith(home));
  }).map(({ line, specifier }) => `${line}: imports ${specifier}`),
};
const declared: Rule = {
  name: 'every package a file imports is declared by its workspace',
  breaches: (file, manifests) => {
    const known = [file.workspace, ...(file.isTest ? ['root', 'test'] : [])].flatMap((name) => [...(manifests.get(name)?.dependencies ?? [])]);
    const own = [`@paygate/${file.workspace}`, ...(file.isTest ? ['@paygate/test'] : [])];
    // A type may come from the types' package of the same name, which disappears when the file runs.
    return imported(file, (name) => !known.includes(name) && !own.includes(name));
  },
};
const contractAlone: Rule = {
  name: 'the contract imports zod, and of @trpc/server only types',
  breaches: (file) => (file.workspace !== 'contract' || file.isTest ? [] : [
    ...imported(file, (name, isTypeOnly) => name !== 'zod' && name !== '@paygate/contract' && !(name === '@trpc/server' && isTypeOnly)),
    ...file.imports.filter(({ specifier }) => specifier.startsWith('node:')).map(({ line, specifier }) => `${line}: imports ${specifier}`),
  ]),
};
const coreWithoutWeb: Rule = {
  name: 'core knows no web framework',
  breaches: (file) => (file.workspace === 'core' ? imported(file, (name) => name === 'fastify' || name.startsWith('@fastify/') || name.startsWith('@trpc/')) : []),
};

// The embedded server is not the product's data: it makes the database the product is then given.
const isSqlPlace = (path: string): boolean => /^packages\/core\/src\/(.*\.(sql|entity)\.ts|db\/.*|queue\.ts)$|^apps\/local\/src\/postgres-cluster\.ts$/.test(path);
const isOrm = (name: string): boolean => name.startsWith('@mikro-orm/') || ['pg', 'pg-boss', 'kysely', 'knex'].includes(name);
const sqlText = /^\s*(?:select\s+[\w"(*$'].*\bfrom\b|select\s+\d|select\s+\w+\(|insert\s+into\s|update\s+\w+\s+(?:\w+\s+)?set\s|delete\s+from\s|truncate\s+\w|with\s+(?:recursive\s+)?\w+(?:\([^)]*\))?\s+as\s|(?:create|alter|drop)\s+(?:table|index|role|schema|function|database)\s|pg_\w+\()/s;
// A sentence may begin with "Select"; statements are all lower or all upper case.
const isSql = (text: string): boolean => sqlText.test(/^\s*[A-Z]{2}/.test(text) ? text.toLowerCase() : text);
const sqlAtHome: Rule = {
  name: 'SQL and the ORM live only in *.sql.ts, *.entity.ts, db/ and queue.ts',
  breaches: (file) => (file.isTest || isSqlPlace(file.path) ? [] : [
    ...imported(file, isOrm),
    ...file.literals.filter(({ text }) => isSql(text)).map(({ line, text }) => `${line}: SQL ${JSON.stringify(text.trim().slice(0, 30))}`),
    ...file.imports.filter(({ specifier, isTypeOnly }) => !isTypeOnly && /(^@paygate\/core\/db|\/db)\/statement(\.ts)?$/.test(specifier) && /\bimport\s*\{[^}]*\b(?:statement|assembled)\b/.test(file.code))
      .filter(({ line }) => /\b(?:statement|assembled)\b/.test(file.code.split('\n')[line - 1]!.replaceAll(/\btype\s+\w+/g, ''))).map(({ line }) => `${line}: makes statements`),
  ]),
};

// 100 alone, in any spelling; 1_000, 1.100, 0x100 and 100n-bit widths are other numbers.
const hundredfold = /[*/]=?\s*(?:100|1e2|100\.0+)(?![\w.])|(?<![\w.])(?:100|1e2)\s*\*(?!\*)/g;
const moneyPlaces = new Set(['packages/contract/src/money.ts', 'packages/promptpay/src/amount.ts']);
const moneyAtHome: Rule = {
  name: 'only money.ts and amount.ts turn baht into satang',
  breaches: ({ path, code, isTest }) => (moneyPlaces.has(path) || isTest ? [] : [...found(code, /\bparseFloat\b|\btoFixed\b/g), ...found(code, hundredfold)]),
};

/** Where there is no `ctx.clock`: the clock itself, the bank's own house, a browser, the first run's terminal. */
const clockPlaces = /^(packages\/core\/src\/(platform\.ts|banks\/sandbox\/)|apps\/local\/src\/|apps\/dashboard\/src\/|packages\/(checkout|cli|sdk)\/src\/|apps\/api\/src\/docs\/docs-browser\.ts$)/;
const oneClock: Rule = {
  name: 'the platform\'s clock is the only clock',
  breaches: ({ path, code, isTest }) => (isTest || clockPlaces.test(path) ? [] : found(code, /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)/g)),
};
const size: Rule = {
  name: `a file has at most ${LINES_MAX} lines, tests and migrations apart`,
  breaches: ({ path, text, isTest }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return lines <= LINES_MAX || isTest || path.includes('/db/migrations/') ? [] : [`${LINES_MAX + 1}: has ${lines} lines`];
  },
};
const lintAllows = /oxlint-disable(?:-next)?-line typescript\/no-explicit-any -- \S/;
const lintAllowsBelow = /oxlint-disable typescript\/no-explicit-any -- \S/;
const noAny: Rule = {
  name: 'nothing is `any`, unless a test says why',
  breaches: ({ code, text, isTest }) => found(code, /(?:[:<,|&(]|\bas|=)\s*any\b(?!\s*[(:])(?:\[\])?/g).filter((breach) => {
    const line = Number.parseInt(breach, 10);
    const above = text.split('\n').slice(0, line);
    return !isTest || !(lintAllows.test(above.slice(-2).join('\n')) || lintAllowsBelow.test(above.join('\n')));
  }),
};
const erasable: Rule = { name: 'no enum and no namespace', breaches: ({ code }) => found(code, /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?(?:enum|namespace)\s+\w+/gm) };
// React pages are loaded by route; vitest calls its global set-up by default export; a `.d.ts` describes somebody else's module.
const defaultPlaces = /^(apps\/dashboard\/src\/.*\.tsx|test\/src\/support\/global-setup\.ts|.*\.d\.ts)$/;
const named: Rule = {
  name: 'no default export',
  breaches: ({ path, code }) => (defaultPlaces.test(path) ? [] : found(code, /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g)),
};

export const rules: readonly Rule[] = [workspaces, inside, declared, contractAlone, coreWithoutWeb, sqlAtHome, moneyAtHome, oneClock, size, noAny, erasable, named];

// Spelled in parts, so that this file does not break its own rule.
const workplace = new RegExp([String.raw`(?<![\w.])/wo` + 'rk/', String.raw`(?<![\w.])/tm` + String.raw`p/(?:brief|pgurl|bash)`, String.raw`\.\./sha` + 'red/', 'topfrompay-' + String.raw`api\.txt`].join('|'), 'g');
/** The product speaks of itself alone, never of the place where it was made. */
export const workplaceMentions = (text: string): readonly string[] => found(text, workplace);
