import { defineConfig } from 'vitest/config';

const seconds = (count: number) => count * 1000;

/** What takes minutes runs by `npm run test:long` alone, whose last results are in bench/long-tests.md. */
const isLong = process.env.TEST_LONG === '1';
const LONG = '**/*.long.test.ts';

/** The test files in these folders: the long ones, or all the others. */
const testsIn = (folder: string, not: string[] = []) => ({
  include: [`${folder}/${isLong ? LONG : '**/*.test.ts'}`],
  exclude: ['**/node_modules/**', '**/dist/**', ...not, ...(isLong ? [] : [LONG])],
});

/**
 * Test files of the CMS whose subject no database changes: on PostgreSQL they run with the long tests,
 * on SQLite always.
 */
const SAME_ON_ALL_DATABASES = [
  'accounts',
  'approval-compare',
  'approval-languages',
  'approval-refusals',
  'dispatch',
  'http',
  'mail',
  'matrix/*',
  'move',
  'notifications',
  'operator',
  'own-tables',
  'passwords',
  'preview',
  'sample-content',
  'second-factor',
  'trigger',
  'uploads',
].map((name) => `cms/test/${name}.test.ts`);

/** What SQLite cannot do, whose file has one instance of the CMS. */
const ONLY_ON_POSTGRES = ['cms/test/instances.test.ts'];

const testsOnPostgres = () => {
  const { include, exclude } = testsIn('cms/test');
  return isLong
    ? { include: [...include, ...SAME_ON_ALL_DATABASES], exclude }
    : { include, exclude: [...exclude, ...SAME_ON_ALL_DATABASES] };
};

/** Tests that start servers or builds: one file at a time unless said otherwise, after the quicker groups. */
const heavy = (groupOrder: number, limit: number) => ({
  fileParallelism: false,
  sequence: { groupOrder },
  testTimeout: seconds(isLong ? 1800 : limit),
  hookTimeout: seconds(isLong ? 1800 : 300),
});

/** Much of the time of these is waiting: for leases, pauses and mails. */
const threeAtATime = { fileParallelism: true, maxWorkers: 3 };
const prepared = { globalSetup: ['cms/test/prepared.ts'] };

/** Each test has a data folder of its own; the code of the pages, five seconds of work, is prepared once for all. */
process.env.RENDERER_DIR = '.cache/renderer';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'units',
          ...testsIn('{content-types,site,cms,scripts}', ['*/test/**']),
          testTimeout: seconds(isLong ? 1800 : 15),
        },
      },
      {
        test: {
          name: 'site',
          ...testsIn('site/test'),
          ...heavy(1, 120),
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      // Each file starts a CMS with a port and a database of its own, a copy of one in which a CMS was started before.
      {
        test: {
          name: 'cms',
          ...testsIn('cms/test', ONLY_ON_POSTGRES),
          ...prepared,
          ...heavy(2, 120),
          ...threeAtATime,
        },
      },
      // The same tests on PostgreSQL, each file on a cluster of its own.
      {
        test: {
          name: 'cms on PostgreSQL',
          ...testsOnPostgres(),
          env: { TEST_DATABASE: 'postgres' },
          ...prepared,
          ...heavy(2, 120),
          ...threeAtATime,
        },
      },
      { test: { name: 'browser', ...testsIn('scripts/test'), ...heavy(3, 180) } },
    ],
  },
});
