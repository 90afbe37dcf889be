import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../../kernel/files.ts';
import { createLibrary } from '../../src/content/content-store.ts';
import { type CmsExport, readExport } from '../../src/content/export/read-export.ts';
import { hashOf } from '../../src/security/csp.ts';
import { scriptSafe } from '../../src/seo/structured-data.ts';
import { exportOf, storyLine } from '../../test/small-export.ts';
import { refuse, SiteCheck } from './check.ts';
import { partsOf } from './check-page.ts';

const siteUrl = 'https://example.org';
const own = {
  styles: [hashOf('a{}')],
  scripts: [hashOf('go()')],
  files: ['/_astro/search.js'],
};
let site: string;
let content: CmsExport;

/** A whole small site: one story in two languages. */
const pages = {
  'index.html':
    '<a href="/stories/a/#part">a</a> <a href="mailto:x@example.org">mail</a> <a href="https://example.com/">out</a>',
  'en/index.html': '<a href="../../">bn</a><link rel="canonical" href="https://example.org/en/">',
  'stories/a/index.html':
    '<h1 id="part">a</h1><img src="/media/a.avif" srcset="/media/a.avif 1x, /media/b.avif 2x">',
  'en/stories/a/index.html':
    '<p id="শিরোনাম">a</p> <a href="#%E0%A6%B6%E0%A6%BF%E0%A6%B0%E0%A7%8B%E0%A6%A8%E0%A6%BE%E0%A6%AE">up</a>',
  'stories/old/index.html': '<meta http-equiv="refresh" content="0;url=/stories/a/">',
  'en/stories/old/index.html': '<meta http-equiv="refresh" content="0;url=/en/stories/a/">',
  'media/a.avif': '',
  'media/b.avif': '',
  'sitemap-0.xml': '<urlset><url><loc>https://example.org/stories/a/</loc></url></urlset>',
};

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'check-'));
  for (const [file, text] of Object.entries(pages)) await write(file, text);
  const redirect = { line: 'redirect', type: 'story', locale: 'bn', from: 'old', to: 'a' } as const;
  content = await exported({ redirects: [redirect] });
});
afterEach(() => rm(site, { recursive: true }));

async function exported(more: Parameters<typeof exportOf>[1]): Promise<CmsExport> {
  const path = join(site, 'export.ndjson');
  await writeFile(path, exportOf([storyLine('a', {})], more));
  return readExport(path);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(site, file)), { recursive: true });
  await writeFile(join(site, file), text);
}

/** Checks the whole folder, or only these files of it. */
async function check(reported: string[] = [], changed?: string[]): Promise<void> {
  const library = createLibrary(content.entries, content);
  const one = new SiteCheck({ siteUrl, content, library });
  const read = (file: string) => readFile(join(site, file), 'utf8');
  const files = await filesBelow(site);
  for (const file of changed ?? files) one.add(file, partsOf(file, await read(file), own));
  const pages = new Set(files);
  refuse(await one.finish({ has: (file) => pages.has(file), pages, read, reported: new Set(reported) }));
}
const hash = (key: string) => createHash('sha256').update(key).digest('hex');

it('finds nothing wrong with a whole site', async () => {
  await check();
});

it.each([
  ['a dead link', 'x/index.html', '<a href="/stories/none/">x</a>', '/x/: /stories/none/ leads nowhere'],
  [
    'a link that lacks its slash',
    'x/index.html',
    '<a href="/stories/a">x</a>',
    '/x/: /stories/a leads nowhere',
  ],
  ['a dead relative link', 'x/index.html', '<a href="y/">x</a>', '/x/: y/ leads nowhere'],
  [
    'a dead absolute link',
    'x/index.html',
    '<a href="https://example.org/y/">x</a>',
    'https://example.org/y/ leads nowhere',
  ],
  [
    'a missing picture',
    'x/index.html',
    '<img srcset="/media/c.avif 1x">',
    '/x/: /media/c.avif leads nowhere',
  ],
  [
    'a dead redirect',
    'x/index.html',
    '<meta http-equiv="refresh" content="0; url=/y/">',
    '/x/: /y/ leads nowhere',
  ],
  [
    'a dead preview picture',
    'x/index.html',
    '<meta property="og:image" content="https://example.org/media/c.webp">',
    'c.webp leads nowhere',
  ],
  [
    'a part that is not there',
    'x/index.html',
    '<a href="/stories/a/#no">x</a>',
    'leads to a page without #no',
  ],
  ['an empty link', 'x/index.html', '<a href="">x</a>', '/x/: it has an empty link'],
  [
    'data that is not JSON',
    'x/index.html',
    '<script type="application/ld+json">{"a":}</script>',
    'is not JSON',
  ],
  ['a feed that cannot be parsed', 'feed.xml', '<feed><title>R & D</title></feed>', '/feed.xml: an "&"'],
  [
    'a sitemap with a dead address',
    'sitemap-0.xml',
    '<urlset><loc>https://example.org/y/</loc></urlset>',
    'leads nowhere',
  ],
  [
    'a script',
    'x/index.html',
    '<script>go( )</script>',
    '/x/: it has a <script> that is not of the site’s code',
  ],
  ['another file’s script', 'x/index.html', '<script src="/files/x.js"></script>', 'it has a <script>'],
  [
    'a script of an unknown kind',
    'x/index.html',
    '<script type="importmap">{}</script>',
    'it has a <script>',
  ],
  ['a style', 'x/index.html', '<style>b{}</style>', 'it has a <style> that is not of the site’s code'],
  ['a style in an attribute', 'x/index.html', '<p style="color:red">x</p>', 'an attribute style'],
  [
    'what happens on an event',
    'x/index.html',
    '<img src="/media/a.avif" OnError=go()>',
    'an attribute onerror',
  ],
  ['an address that runs', 'x/index.html', '<a href=" java\nscript:go()">x</a>', 'begins with javascript:'],
  ['an address that holds a page', 'x/index.html', '<a href="data:text/html,x">x</a>', 'begins with data:'],
  ['a frame', 'x/index.html', '<iframe srcdoc="x"></iframe>', 'it has a <iframe>'],
  ['a drawing that scripts could hide in', 'x/index.html', '<svg><style><p></style></svg>', 'it has a <svg>'],
  ['another base', 'x/index.html', '<base href="https://example.com/">', 'it has a <base>'],
  [
    'a redirect out of the site',
    'x/index.html',
    '<meta http-equiv="refresh" content="0;url=https://example.com/">',
    'a <meta http-equiv="refresh">',
  ],
  [
    'what only browsers that run scripts read',
    'x/index.html',
    '<noscript><p title="</noscript><script>x()</script>"></noscript>',
    'it has a <script>',
  ],
])('names %s', async (_, file, text, problem) => {
  await write(file, text);
  await expect(check()).rejects.toThrow(problem);
});

it('finds nothing wrong with the scripts, styles and data of the site’s code', async () => {
  const said = {
    quotes: '&quot;yes&quot;',
    end: '</script><!--<script>',
    line: '\u2028\u2029',
    entity: '&amp;lt;',
  };
  const data = `<script type="application/ld+json">${scriptSafe(said)}</script>`;
  const code = '<style>a{}</style><script type="module">go()</script>';
  await write('_astro/search.js', '');
  await write('x/index.html', `${data}${code}<script type="module" src="/_astro/search.js"></script>`);
  await check();
});

it('takes a page apart however deep it is nested', async () => {
  await write('x/index.html', `${'<ul><li>'.repeat(20_000)}<a href="/none/">x</a>`);
  await expect(check()).rejects.toThrow('/x/: /none/ leads nowhere');
});

it('lets pass what editors have been told', async () => {
  await write('x/index.html', '<a href="/files/gone.pdf">x</a>');
  await check(['/files/gone.pdf']);
});

it('names an entry without its page, in each language', async () => {
  await rm(join(site, 'en/stories/a/index.html'));
  await expect(check()).rejects.toThrow('story a (en): its address /en/stories/a/ leads nowhere');
});

it('names the first dozen problems and counts the others', async () => {
  const links = Array.from({ length: 30 }, (_, index) => `<a href="/none/${index}/">x</a>`);
  await write('x/index.html', links.join(''));
  await expect(check()).rejects.toThrow(/(\n {2}\/x\/: .*){12}\n {2}… and 18 more$/);
});

describe('what is not published', () => {
  it.each([
    ['programme/secret', 'programmes/secret/index.html'],
    ['programme/secret', 'en/programmes/secret/index.html'],
    ['ministry/secret', 'ministries/secret/feed.xml'],
    ['page/secret', 'secret/index.html'],
    ['course/secret', 'courses/secret/x/index.html'],
    ['lesson/secret', 'en/courses/x/secret/index.html'],
  ])('%s may have no file such as %s', async (key, file) => {
    await write(file, '<p/>');
    content = await exported({ withheld: [hash(key)] });
    await expect(check()).rejects.toThrow(`/${file}: ${key} is not published`);
  });

  it('may share its name with an entry of another type', async () => {
    await write('programmes/secret/index.html', '');
    content = await exported({ withheld: [hash('story/secret'), hash('page/search'), hash('story/page')] });
    await write('search/index.html', '');
    await write('stories/page/2/index.html', '');
    await check();
  });

  it('may be a withdrawn entry, whose notice stands at its address, in both languages', async () => {
    const at = '2026-01-01T00:00:00.000Z';
    const words = { title: {}, notice: { bn: 'কেন', en: 'Why' }, withdrawnAt: at };
    const notice = { line: 'notice', type: 'story', documentId: 'x', key: 'gone', ...words } as const;
    content = await exported({ withheld: [hash('story/gone')], notices: [notice] });
    await write('stories/gone/index.html', '');
    await expect(check()).rejects.toThrow('the former address /en/stories/gone/ leads nowhere');
    await write('en/stories/gone/index.html', '');
    await check();
  });

  it('may have taken an address that now leads to what is published', async () => {
    const redirect = { line: 'redirect', type: 'story', locale: 'bn', from: 'old', to: 'a' } as const;
    content = await exported({ withheld: [hash('story/old')], redirects: [redirect] });
    await check();
  });
});
