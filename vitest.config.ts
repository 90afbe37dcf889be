import { defineConfig } from 'vitest/config';

const seconds = (count: number) => count * 1000;

/** Tests that start servers or builds: one file at a time unless said otherwise, after the quicker groups. */
const heavy = (groupOrder: number, limit: number) => ({
  fileParallelism: false,
  sequence: { groupOrder },
  testTimeout: seconds(limit),
  hookTimeout: seconds(300),
});

/** Much of the time of these is waiting: for leases, pauses and mails. */
const threeAtATime = { fileParallelism: true, maxWorkers: 3 };
const prepared = { globalSetup: ['cms/test/prepared.ts'] };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'units',
          include: ['{content-types,site,cms,scripts}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '*/test/**'],
          testTimeout: seconds(15),
        },
      },
      {
        test: {
          name: 'site',
          include: ['site/test/**/*.test.ts'],
          ...heavy(1, 120),
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      // Each file starts a CMS with a port and a database of its own, a copy of one in which a CMS was started before.
      {
        test: {
          name: 'cms',
          include: ['cms/test/**/*.test.ts'],
          ...prepared,
          ...heavy(2, 120),
          ...threeAtATime,
        },
      },
      // The same tests on PostgreSQL, each file on a cluster of its own.
      {
        test: {
          name: 'cms on PostgreSQL',
          include: ['cms/test/**/*.test.ts'],
          env: { TEST_DATABASE: 'postgres' },
          ...prepared,
          ...heavy(2, 120),
          ...threeAtATime,
        },
      },
      { test: { name: 'browser', include: ['scripts/test/**/*.test.ts'], ...heavy(3, 180) } },
    ],
  },
});
