import { existsSync } from 'node:fs';
import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whatever takes ten seconds or more, the longest first: begun late, one of them would run alone at the end. */
const longest: readonly string[] = [
  'apps/local/src/start.test.ts', 'test/src/payouts/zombies.test.ts', 'test/src/cli/cli.test.ts', 'test/src/sdk/product.test.ts', 'test/src/payouts/faults.test.ts', 'test/src/conformance/hostile-input.test.ts',
  'test/src/checkout/pay-page.browser.test.ts', 'test/src/conformance/rest.test.ts', 'test/src/security/fuzz.test.ts', 'packages/core/src/webhooks/dispatcher.test.ts', 'test/src/payouts/payouts.test.ts',
  'apps/api/src/docs/docs-page.browser.test.ts', 'test/src/checkout/slip-page.browser.test.ts', 'test/src/journeys/docs-first-call.browser.test.ts', 'test/src/money/races.test.ts', 'test/src/money/model.test.ts', 'test/src/docs/guide-samples.test.ts',
];

/** Vitest goes by size where it does not know how long a file took the last time, as on a fresh clone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    for (const file of longest) if (!existsSync(path.join(root, file))) throw new Error(`${file} is gone: take it out of longest-first.ts.`);
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = longest.indexOf(path.relative(root, moduleId));
      return found === -1 ? longest.length : found;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- vitest's own
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => rank(one) - rank(other));
  }
}
