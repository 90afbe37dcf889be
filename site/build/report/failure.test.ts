import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { HttpError } from '../../kernel/http.ts';
import { Overtaken } from '../../release/release.ts';
import { ExportError } from '../../src/content/export/read-export.ts';
import { DoubtfulExport } from '../fetch/refuse-doubtful.ts';
import { explain, kindOf } from './failure.ts';

const coded = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });
const http = (status: number | undefined) => new HttpError('GET', 'http://cms', status, new Error('refused'));

it.each([
  [coded('ENOSPC'), 'disk-full'],
  [new Error('Export failed', { cause: coded('ENOSPC') }), 'disk-full'],
  [new Error('Astro could not build the site (1): ENOSPC: no space left on device, write'), 'disk-full'],
  [http(undefined), 'cms-away'],
  [http(503), 'cms-away'],
  [http(401), 'cms-refuses'],
  [new HttpError('GET', 'http://cms', undefined, coded('ENOSPC')), 'disk-full'],
  [coded('EROFS'), 'not-writable'],
  [new ExportError('Export: it is empty'), 'export-broken'],
  [new DoubtfulExport('too small'), 'export-doubtful'],
  [new Overtaken('another one'), 'overtaken'],
  [new Error('The built site is not whole'), 'build'],
  ['not even an error', 'build'],
])('of %s the kind is %s', (error, kind) => {
  expect(kindOf(error)).toBe(kind);
});

it('knows the error of a lock that cannot be written', () => {
  const folder = mkdtempSync('/tmp/failure-');
  try {
    new DatabaseSync(folder);
    expect.unreachable('a folder is no database');
  } catch (cause) {
    expect(kindOf(new Error('the lock cannot be written', { cause }))).toBe('not-writable');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  [coded('ENOSPC'), 'The disk of /data is full: free some space on it. (ENOSPC: it failed)'],
  [coded('EROFS'), '/data cannot be written to: make it writable for this user. (EROFS: it failed)'],
  [
    Object.assign(coded('EACCES'), { path: '/code/cache' }),
    '/code/cache cannot be written to: make it writable for this user. (EACCES: it failed)',
  ],
  [
    new Error("Astro could not build the site (1): EROFS: read-only file system, mkdir '/code/.astro'"),
    "/code/.astro cannot be written to: make it writable for this user. (Astro could not build the site (1): EROFS: read-only file system, mkdir '/code/.astro')",
  ],
  [http(undefined), 'The CMS does not answer (GET http://cms failed: refused).'],
  [http(503), 'GET http://cms answered 503.'],
  [http(401), 'The CMS refuses EXPORT_TOKEN (GET http://cms answered 401).'],
  [new Error('It broke'), 'It broke.'],
  [new Error('Run: npm run rebuild -- --allow-fewer'), 'Run: npm run rebuild -- --allow-fewer'],
])('says of %s what to do', (error, words) => {
  expect(explain(error, '/data')).toBe(words);
});
