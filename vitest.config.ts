import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/lib/longest-first.ts';

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
  'accounts-audit',
  'approval-compare',
  'approval-languages',
  'approval-refusals',
  'approval-steps',
  'approval-withdraw',
  'boundary',
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
  'publication-status',
  'sample-content',
  'second-factor',
  'sessions',
  'sign-in-time',
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

/**
 * Files that run beside each other. Those of a CMS or a builder spend half of their time waiting, so that two for
 * each core keep it at work; a file takes up to a gigabyte and a half.
 */
const maxWorkers = Math.max(2, Math.min(2 * availableParallelism(), Math.floor(totalmem() / 1.5e9)));

/**
 * Limits that are met only where something hangs: tests wait for states, and a busy machine may take its time.
 * All projects are one group for Vitest, so that none waits for another one's last file.
 */
const patient = {
  maxWorkers,
  testTimeout: seconds(isLong ? 1800 : 300),
  hookTimeout: seconds(isLong ? 1800 : 900),
  expect: { poll: { timeout: seconds(240), interval: 100 } },
};
const prepared = { globalSetup: ['cms/test/prepared.ts'] };

/** Each test has a data folder of its own; the code of the pages, five seconds of work, is prepared once for all. */
process.env.RENDERER_DIR = '.cache/renderer';

/** What V8 made of the CMS's and the site's modules, for each process that loads them again. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache/compiled');

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: { name: 'units', ...testsIn('{content-types,site,cms,scripts}', ['*/test/**']), ...patient },
      },
      // Parts of the admin panel, in a DOM.
      {
        // Node cannot load Strapi's CommonJS, which calls itself ES modules.
        resolve: {
          mainFields: ['module', 'main'],
          alias: {
            '@strapi/strapi/admin': join(import.meta.dirname, 'cms/src/admin/testing/strapi-admin.mjs'),
          },
        },
        test: {
          name: 'components',
          include: isLong ? [] : ['cms/src/admin/**/*.test.tsx'],
          environment: 'happy-dom',
          server: { deps: { inline: [/@strapi\//] } },
          ...patient,
        },
      },
      { test: { name: 'site', ...testsIn('site/test'), ...patient } },
      // Each file starts a CMS with a port and a database of its own, a copy of one in which a CMS was started before.
      { test: { name: 'cms', ...testsIn('cms/test', ONLY_ON_POSTGRES), ...prepared, ...patient } },
      // The same tests on PostgreSQL, each file on a cluster of its own.
      {
        test: {
          name: 'cms on PostgreSQL',
          ...testsOnPostgres(),
          env: { TEST_DATABASE: 'postgres' },
          ...prepared,
          ...patient,
        },
      },
      {
        test: {
          name: 'browser',
          ...testsIn('scripts/test'),
          globalSetup: ['scripts/test/shared-platform.ts'],
          ...patient,
        },
      },
    ],
  },
});
