import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { forEach } from '../../kernel/files.ts';
import { download, HttpError, request, retry } from '../../kernel/http.ts';
import type { SiteSettings } from '../../kernel/settings.ts';
import { type CmsExport, ExportError, readExportFrom } from '../../src/content/export/read-export.ts';
import { filesOf } from './entry-nodes.ts';

/** An export that is complete. */
export interface Source {
  readonly content: CmsExport;
  /** The folder of its files. */
  readonly media: string;
}

/** Milliseconds. */
const TIMEOUT = { revision: 10_000, export: 300_000, file: 120_000 };

const revisionAnswer = z.object({ revision: z.string() });

/** Where the export is and what opens it. */
interface Access {
  readonly settings: SiteSettings;
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * The state of the CMS, which changes when something is published or taken down.
 * @throws HttpError
 */
export async function fetchRevision({ settings, token, signal }: Access): Promise<string> {
  const url = `${settings.cmsUrl}/api/export/revision`;
  const answer = await request({ url, token, timeout: TIMEOUT.revision, signal }, (response) =>
    response.json(),
  );
  const checked = revisionAnswer.safeParse(answer);
  if (!checked.success) throw new HttpError('GET', url, undefined, new Error('the answer holds no revision'));
  return checked.data.revision;
}

/** What was fetched before: the CMS is asked for what has changed since. */
type Before = Pick<CmsExport, 'revision' | 'versions'> | undefined;

/**
 * Fetches the export and those of its files that are not there yet, and drops files that it no
 * longer names. A file that the CMS does not have stays away: the pages stand without it.
 * @throws HttpError; ExportError if the export is short or malformed. What was there before stays then.
 */
export async function fetchExport(from: Access, before?: Before): Promise<Source> {
  const { media } = from.settings.folders;
  await mkdir(media, { recursive: true });
  const content = await downloadExport(from, before);
  await fetchFiles(content, from);
  return { content, media };
}

/**
 * Fetches the export, or what has changed since; where that does not fit, all of it. It is read as it
 * comes.
 * @throws as `fetchExport`
 */
export async function downloadExport(
  { settings, token, signal }: Access,
  before?: Before,
): Promise<CmsExport> {
  const url = `${settings.cmsUrl}/api/export`;
  let attempts = 0;
  return retry(
    async () => {
      // Changes that do not fit twice are not asked for again.
      const known = attempts < 2 ? before : undefined;
      attempts += 1;
      const asked = known ? `${url}?since=${encodeURIComponent(known.revision)}` : url;
      const found = await request({ url: asked, token, timeout: TIMEOUT.export, signal }, (response, alive) =>
        // A broken export is no broken answer, as which `request` would tell it.
        readExportFrom(textOf(response, alive), known).catch(onlyIf(ExportError)),
      );
      if (found instanceof ExportError) throw found;
      return found;
    },
    // Something may have been published while the export was read.
    (error) => error instanceof ExportError || (error instanceof HttpError && error.passing),
    signal,
  );
}

function onlyIf<E extends Error>(kind: new (...args: never[]) => E): (error: unknown) => E {
  return (error) => {
    if (error instanceof kind) return error;
    throw error;
  };
}

async function* textOf({ body }: Response, alive: () => void): AsyncGenerator<string> {
  if (!body) return;
  for await (const text of Readable.fromWeb(body as ReadableStream<Uint8Array>).setEncoding('utf8')) {
    alive();
    yield text;
  }
}

async function fetchFiles(content: CmsExport, { settings, token, signal }: Access): Promise<void> {
  const { media } = settings.folders;
  const named = new Set(content.entries.flatMap(filesOf).map(({ node }) => node.file));
  await forEach(named, async (name) => {
    const target = join(media, name);
    const there = await access(target).then(
      () => true,
      () => false,
    );
    if (there) return;
    const url = `${settings.cmsUrl}/api/export/files/${encodeURIComponent(name)}`;
    await retry(
      () => download({ url, token, timeout: TIMEOUT.file, signal }, target),
      isPassing,
      signal,
    ).catch((error) => {
      if (!(error instanceof HttpError && error.status === 404)) throw error;
    });
  });
  const unnamed = (await readdir(media)).filter((name) => !named.has(name));
  await forEach(unnamed, (name) => rm(join(media, name), { force: true }));
}

function isPassing(error: unknown): boolean {
  return error instanceof HttpError && error.passing;
}
