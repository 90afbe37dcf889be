import type { Core } from '@strapi/strapi';
import { typeByName } from 'content-types';
import { siteAddress } from '../../kernel/settings';
import { addressOf, readContext } from '../documents';
import { knowing, queueMail } from '../mail';
import { liveBuild, newestChange, showsChange } from '../publication';
import { liveMail } from './messages';
import { drop, markSent, RELEASE, type StoredNotice, waiting } from './notices';

/** Tells submitters that visitors can read what they submitted, once the live release shows it. */
export async function notifyLive(strapi: Core.Strapi): Promise<void> {
  const notices = await waiting(strapi, { waitsFor: RELEASE });
  const build = notices.length > 0 ? await liveBuild(strapi) : undefined;
  if (!build) return;
  for (const notice of notices) {
    const change = await newestChange(strapi, notice);
    // It was taken down again before anybody could read it.
    if (change?.action !== 'publish') await drop(strapi, [notice]);
    else if (await showsChange(strapi, build, change)) await mailLive(strapi, notice, build.finishedAt);
  }
}

async function mailLive(strapi: Core.Strapi, notice: StoredNotice, since: string): Promise<void> {
  const type = typeByName(notice.type);
  const entry = type && (await readContext(strapi, type, notice.document));
  const path = entry && (await addressOf(strapi, entry, notice.language));
  const page = path ? `${siteAddress()}${path}` : undefined;
  await strapi.db.transaction(async () => {
    for (const { email, language } of await knowing(strapi, notice.submittedBy, notice.ministry)) {
      await queueMail(strapi, { to: email, ...liveMail({ ...notice, since, page }, language) });
    }
    await markSent(strapi, [notice]);
  });
}
