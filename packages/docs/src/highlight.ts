import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import http from 'highlight.js/lib/languages/http';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import xml from 'highlight.js/lib/languages/xml';
import { escaped } from './markup.ts';

const grammars = { bash, http, js: javascript, json, php, python, sql, html: xml } as const;
for (const [name, grammar] of Object.entries(grammars)) hljs.registerLanguage(name, grammar);

/** Code as markup whose words carry classes. What has no grammar here is left plain. */
export const highlighted = (text: string, language: string): string =>
  Object.hasOwn(grammars, language) ? hljs.highlight(text, { language, ignoreIllegals: true }).value : escaped(text);
