/** A TypeScript text taken apart: what runs, and what its string literals say. */
export interface SourceParts {
  /** The text with comments and the insides of literals blanked, line for line. */
  readonly code: string;
  /** The insides of string and template literals, with the line each starts on. */
  readonly literals: readonly { readonly line: number; readonly text: string }[];
}

const quotes = new Set(["'", '"', '`']);
// After one of these a slash begins a regular expression, elsewhere it divides.
const beforeRegex = /(?:^|[=(,:[!&|?{};+\-*%<>~^]|=>|\b(?:return|typeof|case|in|of|await|throw|void))$/;
const regexLiteral = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');
const endOfComment = (text: string, at: number): number => {
  const [mark, skip] = text.startsWith('//', at) ? ['\n', 0] : ['*/', 2];
  const end = text.indexOf(mark, at + 2);
  return end === -1 ? text.length : end + skip;
};

/** Where the literal that starts at `at` ends, past its closing quote. Nested `${}` are walked through with their own literals. */
const endOfLiteral = (text: string, at: number): number => {
  const quote = text[at];
  let index = at + 1;
  while (index < text.length && text[index] !== quote) {
    if (text[index] === '\\') index += 1;
    else if (quote === '`' && text.startsWith('${', index)) index = endOfHole(text, index) - 1;
    index += 1;
  }
  return Math.min(index + 1, text.length);
};
const endOfHole = (text: string, at: number): number => {
  let depth = 1;
  let index = at + 2;
  while (index < text.length && depth > 0) {
    if (quotes.has(text[index]!)) index = endOfLiteral(text, index);
    else {
      depth += text[index] === '{' ? 1 : text[index] === '}' ? -1 : 0;
      index += 1;
    }
  }
  return index;
};
const endOfRegex = (text: string, at: number, code: string): number | undefined => {
  if (!beforeRegex.test(code.trimEnd())) return undefined;
  regexLiteral.lastIndex = at;
  return regexLiteral.test(text) ? regexLiteral.lastIndex : undefined;
};

/** What runs inside the holes of a template, so that no rule can be dodged by writing it there. */
const holesOf = (template: string): string => {
  let holes = '';
  for (let at = template.indexOf('${'); at !== -1; at = template.indexOf('${', at)) {
    const end = endOfHole(template, at);
    holes += `(${takeApart(template.slice(at + 2, end - 1)).code})`;
    at = end;
  }
  return holes;
};

/** Good enough for formatted TypeScript: comments, strings, templates and regular expressions are told apart from code. */
export const takeApart = (text: string): SourceParts => {
  const literals: { line: number; text: string }[] = [];
  let code = '';
  for (let at = 0; at < text.length;) {
    const character = text[at]!;
    const isComment = text.startsWith('//', at) || text.startsWith('/*', at);
    const regexEnd = character === '/' && !isComment ? endOfRegex(text, at, code.slice(-80)) : undefined;
    const end = isComment ? endOfComment(text, at) : (regexEnd ?? (quotes.has(character) ? endOfLiteral(text, at) : at + 1));
    if (quotes.has(character)) {
      const inside = text.slice(at + 1, end - 1);
      literals.push({ line: code.split('\n').length, text: inside });
      code += `${character}${character === '`' ? holesOf(inside).replaceAll('\n', ' ') : ''}${blank(inside).replaceAll(' ', '')}${character}`;
    } else code += isComment || regexEnd !== undefined ? blank(text.slice(at, end)) : character;
    at = end;
  }
  return { code, literals };
};
