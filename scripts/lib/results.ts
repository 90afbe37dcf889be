/** What is read of the file that Vitest's JSON reporter writes. */
export interface VitestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    /** The file's absolute path. */
    readonly name: string;
    readonly status: string;
    /** Milliseconds since 1970. */
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** What is counted of it. */
type Counted = Pick<VitestResults, 'numPassedTests' | 'numFailedTests'> & {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/**
 * One line that counts the tests, `12 passed, 0 failed`. A file that could not be loaded counts as one
 * failed test, as do results that are missing because Vitest itself broke.
 */
export function summary(results: Counted | undefined): string {
  if (!results) return '0 passed, 1 failed';
  const broken = results.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return `${results.numPassedTests} passed, ${results.numFailedTests + broken.length} failed`;
}
