import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvalOf,
  createBasics,
  decide,
  exportedEntry,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let editor: Session;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

async function write(title: string, by = editor, locale = 'bn') {
  const { ministry, ...data } = samples.story(title);
  const { body } = await by.request('POST', `${STORIES}?locale=${locale}`, data);
  return { type: 'story', documentId: body.data.documentId as string, locale };
}

const stateOf = async (entry: { type: string; documentId: string; locale: string }, by = moderator) => {
  const { body } = await by.request('GET', approvalOf(entry));
  return body.languages.find(({ language }: { language: string }) => language === entry.locale);
};

describe('the whole story', () => {
  it('goes from a draft over a return to the site', async () => {
    const entry = await write('Whole story');
    expect(await stateOf(entry, editor)).toMatchObject({ state: 'draft', exists: true });
    const submitted = await decide(editor, entry, 'submit', { note: 'Please look' });
    expect(submitted.body).toMatchObject({});
    expect(submitted.status).toBe(200);
    expect(await stateOf(entry)).toMatchObject({
      state: 'submitted',
      step: 'moderator',
      note: 'Please look',
    });
    const { body: queue } = await moderator.request('GET', '/platform/approval/queue');
    expect(queue.entries.map(({ title }: { title: string }) => title)).toEqual(['Whole story']);
    expect((await decide(moderator, entry, 'return', { comment: 'Mend it' })).status).toBe(200);
    expect(await stateOf(entry, editor)).toMatchObject({ state: 'returned', comment: 'Mend it' });
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { summary: 'Mended' });
    expect((await decide(editor, entry, 'submit')).status).toBe(200);
    const approved = await decide(moderator, entry, 'approve');
    expect(approved.text).toContain('live');
    expect(approved.status).toBe(200);
    expect((await exportedEntry(cms, 'story', 'whole-story', 'bn'))?.fields.summary).toBe('Mended');
    expect(await stateOf(entry)).toMatchObject({ state: 'live', path: '/stories/whole-story/' });
    const { body } = await editor.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events.map(({ action }: { action: string }) => action).reverse()).toEqual([
      'approval.submit',
      'approval.return',
      'approval.submit',
      'approval.approve',
      'approval.live',
    ]);
  });
});
