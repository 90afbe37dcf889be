import { afterEach, beforeEach, expect, it } from 'vitest';
import { reuseStatements } from './statements';

interface Statement {
  all(): object[];
  run(...values: string[]): void;
}

// It brings no types.
const { default: Database } = await import('better-sqlite3' as string);
let database: { exec(sql: string): void; close(): void; prepare(sql: string): Statement };
beforeEach(() => {
  database = new Database(':memory:');
  reuseStatements(database, () => undefined);
  database.exec('CREATE TABLE entries (name TEXT)');
});
afterEach(() => database.close());

it('prepares each statement once', () => {
  const insert = 'INSERT INTO entries VALUES (?)';
  for (const name of ['one', 'two']) database.prepare(insert).run(name);
  expect(database.prepare(insert)).toBe(database.prepare(insert));
  expect(database.prepare('SELECT name FROM entries').all()).toEqual([{ name: 'one' }, { name: 'two' }]);
});

it('forgets them when the tables change', () => {
  const all = 'SELECT * FROM entries';
  database.prepare('INSERT INTO entries VALUES (?)').run('one');
  const before = database.prepare(all);
  database.prepare('ALTER TABLE entries ADD COLUMN age INTEGER').run();
  expect(database.prepare(all)).not.toBe(before);
  expect(database.prepare(all).all()).toEqual([{ name: 'one', age: null }]);
});

it('keeps a bounded number, and those that are used', () => {
  const used = database.prepare('SELECT 0');
  for (let number = 1; number < 1200; number += 1) {
    database.prepare(`SELECT ${number}`);
    expect(database.prepare('SELECT 0')).toBe(used);
  }
  const early = database.prepare('SELECT 1');
  expect(database.prepare('SELECT 1')).toBe(early);
  expect(early.all()).toEqual([{ 1: 1 }]);
});
