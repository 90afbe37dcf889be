import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseTree, sha256 } from '../../release/release-tree.ts';
import type { SearchFacts } from '../../src/search/facts.ts';
import { childrenOf } from '../../test/children.ts';
import { archiveOf, archivesFor } from '../pagefind/run-pagefind.ts';
import { type IndexTask, SearchStore } from './search-store.ts';

/** The index with real Pagefind, of a web root of a few pages. */

const { signal } = new AbortController();

let folder: string;
let site: string;
let store: SearchStore;
let findable: Map<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'search-store-'));
  site = join(folder, 'site');
  findable = new Map();
  store = new SearchStore(join(folder, 'search'));
  await store.refresh();
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes a page as a builder does, never into the file that is there. */
async function page(name: string, text: string, language = 'bn'): Promise<void> {
  const file = `${language === 'en' ? 'en/' : ''}${name}/index.html`;
  const html = `<html lang="${language}"><main data-pagefind-body><h1>${name}</h1><p>${text}</p></main></html>`;
  await mkdir(dirname(join(site, file)), { recursive: true });
  await rm(join(site, file), { force: true });
  await writeFile(join(site, file), html);
  findable.set(file, sha256(html));
}

async function leave(file: string): Promise<void> {
  await rm(join(site, file));
  findable.delete(file);
}

/** Indexes until there is nothing to do; answers which parts. */
async function follow(thorough = false): Promise<IndexTask['part'][]> {
  const parts: IndexTask['part'][] = [];
  for (let task = store.next(findable, thorough); task; task = store.next(findable, thorough)) {
    await store.takeIn(await store.make(site, task, signal), task);
    parts.push(task.part);
  }
  return parts;
}

/** The index in a release: what it says of itself, and the texts that can be found by the folder of their part. */
async function released() {
  const tree = await ReleaseTree.begin(join(folder, `release-${Math.random()}`));
  store.writeTo(tree, new Set(findable.keys()));
  const pagefind = join(tree.folder, 'site/pagefind');
  const facts: SearchFacts = JSON.parse(await readFile(join(pagefind, 'index.json'), 'utf8'));
  const texts: Record<string, string[]> = {};
  const wrong = new Set(facts.gone);
  for (const path of tree.files.keys()) {
    const [, part = '', name = ''] = /^site\/pagefind\/(\w+\/)?fragment\/(.*)\.pf_fragment$/.exec(path) ?? [];
    if (!name || wrong.has(name)) continue;
    const { content } = JSON.parse(
      gunzipSync(await readFile(join(tree.folder, path)))
        .toString()
        .replace(/^[^{]*/, ''),
    );
    texts[part] = [...(texts[part] ?? []), content].sort();
  }
  return { facts, texts, files: [...tree.files].map(([path, { hash }]) => `${hash} ${path}`).sort() };
}

describe('a change', () => {
  beforeEach(async () => {
    await page('one', 'first text');
    await page('two', 'second text');
    await page('one', 'first text', 'en');
    expect(await follow()).toEqual([0]);
  });

  it('is found in a small part of its own, and what the archive says of the page is not', async () => {
    await page('one', 'another text');
    await page('new', 'third text');
    expect(await follow()).toEqual(['current']);
    const { facts, texts } = await released();
    expect(texts).toEqual({
      '': ['one. first text.', 'two. second text.'],
      'current/': ['new. third text.', 'one. another text.'],
    });
    // Only Bengali pages are in it: a search in English is not to load it.
    expect(facts.more).toEqual({ bn: ['current/'] });
    expect(facts.gone).toEqual([expect.stringMatching(/^bn_/)]);
  });

  it('leaves the archive’s files as they are, which visitors may have', async () => {
    const before = (await released()).files.filter((file) => !file.endsWith('/index.json'));
    await page('one', 'another text');
    await follow();
    expect((await released()).files).toEqual(expect.arrayContaining(before));
  });

  it('that leaves the words as they are hides nothing', async () => {
    await page('one', 'first text<!-- at noon -->');
    expect(await follow()).toEqual(['current']);
    const { facts, texts } = await released();
    expect(facts.gone).toEqual([]);
    expect(texts['']).toContain('one. first text.');
  });

  it('of a page that is changed already takes the place of the first', async () => {
    await page('one', 'another text');
    await follow();
    await page('one', 'a third text');
    expect(await follow()).toEqual(['current']);
    expect((await released()).texts['current/']).toEqual(['one. a third text.']);
  });

  it.each([false, true])('that is taken back is found as it was before (thorough: %s)', async (thorough) => {
    await page('one', 'another text');
    await follow();
    await page('one', 'first text');
    expect(await follow(thorough)).toEqual(['current']);
    expect((await released()).texts).toEqual({
      '': ['one. first text.', 'one. first text.', 'two. second text.'],
    });
  });

  it('that takes a page down is in no results at once, before anything is indexed', async () => {
    await page('two', 'changed text');
    await follow();
    await leave('two/index.html');
    const { facts, texts } = await released();
    expect(Object.values(texts).flat().join()).not.toMatch(/second|changed/);
    expect(facts.gone).toHaveLength(2);
    // There is no hurry to do more.
    expect(await follow()).toEqual([]);
  });

  it('is taken into the archive when there is time, which is then as if it were new', async () => {
    await page('one', 'another text');
    await leave('two/index.html');
    await follow();
    expect(store.next(findable, true)).toMatchObject({ part: 0, canWait: true });
    expect(await follow(true)).toEqual([0]);
    const { facts, files } = await released();
    expect(facts).toEqual({ more: {}, gone: [] });

    store = new SearchStore(join(folder, 'afresh'));
    await follow();
    expect((await released()).files).toEqual(files);
    expect(await readdir(join(folder, 'search'))).toHaveLength(3);
  });

  it('of more pages than the small part may have goes into the archive', async () => {
    for (let number = 0; number < 501; number += 1) await page(`story-${number}`, 'text');
    expect(await follow()).toEqual([0]);
    expect((await released()).facts).toEqual({ more: {}, gone: [] });
  });

  it('that cannot be indexed leaves the search as it was', async () => {
    const before = await released();
    await page('one', 'another text');
    const task = store.next(findable, false) ?? expect.unreachable();
    await rm(join(site, 'one/index.html'));
    await expect(store.make(site, task, signal)).rejects.toThrow('ENOENT');
    expect((await released()).files).toEqual(before.files);
    expect(store.next(findable, false)).toEqual(task);
  });

  it('is known to another builder, which removes what killed ones left and nothing else', async () => {
    await page('one', 'another text');
    await follow();
    const before = await released();
    const parts = await readdir(join(folder, 'search'));
    await mkdir(join(folder, 'search/7-999999999-pages'));
    await writeFile(join(folder, `search/8-${process.ppid}.json`), '{}');
    store = new SearchStore(join(folder, 'search'));
    await store.refresh();
    expect(await follow()).toEqual([]);
    expect((await released()).files).toEqual(before.files);
    expect((await readdir(join(folder, 'search'))).sort()).toEqual(
      [...parts, `8-${process.ppid}.json`].sort(),
    );
  });

  it('that another builder indexed meanwhile is taken from there', async () => {
    await page('one', 'another text');
    const other = new SearchStore(join(folder, 'search'));
    await other.refresh();
    const task = other.next(findable, false) ?? expect.unreachable();
    await other.takeIn(await other.make(site, task, signal), task);
    await store.refresh();
    expect(store.next(findable, false)).toBeUndefined();
    expect((await released()).texts['current/']).toEqual(['one. another text.']);
  });

  it.each(['.json', '/pagefind-entry.json'])(
    'makes the index anew where %s of it was damaged',
    async (file) => {
      const { archives } = JSON.parse(await readFile(join(folder, 'search/parts.json'), 'utf8'));
      await writeFile(join(folder, `search/${archives[0]}${file}`), '{"pages":');
      store = new SearchStore(join(folder, 'search'));
      await store.refresh();
      await released();
      expect(await follow()).toEqual([0]);
      expect((await released()).texts['']).toHaveLength(3);
    },
  );

  it('that is indexed in vain leaves nothing behind', async () => {
    const before = await readdir(join(folder, 'search'));
    await page('one', 'another text');
    const task = store.next(findable, false) ?? expect.unreachable();
    const stop = new AbortController();
    const made = store.make(site, task, stop.signal);
    stop.abort(new Error('something else came'));
    await expect(made).rejects.toThrow('something else came');
    await store.discard(await store.make(site, task, signal));
    expect(await readdir(join(folder, 'search'))).toEqual(before);
  });
});

it('is made at the next attempt when Pagefind’s own process is killed, and nothing of the first is left', async () => {
  for (let number = 0; number < 400; number += 1) await page(`${number}`, `text ${number}`);
  const task = store.next(findable, false) ?? expect.unreachable('nothing to index');
  const known = new Set(childrenOf(process.pid));
  const made = store.make(site, task, signal);
  const killed = (async () => {
    for (;;) {
      const [child] = childrenOf(process.pid).filter((pid) => !known.has(pid));
      const [pagefind] = childrenOf(child);
      if (pagefind) return process.kill(pagefind, 'SIGKILL');
      await sleep(5);
    }
  })();
  await expect(made).rejects.toThrow(/broke off|backend closed/);
  await killed;
  expect(await readdir(join(folder, 'search')).catch(() => [])).toEqual([]);
  expect(await follow()).toEqual([0]);
});

describe('what was withdrawn', () => {
  const never = (error: unknown) => expect.unreachable(String(error));
  /** The words of all chunks of the index, where each has its pages. */
  const words = async () => {
    const names = (await readdir(join(folder, 'search'), { recursive: true })).filter((name) =>
      name.endsWith('.pf_index'),
    );
    const chunks = await Promise.all(names.map((name) => readFile(join(folder, 'search', name))));
    return chunks.map((chunk) => gunzipSync(chunk).toString()).join(' ');
  };
  const hashOf = (file: string) => findable.get(file);

  beforeEach(async () => {
    await page('gone', 'secret words');
    await page('list', 'own words that name the secret');
    await page('beside', 'unchanged words');
    await follow();
  });

  it('leaves the index with its page and with each page that named it', async () => {
    await leave('gone/index.html');
    await page('list', 'own words');
    expect(await store.forget(findable, new Map([['list/index.html', undefined]]), never)).toBe(true);
    expect(await words()).toContain('unchang');
    expect(await words()).not.toContain('secret');
    expect((await released()).texts).toEqual({ '': ['beside. unchanged words.'] });
  });

  it('leaves a page where it is of which the index takes the same as before', async () => {
    await leave('gone/index.html');
    const before = hashOf('beside/index.html');
    await page('beside', 'unchanged words<!-- and nothing of it in a list -->');
    await page('list', 'own words');
    const rebuilt = new Map([
      ['list/index.html', undefined],
      ['beside/index.html', before],
    ]);
    expect(await store.forget(findable, rebuilt, never)).toBe(true);
    expect(await words()).not.toContain('secret');
    expect((await released()).texts).toEqual({ '': ['beside. unchanged words.'] });
    // Nor is it taken out later, when another part has the same words of it.
    expect(await follow()).toEqual(['current']);
    expect(store.knowsOlder(findable)).toBe(false);
  });

  it('leaves the index with a page that was indexed before it was what it is said to be', async () => {
    await leave('gone/index.html');
    await page('list', 'own words');
    const other = sha256('a page that no part has');
    expect(await store.forget(findable, new Map([['list/index.html', other]]), never)).toBe(true);
    expect(await words()).not.toContain('secret');
  });
});

describe('archives', () => {
  it('are as many as the pages need', () => {
    expect([0, 1, 5000, 5001, 10_000, 10_001, 50_000].map((pages) => archivesFor(pages, 0))).toEqual([
      1, 1, 1, 2, 2, 4, 16,
    ]);
  });

  it('stay as many while the site grows and shrinks a little', () => {
    expect([5001, 6000, 6001].map((pages) => archivesFor(pages, 1))).toEqual([1, 1, 2]);
    expect([4000, 2501, 2500].map((pages) => archivesFor(pages, 2))).toEqual([2, 2, 1]);
  });

  it('have the two languages of a page together, and pages evenly', () => {
    const at = Array.from({ length: 400 }, (_, number) => archiveOf(`stories/${number}/index.html`, 4));
    const english = at.map((_, number) => archiveOf(`en/stories/${number}/index.html`, 4));
    expect(english).toEqual(at);
    for (const archive of [0, 1, 2, 3])
      expect(at.filter((one) => one === archive).length).toBeGreaterThan(70);
  });

  it('of a grown site take over together: until then, all is found as it was', async () => {
    await page('one', 'first text');
    await page('one', 'first text', 'en');
    await follow();
    const before = await released();
    for (let number = 0; number < 6000; number += 1) await page(`story-${number}`, 'text');
    for (const part of [0, 1]) {
      expect((await released()).files).toEqual(before.files);
      const task = store.next(findable, false) ?? expect.unreachable();
      expect(task).toMatchObject({ part, archives: 2, canWait: false });
      await store.takeIn(await store.make(site, task, signal), task);
    }
    expect(store.next(findable, false)).toBeUndefined();
    const { facts, texts } = await released();
    expect(facts).toMatchObject({ more: { bn: ['1/'] }, gone: [] });
    expect(Object.values(texts).flat()).toHaveLength(6002);
  }, 60_000);
});
