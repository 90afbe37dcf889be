import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copySqlite } from './sqlite-copy.ts';

let folder: string;
let database: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sqlite-copy-'));
  database = path.join(folder, 'cms.db');
});
afterEach(() => rm(folder, { recursive: true }));

/** Rows of each table. */
const ROWS = 1500;

/** A process that puts the next number into all rows of both tables in each transaction, until it is ended. */
async function startWriter(journal: string) {
  const script = `import { DatabaseSync } from 'node:sqlite';
    const db = new DatabaseSync(${JSON.stringify(database)});
    db.exec('pragma journal_mode = ${journal}; pragma busy_timeout = 10000; pragma synchronous = off');
    for (const table of ['one', 'two']) {
      db.exec('create table ' + table + ' (number integer, words text)');
      const insert = db.prepare('insert into ' + table + ' values (0, ?)');
      for (let row = 0; row < ${ROWS}; row += 1) insert.run('x'.repeat(1500));
    }
    for (let number = 1; ; number += 1) {
      db.exec('begin immediate; update one set number = ' + number + '; update two set number = ' + number + '; commit');
      if (number === 2) console.log('written');
      // As long as the others get a turn.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

/** The numbers in the two tables, each once, with how many rows have it. */
function numbersIn(file: string): { number: number; rows: number }[] {
  const db = new DatabaseSync(file);
  try {
    db.exec('pragma busy_timeout = 10000');
    const both = 'select number from one union all select number from two';
    const found = db.prepare(`select number, count(*) as rows from (${both}) group by number`).all();
    return found.map(({ number, rows }) => ({ number: Number(number), rows: Number(rows) }));
  } finally {
    db.close();
  }
}

// The first is how the CMS's database is; somebody may have set the second.
it.each(['delete', 'wal'])(
  'copies what was committed at one moment while another process writes, with the journal %s',
  async (journal) => {
    const writer = await startWriter(journal);
    try {
      for (let round = 0; round < 3; round += 1) {
        const [before] = numbersIn(database);
        const copy = path.join(folder, `copy-${round}.db`);
        await copySqlite(database, copy);
        const copied = numbersIn(copy);
        expect(copied).toEqual([{ number: expect.any(Number), rows: 2 * ROWS }]);
        expect(copied[0]?.number).toBeGreaterThanOrEqual(before?.number ?? Number.POSITIVE_INFINITY);
      }
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'exit');
    }
  },
);

it('takes no damaged database for whole', async () => {
  const db = new DatabaseSync(database);
  db.exec("create table one (words text); insert into one values ('x')");
  db.close();
  const file = await open(database, 'r+');
  // The second page is the table's.
  await file.write(Buffer.alloc(100, 0xff), 0, 100, 4096);
  await file.close();
  await expect(copySqlite(database, path.join(folder, 'copy.db'))).rejects.toThrow('is damaged');
});
