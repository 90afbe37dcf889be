import { expect, it } from 'vitest';
import { summary } from './results.ts';

const passed = { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] };
const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const broken = { status: 'failed', assertionResults: [] };
const counts = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };

it('counts passed and failed tests', () => {
  expect(summary({ ...counts, testResults: [passed, failed] })).toBe('3 passed, 1 failed');
});

it('counts a test file that could not be loaded as failed', () => {
  expect(summary({ ...counts, testResults: [passed, failed, broken] })).toBe('3 passed, 2 failed');
});

it('is a failure when there are no results', () => {
  expect(summary(undefined)).toBe('0 passed, 1 failed');
});
