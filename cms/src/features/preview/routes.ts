import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { locales, typeByName } from 'content-types';
import type { Context } from 'koa';
import { currentActor } from '../../kernel/actor';
import { type FileStore, filesOf, LocalFiles } from '../../kernel/files/store';
import { getSettings, siteAddress } from '../../kernel/settings';
import { mayActOn } from '../access';
import { readDraft, subjectOwners } from './draft';
import { MESSAGE_STYLE, messagePage, messages } from './messages';
import { makePictures, openPreview } from './open';
import { hashOf, policyOf } from './page';
import { type PreviewProcess, previewsOf } from './process';
import { openTicket, type PreviewSubject, ticketFor } from './token';

/** Where a browser finds a preview, and until when; ISO 8601. */
interface PreviewLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** Opens previews to who may read a draft, and what a link leads to, to whoever has it. */
export function setUpPreviews(strapi: Core.Strapi): PreviewProcess {
  const previews = previewsOf(strapi);
  const link = async (ctx: Context) => {
    ctx.body = await linkToPreview(strapi, previews, ctx);
  };
  strapi.server.routes({
    type: 'admin',
    prefix: '/platform',
    routes: [
      {
        method: 'POST',
        path: '/preview/:type/:document/:language',
        handler: link,
        config: { policies: ['admin::isAuthenticatedAdmin'] },
        info: { pluginName: 'admin' },
      },
    ],
  } as never);
  strapi.server.routes(publicRoutes(strapi, previews) as never);
  return previews;
}

/** @throws NotFoundError in the same words for a draft of another ministry and for none */
async function linkToPreview(
  strapi: Core.Strapi,
  previews: PreviewProcess,
  { params, origin }: Context,
): Promise<PreviewLink> {
  const language = locales.find((locale) => locale === params.language);
  const subject = { type: String(params.type), document: String(params.document) };
  const type = typeByName(subject.type);
  const may = language && type && (await mayActOn(strapi, currentActor(strapi), type, subject.document));
  const draft = may && (await readDraft(strapi, { ...subject, language }));
  if (!draft) throw new errors.NotFoundError('There is no such draft.');
  // It may have to build the site's code first; a browser is still to come.
  previews.start();
  const owners = await subjectOwners(strapi, subject);
  const { token, expires } = ticketFor({ ...subject, language, owners });
  return {
    url: `${getSettings().CMS_URL ?? origin}/preview/page/${token}`,
    expiresAt: new Date(expires * 1000).toISOString(),
  };
}

/** The addresses that a signed token opens; they need no sign-in, so that a phone can open them too. */
function publicRoutes(strapi: Core.Strapi, previews: PreviewProcess) {
  const config = { auth: false };
  return [
    { method: 'GET', path: '/preview/page/:token', handler: showPage(strapi, previews), config },
    { method: 'GET', path: '/preview/file/:token', handler: showFile(strapi, previews), config },
  ];
}

const showPage = (strapi: Core.Strapi, previews: PreviewProcess) => async (ctx: Context) => {
  const opened = openTicket(String(ctx.params.token));
  if (typeof opened === 'string') return closed(ctx, opened);
  const { what, expires } = opened;
  if (!('document' in what)) return closed(ctx, 'forged');
  const { status, html, styles } = await openPreview(strapi, previews, what, expires);
  answer(ctx, status, html, styles);
};

const showFile = (strapi: Core.Strapi, previews: PreviewProcess) => async (ctx: Context) => {
  const opened = openTicket(String(ctx.params.token));
  if (typeof opened === 'string') return closed(ctx, opened);
  const { what } = opened;
  if (!('file' in what)) return closed(ctx, 'forged');
  const store = storeOf(strapi, what);
  let file = await store.open(what.file);
  if (!file && what.folder === 'media') {
    await makePictures(strapi, previews, what.of);
    file = await store.open(what.file);
  }
  if (!file) return closed(ctx, 'gone');
  protect(ctx, "default-src 'none'; sandbox");
  ctx.type = path.extname(what.file);
  if (what.folder === 'files') ctx.attachment(what.file);
  ctx.length = file.size;
  ctx.body = file.stream;
};

/** Where the encoded picture lies, or the file as it was uploaded. */
function storeOf(strapi: Core.Strapi, { folder }: Extract<PreviewSubject, { file: string }>): FileStore {
  return folder === 'files'
    ? filesOf(strapi)
    : new LocalFiles(path.join(getSettings().DATA_DIR, 'cache/images'));
}

function closed(ctx: Context, why: 'forged' | 'expired' | 'gone'): void {
  answer(ctx, why === 'expired' ? 410 : 404, messagePage(messages[why]));
}

function answer(
  ctx: Context,
  status: number,
  html: string,
  styles: readonly string[] = [hashOf(MESSAGE_STYLE)],
): void {
  protect(ctx, policyOf(styles, siteAddress()));
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}

/** No search engine, cache or other site learns of a draft. */
function protect(ctx: Context, policy: string): void {
  ctx.set({
    'content-security-policy': policy,
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  });
}
