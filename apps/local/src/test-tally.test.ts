import { expect, it } from 'vitest';
import { addTallies, tallyLine, tallyOfReport, tallyOfStep } from './test-tally.ts';

const report = (files: readonly { status: string; tests: readonly string[] }[]): string =>
  JSON.stringify({ testResults: files.map((file) => ({ status: file.status, assertionResults: file.tests.map((status) => ({ status })) })) });

it('ends with one plain line', () => {
  expect(tallyLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(tallyLine({ passed: 12, failed: 3, skipped: 2 })).toBe('12 passed, 3 failed, 2 skipped');
});

it('counts tests and steps together', () => {
  const tests = tallyOfReport(report([{ status: 'passed', tests: ['passed', 'pending', 'todo'] }, { status: 'failed', tests: ['passed', 'failed'] }]), 1);
  expect(addTallies([tallyOfStep(true), tallyOfStep(false), tests])).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

it('counts a file that breaks before or after its tests as a failure', () => {
  expect(tallyOfReport(report([{ status: 'failed', tests: [] }, { status: 'failed', tests: ['passed'] }]), 1)).toEqual({ passed: 1, failed: 2, skipped: 0 });
});

it('never calls a red run green', () => {
  expect(tallyOfReport(report([{ status: 'passed', tests: ['passed'] }]), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(tallyOfReport(undefined, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
