import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/**
 * One of our own browser sources as it is sent: types, comment lines and indentation gone, every other byte as written. Sources here keep comments on
 * lines of their own and have no text that depends on line starts or on spaces around operators.
 */
export const browserScript = (name: string): string =>
  stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8'))
    .split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' ').replaceAll(/ +([);.,])/g, '$1').replaceAll(/ (=>|[=?:<>+*/&|!-]+) /g, '$1')).filter((line) => line !== '' && !line.startsWith('//') && !/^(\/\*\*|\*)/.test(line)).join('\n');
