import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createStrapi } from '@strapi/strapi';
import { loadReadOnly } from '../features/backup';
import { copyDatabase, describeDatabase, MoveProblem } from '../features/database-move';

/** Codes of PostgreSQL and Node for what an operator can do something about. */
const CAUSES: Readonly<Record<string, string>> = {
  '53100': 'The disk of the database server is full',
  '57P01': 'The database server was stopped',
  '57P02': 'The database server crashed',
  '57P03': 'The database server is starting',
  ECONNREFUSED: 'The database server does not answer any more',
  ECONNRESET: 'The database server broke off',
};

/** The steps of a move, each a process of its own, because a process of Strapi's has one database. */
const STEPS: Readonly<Record<string, (word: string) => Promise<void>>> = {
  /** Writes what a database holds into a file. */
  async describe(file) {
    await writeFile(file, JSON.stringify(await describeDatabase(await loadReadOnly())));
  },
  /** Has Strapi make its tables in an empty database, by one start without visitors. */
  async 'make-tables'() {
    if (process.env.JOBS !== 'off') throw new Error('JOBS must be off.');
    const appDir = path.resolve(__dirname, '../../..');
    const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false });
    strapi.log.level = 'error';
    await strapi.load();
  },
  /** Copies a file of SQLite into the database. */
  async copy(file) {
    await copyDatabase(file, process.env.DATABASE_URL ?? '', (line) => console.log(`progress ${line}`));
  },
};

const [name = '', word = ''] = process.argv.slice(2);
(STEPS[name] ?? (() => Promise.reject(new Error('There is no such step.'))))(word).then(
  () => process.exit(0),
  (error: Error & { code?: string }) => {
    const { code = '', message, stack = '' } = error;
    const cause = CAUSES[code] ?? (/Connection terminated/.test(message) ? CAUSES.ECONNRESET : undefined);
    // Before what the database said, knex repeats the question, with a placeholder for each value of all rows.
    const said = message.split(' - ').at(-1) ?? '';
    const words = code === '' || error instanceof MoveProblem ? message : said;
    console.error([words, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n'));
    const problem = cause ? `${cause}: ${said}` : words;
    // Standard output is a pipe here, whose last lines must have gone.
    process.stdout.write(`${problem.replaceAll(/^/gm, 'problem ')}\n`, () => process.exit(1));
  },
);
