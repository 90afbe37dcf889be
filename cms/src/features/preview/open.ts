import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { siteAddress } from '../../kernel/settings';
import { filesIn, isExportedFile } from '../publication';
import { type Draft, readDraft, subjectOwners } from './draft';
import { messagePage, messages } from './messages';
import { asPreview, stylesOf } from './page';
import type { PreviewProcess } from './process';
import { type DraftSubject, type PreviewSubject, ticketFor } from './token';

interface Page {
  readonly status: number;
  readonly html: string;
  /** The styles that it may wear, as sources of a policy; without them it is a message. */
  readonly styles?: readonly string[];
}

/** Milliseconds before a reader is told that it takes longer. */
const PATIENCE = 4000;

/** The page of a draft as it is saved now, or one that says why there is none. */
export async function openPreview(
  strapi: Core.Strapi,
  previews: PreviewProcess,
  subject: DraftSubject,
  expires: number,
): Promise<Page> {
  const draft = await readDraft(strapi, subject);
  if (!draft) return { status: 404, html: messagePage(messages.gone) };
  // Who may read it has changed: the address is theirs to make anew.
  const owners = await subjectOwners(strapi, subject);
  if (owners.join() !== subject.owners.join()) return { status: 410, html: messagePage(messages.moved) };
  if (draft.unfit.length > 0) {
    return { status: 200, html: messagePage({ ...messages.unfit, items: draft.unfit }) };
  }
  const rendered = await Promise.race([previews.render(draft.line), sleep(PATIENCE)]);
  if (!rendered) return { status: 200, html: messagePage(messages.preparing) };
  if (rendered.outcome === 'page') {
    const { html, part } = rendered;
    const open = await openable(strapi, draft, html);
    const fileUrl = (folder: 'files' | 'media', file: string) =>
      folder === 'media'
        ? addressOf({ folder, file, of: subject }, expires)
        : open.has(file)
          ? addressOf({ folder, file }, expires)
          : undefined;
    const shown = asPreview(html, { siteUrl: siteAddress(), fileUrl, part });
    return { status: 200, html: shown, styles: stylesOf(html) };
  }
  if (rendered.outcome === 'no page') return { status: 200, html: messagePage(messages['no page']) };
  strapi.log.warn(
    `The preview of ${subject.type} ${subject.document} failed: ${'reason' in rendered ? rendered.reason : rendered.outcome}`,
  );
  return { status: 503, html: messagePage(messages.failed) };
}

const addressOf = (what: PreviewSubject, expires: number) =>
  `/preview/file/${ticketFor(what, expires).token}`;

/**
 * Makes the pictures of a draft's page on this instance of the CMS: another one may have made the page, or what it
 * kept was cleared away since.
 */
export async function makePictures(
  strapi: Core.Strapi,
  previews: PreviewProcess,
  subject: DraftSubject,
): Promise<void> {
  const draft = await readDraft(strapi, subject);
  if (draft && draft.unfit.length === 0) await previews.render(draft.line);
}

/** The files named in a page that may be opened: the draft's own and those that are live anyway. */
async function openable(strapi: Core.Strapi, draft: Draft, html: string): Promise<ReadonlySet<string>> {
  const own = new Set(filesIn(draft.type.fields, draft.line.fields));
  const open = new Set<string>();
  for (const [, name = ''] of html.matchAll(/"\/files\/([\w.-]+)"/g)) {
    if (own.has(name) || (await isExportedFile(strapi, name))) open.add(name);
  }
  return open;
}
