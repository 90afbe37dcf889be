import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startCms, type TestCms } from './cms.ts';

const require = createRequire(import.meta.url);
// The compiled module: it shares its instance of Strapi's helpers with the CMS under test.
const { recordEvent } =
  require('../dist/src/features/audit/record.js') as typeof import('../src/features/audit/record.ts');
const SCRIPT = path.resolve(import.meta.dirname, '../dist/src/commands/verify-audit.js');

let cms: TestCms;

beforeAll(async () => {
  cms = await startCms();
});
afterAll(() => cms.stop());

/** The table as somebody with the database's password reaches it, past all of our code. */
const table = (name: string) => cms.strapi.db.connection(name);

/** Rows 1 to 5, and nothing else. */
beforeEach(async () => {
  await table('audit_events').delete();
  await table('audit_heads').delete();
  for (let number = 1; number <= 5; number += 1) {
    const details = { number, title: 'ভাতা' };
    await recordEvent(cms.strapi, {
      action: 'test.event',
      actor: { kind: 'system' },
      details,
      title: `Nr ${number}`,
    });
  }
});

function verify(...noted: string[]): Promise<{ status: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...noted], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

it('finds the record whole while the CMS runs, and prints what a later check can be given', async () => {
  const { status, said } = await verify();
  expect(said).toContain('audit record: whole, 5 rows');
  expect(status).toBe(0);
  const [noted = ''] = /5:[0-9a-f]{64}/.exec(said) ?? [];
  expect((await verify(noted)).status).toBe(0);
  expect((await verify(`3:${noted.slice(2)}`)).said).toContain('row 3 was changed');
  expect((await verify('5:oops')).said).toContain('is not what an earlier check printed');
});

const crimes: [string, string, () => Promise<unknown>][] = [
  [
    'a changed title',
    'row 2 was changed',
    () => table('audit_events').where({ position: 2 }).update({ title: 'x' }),
  ],
  [
    'a changed time',
    'row 4 was changed',
    () => table('audit_events').where({ position: 4 }).update({ at: 'x' }),
  ],
  ['a deleted row', 'row 3 is missing', () => table('audit_events').where({ position: 3 }).delete()],
  ['a deleted first row', 'row 1 is missing', () => table('audit_events').where({ position: 1 }).delete()],
  ['a cut tail', 'rows 4 to 5 are missing', () => table('audit_events').where('position', '>', 3).delete()],
  ['an emptied record', 'rows 1 to 5 are missing', () => table('audit_events').delete()],
  ['a head that is gone', 'row 1 is not in the record’s head', () => table('audit_heads').delete()],
  [
    'a head set back',
    'row 4 is not in the record’s head',
    async () => {
      const row = await table('audit_events').where({ position: 3 }).first('hash');
      await table('audit_heads').update({ count: 3, hash: row.hash });
    },
  ],
];

it.each(crimes)('finds %s: %s', async (_, found, commit) => {
  await commit();
  const { status, said } = await verify();
  expect(said).toContain(found);
  expect(status).toBe(1);
});
