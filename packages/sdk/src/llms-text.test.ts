import { allOperations, errorsOf } from '@paygate/contract';
import { describe, expect, it } from 'vitest';
import { llmsText } from './llms-text.ts';
import { methodName, snakeCase } from './methods.ts';

const text = llmsText({ brandName: 'PayGate', baseUrl: 'https://pay.example' });
const operations = allOperations.filter(({ surface }) => surface === 'v1');

describe('llms.txt', () => {
  it('begins as llmstxt.org asks: a heading, then one sentence in a quote', () => {
    expect(text.split('\n').slice(0, 3)).toEqual(['# PayGate', '', expect.stringMatching(/^> .*https:\/\/pay\.example\/api\/v1\.$/)]);
  });
  it('names every public operation with its method in both spellings, and says which are signed', () => {
    for (const one of operations) {
      const [line = ''] = text.split('\n').filter((each) => each.startsWith(`- \`${one.method} ${one.path}\` `));
      expect(line, one.id).toContain(`SDK: \`${methodName(one)}\`, \`${snakeCase(methodName(one))}\``);
      expect(/\(signed[;)]/.test(line), one.id).toBe(one.auth === 'signed');
    }
  });
  it('explains every code they refuse with', () => {
    for (const code of new Set(operations.flatMap(errorsOf))) expect(text).toMatch(new RegExp(`^- \`${code}\` \\(\\d{3}\\): .+`, 'm'));
  });
});
