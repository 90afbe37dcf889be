import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { create, type Session, samples, type TestCms } from './cms.ts';

/** People who write without a pause, until they are stopped. */
export interface Writers {
  /** Rounds that were finished. */
  written(): number;
  stop(): Promise<void>;
}

/** Settings that a CMS needs for them: they upload more than one person may in an hour. */
export const MANY_UPLOADS = { UPLOAD_QUOTA_PERSON_FILES: '1000000', UPLOAD_QUOTA_PERSON_MB: '1000000' };

/** Lets so many writers publish stories and upload pictures, all at once; answers once there is something of them. */
export async function writeAllTheTime(cms: TestCms, count: number): Promise<Writers> {
  const moderator = await cms.signIn('moderator');
  let stopping = false;
  let written = 0;
  let tellFirst = () => {};
  const first = new Promise<void>((resolve) => {
    tellFirst = resolve;
  });
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#0b5d46' } })
    .png()
    .toBuffer();
  const work = async (number: number) => {
    for (let round = 0; !stopping; round += 1) {
      const { documentId } = await create(cms, 'story', samples.story(`Story ${number} ${round} ভাতা`));
      await cms.asSystem(() =>
        cms.strapi.documents('api::story.story').publish({ documentId, locale: 'bn' } as never),
      );
      if (round % 3 === 0) await upload(moderator, new Uint8Array(picture), `${number}-${round}.png`);
      written += 1;
      tellFirst();
      await sleep(1);
    }
  };
  const all = Array.from({ length: count }, (_, number) => work(number));
  await Promise.race([first, Promise.all(all)]);
  return {
    written: () => written,
    async stop() {
      stopping = true;
      await Promise.all(all);
    },
  };
}

async function upload(session: Session, bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const form = new FormData();
  form.append('files', new Blob([bytes], { type: 'image/png' }), name);
  const { status, text } = await session.request('POST', '/upload', form);
  if (status !== 201 && status !== 200) throw new Error(`an upload was answered ${status}: ${text}`);
}
