import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EntryLine, type Locale, type TypeName, typeNames } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SitePages } from '../build/plan/site-pages.ts';
import { loadRenderer, type Renderer } from '../build/render/bundle.ts';
import { codeHash } from '../build/render/code-hash.ts';
import { createLibrary, type Library } from '../src/content/content-store.ts';
import type { CmsEntry } from '../src/content/export/check-entry.ts';
import { checkEntry } from '../src/content/export/check-entry.ts';
import { SITE_URL } from './build.ts';
import { fixtureLines } from './fixture.ts';

/** The real renderer: what a change rewrites is compared with a site rendered anew, file by file. */

let folder: string;
let renderer: Renderer;
const { signal } = new AbortController();
const AS_OF = new Date('2026-11-28T12:00:00Z');
const asIs = async (_file: string, bytes: Uint8Array) => Buffer.from(bytes).toString();
const original = fixtureLines().flatMap((line) => (line.line === 'entry' ? checked(line) : []));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  Object.assign(process.env, { SITE_URL, MEDIA_DIR: folder, CACHE_DIR: join(folder, 'cache') });
  renderer = await loadRenderer({
    code: await codeHash(SITE_URL),
    siteUrl: SITE_URL,
    cache: join(folder, 'cache'),
    signal,
    say: () => {},
  });
});
afterAll(() => rm(folder, { recursive: true }));

function checked(line: EntryLine): CmsEntry[] {
  const { entry } = checkEntry(line as EntryLine & { type: TypeName; locale: Locale });
  return entry ? [entry] : [];
}

/** A site that follows the content, as its files. */
class Following {
  readonly #pages = new SitePages(renderer);
  readonly files = new Map<string, string>();

  /** @returns the files that were rendered again */
  async follow(library: Library): Promise<string[]> {
    const { rendered, removed, files, keep } = await this.#pages.render(library, AS_OF, signal, asIs);
    for (const file of removed) this.files.delete(file);
    for (const [file, text] of rendered) this.files.set(file, text);
    expect([...this.files.keys()].sort()).toEqual([...files].sort());
    keep();
    return [...rendered.keys()];
  }
}

async function anew(library: Library): Promise<Map<string, string>> {
  const site = new Following();
  await site.follow(library);
  return site.files;
}

/** A site that stands on the fixture between the tests, and its files there. */
let site: Following;
let unchanged: ReadonlyMap<string, string>;

beforeAll(async () => {
  site = new Following();
  await site.follow(createLibrary(original));
  unchanged = new Map(site.files);
});

/** Files that differ between two sites. */
function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((file) => a.get(file) !== b.get(file));
}

/** Follows from the fixture to these entries and back; there and here it has to be a site made anew. */
async function change(entries: readonly CmsEntry[]) {
  const library = createLibrary(entries);
  const rendered = await site.follow(library);
  const expected = await anew(library);
  expect(differences(site.files, expected)).toEqual([]);
  await site.follow(createLibrary(original));
  expect(differences(site.files, unchanged)).toEqual([]);
  return { rendered, changed: differences(unchanged, expected), all: expected.size };
}

/** The entries with one of them made into another; undefined takes it out. */
function edit(
  is: (entry: CmsEntry) => boolean,
  make: (entry: CmsEntry) => CmsEntry | undefined,
): readonly CmsEntry[] {
  return original.flatMap((entry) => (is(entry) ? (make(entry) ?? []) : [entry]));
}

const withFields = (entry: CmsEntry, fields: object): CmsEntry =>
  ({ ...entry, publishedAt: '2026-03-01T00:00:00.000Z', fields: { ...entry.fields, ...fields } }) as CmsEntry;

/** The first entry of a type that is in both languages. */
const firstOf = (type: TypeName) => original.find((entry) => entry.type === type && entry.locale === 'bn');

/** Another value of a field, where one can be made without asking the model. */
function another(name: string, value: unknown): unknown {
  if (['slug', 'code', 'vocabulary', 'ministry', 'course'].includes(name)) return undefined;
  if (typeof value === 'number') return value + 7;
  if (Array.isArray(value)) return value.slice(1);
  return typeof value === 'string' && !/^\d|^https|^[a-z-]+$/.test(value) ? `${value} ও` : undefined;
}

const changeable = typeNames.map((type) => {
  const entry = firstOf(type) as CmsEntry;
  const names = Object.entries(entry.fields).flatMap(([name, value]) =>
    another(name, value) === undefined ? [] : [name],
  );
  return { entry, names };
});
const most = Math.max(...changeable.map(({ names }) => names.length));

it.each(Array.from({ length: most }, (_, index) => index))(
  'follows a change of a single field of each type (%i)',
  async (index) => {
    const entries = original.map((entry) => {
      const name = changeable.find((one) => one.entry === entry)?.names[index];
      const value = name && another(name, (entry.fields as Record<string, unknown>)[name]);
      return value === undefined ? entry : withFields(entry, { [name as string]: value });
    });
    await change(entries);
  },
);

describe.each(typeNames)('of a %s', (type) => {
  const { documentId } = firstOf(type) as CmsEntry;
  const isOne = (entry: CmsEntry) => entry.type === type && entry.documentId === documentId;

  it('taking it down in both languages or in one, and publishing it again', async () => {
    await change(edit(isOne, () => undefined));
    await change(
      edit(
        (entry) => isOne(entry) && entry.locale === 'bn',
        () => undefined,
      ),
    );
  });

  it('a new name in addresses', async () => {
    await change(
      edit(isOne, (entry) =>
        'slug' in entry.fields
          ? ({ ...withFields(entry, { slug: 'renamed' }), key: 'renamed' } as CmsEntry)
          : entry,
      ),
    );
  });
});

describe('a change of order', () => {
  it.each([
    ['story', { date: '2030-01-01' }],
    ['story', { date: '2000-01-01' }],
    ['document', { date: '2000-01-01' }],
    ['meeting', { starts: '2000-01-01T00:00:00.000Z' }],
    ['ministry', { order: 99 }],
    ['term', { order: 99 }],
    ['lesson', { order: 99 }],
    ['programme', { name: 'ৎ' }],
  ] as const)('of a %s', async (type, fields) => {
    const { documentId } = firstOf(type) as CmsEntry;
    await change(
      edit(
        (entry) => entry.documentId === documentId,
        (entry) => withFields(entry, fields),
      ),
    );
  });
});

describe('what a change touches', () => {
  const story = original.find(({ key }) => key === 'story-20') as CmsEntry;
  const isStory = (entry: CmsEntry) => entry.documentId === story.documentId;

  it('is the page alone when only its text changes, the feeds and its part of the sitemap', async () => {
    const body = [{ component: 'body.text', content: [] }];
    const { rendered } = await change(edit(isStory, (entry) => withFields(entry, { body })));
    expect(rendered.filter((file) => !/feed\.xml$|^sitemap-stories/.test(file)).sort()).toEqual([
      'en/stories/story-20/index.html',
      'stories/story-20/index.html',
    ]);
  });

  it('is no older page of a list when something new is published', async () => {
    const added = original.flatMap((entry) =>
      isStory(entry)
        ? [
            entry,
            {
              ...withFields(entry, { slug: 'new', date: '2031-01-01' }),
              key: 'new',
              documentId: 'new',
            } as CmsEntry,
          ]
        : [entry],
    );
    const { rendered, changed, all } = await change(added);
    expect(rendered.filter((file) => /\/page\/\d+\//.test(file) && !changed.includes(file))).toEqual([]);
    expect(rendered).not.toContain('stories/page/1/index.html');
    expect(rendered).toContain('stories/index.html');
    expect(rendered.length).toBeLessThan(all / 4);
  });

  it('is little more than what really changes', async () => {
    const { rendered, changed } = await change(
      edit(isStory, (entry) => withFields(entry, { title: 'Another' })),
    );
    expect(changed.length).toBeGreaterThan(4);
    expect(rendered.length).toBeLessThanOrEqual(changed.length + 4);
  });

  it('is nothing when nothing changes', async () => {
    expect((await change(original)).rendered).toEqual([]);
  });
});

it('works out a change anew when the one before did not go live', async () => {
  const pages = new SitePages(renderer);
  const first = await pages.render(createLibrary(original), AS_OF, signal, asIs);
  first.keep();
  const documentId = firstOf('ministry')?.documentId;
  const renamed = edit(
    (entry) => entry.documentId === documentId,
    (entry) => withFields(entry, { name: 'X' }),
  );
  const lost = await pages.render(createLibrary(renamed), AS_OF, signal, asIs);
  expect(lost.rendered.size).toBeGreaterThan(0);
  expect((await pages.render(createLibrary(original), AS_OF, signal, asIs)).rendered.size).toBe(0);
  expect((await pages.render(createLibrary(renamed), AS_OF, signal, asIs)).rendered.size).toBe(
    lost.rendered.size,
  );
});
