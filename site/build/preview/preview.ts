import {
  type EntryLine,
  type Locale,
  localise,
  type PreviewAnswer,
  type PreviewOutcome,
  type PreviewQuestion,
  type PreviewReady,
  type TypeName,
} from 'content-types';
import { openReleases } from '../../kernel/modes.ts';
import { readSettings } from '../../kernel/settings.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { setting } from '../../src/content/settings.ts';
import { downloadExport, fetchRevision } from '../fetch/fetch-export.ts';
import { loadRenderer } from '../render/bundle.ts';
import { codeHash } from '../render/code-hash.ts';
import { draftProblems } from './check-draft.ts';
import { pageOf, withDraft } from './with-draft.ts';

/** A process that renders drafts for the CMS, which starts it, asks it by messages, and ends it. */

// The channel closes when the CMS is gone, even by SIGKILL.
process.once('disconnect', () => process.exit(0));

const settings = readSettings(process.env);
// It encodes pictures too, which a release may take over.
openReleases(settings.folders);
const { siteUrl, exportToken: token = '', folders } = settings;
const { signal } = new AbortController();
const say = (step: string) => console.log(`preview: ${step}`);
const renderer = codeHash(siteUrl).then((code) =>
  loadRenderer({ code, siteUrl, cache: folders.cache, signal, say }),
);
// A question that waits for it hears of a failure; until then nobody does.
renderer.then(
  () => process.send?.({ ready: true } satisfies PreviewReady),
  () => undefined,
);
let live: Promise<CmsExport> | undefined;

process.on('message', async ({ id, draft, ask }: PreviewQuestion) => {
  const outcome = await (ask === 'page' ? render(draft) : check(draft)).catch(
    (error: Error): PreviewOutcome => ({ outcome: 'failed', reason: error.message }),
  );
  process.send?.({ id, ...outcome } satisfies PreviewAnswer);
});

/** The draft's page within the site as it is live. */
async function render(line: EntryLine): Promise<PreviewOutcome> {
  const { pagesOf, render } = await renderer;
  const locale = line.locale as Locale;
  const site = withDraft(await liveContent(), { ...line, locale, type: line.type as TypeName });
  const [path, part] = pageOf(site)?.split('#') ?? [];
  const address = path && localise(locale, path);
  const page = (await pagesOf(site.library)).find((one) => one.address === address);
  if (!page) return { outcome: 'no page' };
  const html = await render(site.library, page);
  return { outcome: 'page', html, ...(part && { part }) };
}

/** What the draft would be left out for. */
async function check(line: EntryLine): Promise<PreviewOutcome> {
  const sources = { media: setting('MEDIA_DIR'), images: settings.folders.images };
  const site = { renderer: await renderer, live: await liveContent(), siteUrl, sources };
  return { outcome: 'checked', problems: await draftProblems(line, site) };
}

/** Everything that is live, fetched again only when something was published since. */
async function liveContent(): Promise<CmsExport> {
  const from = { settings, token, signal };
  const known = await live?.catch(() => undefined);
  if (known && known.revision === (await fetchRevision(from))) return known;
  live = downloadExport(from, known);
  return live;
}
