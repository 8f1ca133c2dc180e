/** Counts of checks: tests, and the steps that are one check each. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The one line the run ends with. Skipped checks are named only when there are any. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, tally) => ({
    passed: sum.passed + tally.passed,
    failed: sum.failed + tally.failed,
    skipped: sum.skipped + tally.skipped,
  }), { passed: 0, failed: 0, skipped: 0 });
}

/** A step that is one check. */
export function tallyOfStep(isGreen: boolean): Tally {
  return { passed: isGreen ? 1 : 0, failed: isGreen ? 0 : 1, skipped: 0 };
}

/**
 * Reads vitest's JSON report. A file that broke outside its tests counts as one failure, and so does a run that ended red without
 * any failed test (an unhandled error, no file found): red never counts as green.
 */
export function tallyOfReport(reportText: string | undefined, exitCode: number): Tally {
  const files = reportText === undefined ? [] : parseReport(reportText);
  const sum = addTallies(files.map(tallyOfFile));
  return exitCode !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum;
}

interface ReportedFile {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

function tallyOfFile(file: ReportedFile): Tally {
  const count = (status: string): number => file.assertionResults.filter((result) => result.status === status).length;
  const [passed, failedTests] = [count('passed'), count('failed')];
  const skipped = file.assertionResults.length - passed - failedTests;
  return { passed, failed: failedTests === 0 && file.status === 'failed' ? 1 : failedTests, skipped };
}

/** Guarantees nothing but valid JSON: the report is vitest's own. */
function parseReport(reportText: string): readonly ReportedFile[] {
  const report: { readonly testResults: readonly ReportedFile[] } = JSON.parse(reportText);
  return report.testResults;
}
