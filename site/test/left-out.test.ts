import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryLine, ExportLine } from 'content-types';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt } from '../build/pipeline/attempt.ts';
import { IncrementalBuildState } from '../build/pipeline/incremental-build-state.ts';
import type { Renderer } from '../build/render/bundle.ts';
import type { BuildReport } from '../build/report/report.ts';
import { filesBelow } from '../kernel/files.ts';
import { readSettings, type SiteSettings } from '../kernel/settings.ts';
import { findDamage, readManifest } from '../release/manifest.ts';
import { liveRoot } from '../release/release.ts';
import { fixtureLines, toNdjson } from './fixture.ts';

/**
 * Real builds in this process, of the real templates with four faults put into them, which words in an
 * entry bring out: no text is known that the templates as they are would fail by.
 */
const faults = vi.hoisted(() => ({
  /** Pages rendered. */
  count: 0,
  /** What becomes of a page that has a word in it. */
  of: {
    'FAULT-THROWS': () => {
      throw new Error('a template fails');
    },
    'FAULT-SLIPS': (html: string) => html.replaceAll('>FAULT-SLIPS', '><script>x()</script>'),
    'FAULT-LINKS': (html: string) => html.replaceAll('>FAULT-LINKS', '><a href="/none/">x</a>'),
    // On lists alone, not on the entry's own page.
    'FAULT-LIST': (html: string, component: string) =>
      /index\.astro|\[\.\.\.page\]/.test(component) ? html.replaceAll('>FAULT-LIST', '><svg></svg>') : html,
  } as Record<string, (html: string, component: string) => string>,
}));
vi.mock('../build/render/bundle.ts', async (original) => {
  const { loadRenderer } = await original<typeof import('../build/render/bundle.ts')>();
  const { withPolicy } = await import('../src/security/csp.ts');
  return {
    loadRenderer: async (...options: Parameters<typeof loadRenderer>): Promise<Renderer> => {
      const real = await loadRenderer(...options);
      const renderBare: Renderer['renderBare'] = async (library, page) => {
        faults.count += 1;
        let html = new TextDecoder().decode(await real.renderBare(library, page));
        for (const [word, change] of Object.entries(faults.of)) {
          if (html.includes(word)) html = change(html, page.component);
        }
        return new TextEncoder().encode(html);
      };
      const render: Renderer['render'] = async (library, page) => {
        const html = new TextDecoder().decode(await renderBare(library, page));
        return page.address.endsWith('/') ? withPolicy(html, real.ownCode) : html;
      };
      return { ...real, renderBare, render };
    },
  };
});

let folder: string;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'left-out-'));
  await mkdir(join(folder, 'media'));
  await writeFile(join(folder, 'media/report.pdf'), '%PDF-1.4');
  for (const name of ['missing.jpg', 'other.jpg']) {
    const picture = sharp({ create: { width: 90, height: 60, channels: 3, background: 'green' } });
    await writeFile(join(folder, 'media', name), await picture.jpeg().toBuffer());
  }
});
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

class Builder {
  readonly settings: SiteSettings;
  readonly #buildState: IncrementalBuildState;

  constructor(name: string) {
    this.settings = readSettings({ DATA_DIR: join(folder, name), SITE_URL: 'https://site.example' });
    this.#buildState = new IncrementalBuildState(this.settings.folders);
  }

  async build(lines: readonly ExportLine[]): Promise<BuildReport> {
    const [file, media] = [join(folder, 'export.ndjson'), join(folder, 'media')];
    await writeFile(file, toNdjson(lines));
    const { settings } = this;
    const say = () => undefined;
    return attempt({ settings, from: { file, media }, buildState: this.#buildState, signal, say });
  }

  /** Every page and other text that visitors get. */
  async texts(): Promise<ReadonlyMap<string, string>> {
    const root = (await liveRoot(this.settings.folders)) ?? '';
    const names = (await filesBelow(root)).filter((file) => /\.(html|xml|js)$/.test(file));
    return new Map(
      await Promise.all(names.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const)),
    );
  }

  async isWhole(): Promise<boolean> {
    const release = join((await liveRoot(this.settings.folders)) ?? '', '..');
    const manifest = await readManifest(release);
    const damage = manifest && (await findDamage(release, manifest, () => undefined));
    return damage !== undefined && Object.values(damage).flat().length === 0;
  }
}

const start = fixtureLines();
/** The export with some entries changed; what is wrong in the fixture itself is told in each report. */
function changed(edit: (line: EntryLine) => object | undefined): ExportLine[] {
  return start.map((line) => {
    const fields = line.line === 'entry' ? edit(line) : undefined;
    return fields && line.line === 'entry' ? { ...line, fields: { ...line.fields, ...fields } } : line;
  });
}
const is = (type: string, key: string, locale?: string) => (line: EntryLine) =>
  line.type === type &&
  (line.fields.slug ?? line.fields.code) === key &&
  (locale === undefined || line.locale === locale);
const told = ({ leftOut }: BuildReport) =>
  leftOut.flatMap(({ code, type, key, locale, problem }) =>
    code === 'page-fails' ? [`${type} ${key} ${locale}: ${problem}`] : [],
  );

let warm: Builder;
/** What visitors get when nothing is bad. */
let whole: ReadonlyMap<string, string>;
beforeAll(async () => {
  warm = new Builder('warm');
  expect(await warm.build(start)).toMatchObject({ ok: true });
  whole = await warm.texts();
});
beforeEach(() => {
  faults.count = 0;
});

const at = (word: string) => (texts: ReadonlyMap<string, string>) =>
  [...texts].flatMap(([file, text]) => (text.includes(word) ? [file] : []));

describe('entries by which pages fail', () => {
  /** What each of them breaks, and what is told of it. */
  const bad = [
    ['story', 'story-20', 'bn', 'title', 'FAULT-THROWS', 'a template fails'],
    ['story', 'story-18', 'en', 'summary', 'FAULT-SLIPS', 'it has a <script> that is not of the site’s code'],
    ['meeting', 'next', 'bn', 'title', 'FAULT-LINKS', '/none/ leads nowhere'],
    // Its own page is in order, the lists that it is in are not.
    ['video', 'how-to', 'bn', 'title', 'FAULT-LIST', 'it has a <svg>, which no template has'],
    // It has no page; the pages of others are bad by it.
    ['term', 'news', 'bn', 'name', 'FAULT-SLIPS', 'it has a <script>'],
    ['course', 'basics', 'bn', 'title', 'FAULT-THROWS', 'a template fails'],
    ['course', 'basics', 'en', 'title', 'FAULT-THROWS', 'a template fails'],
  ] as const;
  const lines = changed((line) => {
    if (is('story', 'story-19')(line)) return { title: 'Better' };
    const [, , , field, word] = bad.find(([type, key, locale]) => is(type, key, locale)(line)) ?? [];
    return field && { [field]: `${word} x` };
  }).map((line) =>
    line.line === 'notice' && line.key === 'withdrawn'
      ? { ...line, notice: { ...line.notice, en: 'FAULT-THROWS' } }
      : line,
  );
  let report: BuildReport;
  let texts: ReadonlyMap<string, string>;

  beforeAll(async () => {
    report = await warm.build(lines);
    texts = await warm.texts();
  });

  it('are left out by name, in the language that is bad, and everything else goes live', async () => {
    expect(report).toMatchObject({ ok: true });
    const expected = bad.map(([type, key, locale, , , problem]) =>
      expect.stringMatching(new RegExp(`^${type} (?:[\\w-]+/)?${key} ${locale}: page: no page .*${problem}`)),
    );
    expect(told(report)).toHaveLength(bad.length + 1);
    expect(told(report)).toEqual(expect.arrayContaining(expected));
    expect(texts.get('stories/story-19/index.html')).toContain('Better');
    expect(at('FAULT-')(texts)).toEqual([]);
    expect(await warm.isWhole()).toBe(true);
  });

  it('show what is left of them, as where they were never translated', () => {
    expect(texts.get('stories/story-20/index.html')).toContain('<article lang="en"');
    expect(texts.get('en/stories/story-18/index.html')).toContain('<article lang="bn"');
  });

  it('take the lessons of a course with them, which have no address without it', () => {
    expect(report.leftOut.filter(({ code }) => code === 'course-missing')).not.toEqual([]);
    // A lesson that was withdrawn before keeps its notice.
    const left = [...texts.keys()].filter((file) => /courses\/basics\/(?!last\/)/.test(file));
    expect(left).toEqual([]);
  });

  it('may be a notice of what was withdrawn', () => {
    expect(told(report)).toContainEqual(expect.stringMatching(/^story withdrawn bn: notice: /));
    expect(texts.has('stories/withdrawn/index.html')).toBe(false);
  });

  it('are the same in a build from nothing, which makes the same files', async () => {
    const cold = new Builder('cold');
    expect(told(await cold.build(lines)).sort()).toEqual([...told(report)].sort());
    expect(await cold.texts()).toEqual(texts);
  });

  it('come back once they are mended', async () => {
    expect(told(await warm.build(start))).toEqual([]);
    expect(await warm.texts()).toEqual(whole);
  });
});

it('builds once for many entries that are bad, and finds out nothing twice', async () => {
  const pages = whole.size;
  const lines = changed((line) =>
    line.type === 'story' && /^story-\d+$/.test(String(line.fields.slug))
      ? { title: 'FAULT-THROWS' }
      : undefined,
  );
  const bad = lines.filter((line) => line.line === 'entry' && line.fields.title === 'FAULT-THROWS').length;
  expect(bad).toBeGreaterThan(30);
  const report = await warm.build(lines);
  expect(report).toMatchObject({ ok: true });
  expect(told(report)).toHaveLength(bad);
  expect(faults.count).toBeLessThan(2 * pages + 8 * bad);
  faults.count = 0;
  const more = lines.map((line) =>
    line.line === 'entry' && is('meeting', 'next', 'bn')(line)
      ? { ...line, fields: { ...line.fields, venue: 'Elsewhere' } }
      : line,
  );
  expect(told(await warm.build(more))).toHaveLength(bad);
  expect(faults.count).toBeLessThan(pages / 4);
});

it('is no excuse for code by which pages fail whatever is in them: the live release stays', async () => {
  const before = await warm.texts();
  faults.of['</footer>'] = (html) => `${html}<iframe></iframe>`;
  try {
    const lines = changed((line) => (is('story', 'story-20')(line) ? { title: 'New' } : undefined));
    const { ok, error } = await warm.build(lines);
    expect({ ok, error }).toEqual({ ok: false, error: expect.stringContaining('it has a <iframe>') });
    expect(await warm.texts()).toEqual(before);
  } finally {
    delete faults.of['</footer>'];
  }
});
