import { readFile } from 'node:fs/promises';
import { nodeMethods } from './node-methods.ts';
import { nodeTypes } from './node-types.ts';
import { phpMethods } from './php-methods.ts';
import { pythonMethods } from './python-methods.ts';
import { sdkMethods } from './methods.ts';

/** The files an integrator downloads, by name. */
export const sdkFileNames = ['paygate-node.js', 'paygate-node.d.ts', 'PayGate.php', 'PayGate.py'] as const;
export type SdkFileName = (typeof sdkFileNames)[number];

const template = (name: string): Promise<string> => readFile(new URL(`../templates/${name}`, import.meta.url), 'utf8');
const singleQuoted = (text: string): string => text.replaceAll(/[\\']/g, String.raw`\$&`);

// True of the template alone.
const unusedForNow = '// oxlint-disable-next-line no-unused-vars -- the methods call it\n';

/** Fills each hole once. Throws when a template lacks one, so that a renamed hole is never served. */
const filled = (text: string, holes: Readonly<Record<string, string>>): string =>
  Object.entries(holes).reduce((made, [hole, filling]) => {
    if (!made.includes(hole)) throw new Error(`The template has no ${hole}.`);
    return made.replace(hole, () => filling);
  }, text);

/** One file whose clients call `baseUrl` unless told otherwise. Every public operation of the contract is a method in it. */
export const sdkFile = async (name: SdkFileName, baseUrl: string): Promise<string> => {
  const methods = sdkMethods();
  if (name === 'paygate-node.d.ts') return nodeTypes(methods, await template('paygate-node.d.ts.txt'));
  const url = { __PAYGATE_BASE_URL__: singleQuoted(baseUrl) };
  const text = await template(name);
  if (name === 'PayGate.php') return filled(text, { ...url, '    /* __PAYGATE_METHODS__ */': phpMethods(methods) });
  if (name === 'PayGate.py') return filled(text, { ...url, '    # __PAYGATE_METHODS__': pythonMethods(methods) });
  return filled(text, { ...url, [unusedForNow]: '', '/* __PAYGATE_GUIDE__ */': (await template('paygate-node.guide.txt')).trim(), '  /* __PAYGATE_METHODS__ */': nodeMethods(methods) });
};
