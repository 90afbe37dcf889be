import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveEntry,
  askOverride,
  create,
  createBasics,
  decide,
  exportedEntry,
  readExport,
  type Session,
  samples,
  second,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';
const SETTINGS = '/content-manager/single-types/api::site-settings.site-settings';
const require = createRequire(import.meta.url);
const { runAsSchedule } = require('../dist/src/kernel/actor.js') as typeof import('../src/kernel/actor.ts');

let cms: TestCms;
let editor: Session;
let moderator: Session;
let admin: Session;
let everyone: [string, Session][];

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
  everyone = [
    ['an editor', editor],
    ['a moderator', moderator],
    ['a super admin', admin],
  ];
});
afterAll(() => cms.stop());

const stories = () => cms.strapi.documents('api::story.story' as never);
const draft = async (title: string) => {
  const { documentId } = await create(cms, 'story', samples.story(title));
  return { type: 'story', documentId };
};
const isLive = async ({ documentId }: { documentId: string }) =>
  (await cms.strapi.db
    .query('api::story.story')
    .count({ where: { documentId, publishedAt: { $notNull: true } } })) > 0;

describe('publishing without an approval is refused', () => {
  it.each([
    ['by the admin’s publish', (id: string) => ['POST', `${STORIES}/${id}/actions/publish?locale=bn`, {}]],
    [
      'by publishing with changes',
      (id: string) => ['POST', `${STORIES}/${id}/actions/publish?locale=bn`, { summary: 'Changed' }],
    ],
    [
      'by creating and publishing',
      () => ['POST', `${STORIES}/actions/publish?locale=bn`, samples.story('At once')],
    ],
    ['in bulk', (id: string) => ['POST', `${STORIES}/actions/bulkPublish?locale=bn`, { documentIds: [id] }]],
    [
      'in bulk in all languages',
      (id: string) => ['POST', `${STORIES}/actions/bulkPublish`, { documentIds: [id], locale: ['bn', 'en'] }],
    ],
    [
      'by saving with a status',
      (id: string) => [
        'PUT',
        `${STORIES}/${id}?locale=bn&status=published`,
        { status: 'published', title: 'X' },
      ],
    ],
    [
      'by creating with a status',
      () => [
        'POST',
        `${STORIES}?locale=bn&status=published`,
        { ...samples.story('Live?'), status: 'published' },
      ],
    ],
    [
      'by saving with a time of publication',
      (id: string) => ['PUT', `${STORIES}/${id}?locale=bn`, { publishedAt: new Date().toISOString() }],
    ],
    ['by REST', (id: string) => ['PUT', `/api/stories/${id}?status=published`, { data: { title: 'REST' } }]],
    ['by creating by REST', () => ['POST', '/api/stories?status=published', { data: samples.story('REST') }]],
  ] as [string, (id: string) => [string, string, object]][])('%s, whoever asks', async (_how, request) => {
    for (const [who, session] of everyone) {
      const entry = await draft('Refused');
      const before = (await readExport(cms)).length;
      await session.request(...request(entry.documentId));
      expect(await isLive(entry), who).toBe(false);
      expect((await readExport(cms)).length, who).toBe(before);
    }
  });

  it('with a message that says what to do', async () => {
    const entry = await draft('What to do');
    const where = `${STORIES}/${entry.documentId}/actions/publish?locale=bn`;
    const { status, body } = await admin.request('POST', where, {});
    expect([status, body.error.details.code]).toEqual([403, 'platform.approval.refused.use-approval']);
    expect(body.error.message).toContain('submit it, and have somebody else approve it');
  });

  it('of the single type', async () => {
    await cms.asSystem(() =>
      cms.strapi
        .documents('api::site-settings.site-settings' as never)
        .create({ locale: 'bn', data: { name: 'Site', tagline: 'Line' } as never }),
    );
    for (const session of [moderator, admin]) {
      const { status } = await session.request('POST', `${SETTINGS}/actions/publish?locale=bn`, {});
      expect(status).toBe(403);
    }
  });

  it('by API tokens of every kind', async () => {
    const tokens = cms.strapi.service('admin::api-token') as unknown as {
      create(token: object): Promise<{ accessKey: string }>;
    };
    const { accessKey } = await tokens.create({
      name: 'Everything',
      description: '',
      type: 'full-access',
      lifespan: null,
    });
    const headers = { authorization: `Bearer ${accessKey}` };
    const entry = await draft('By token');
    const data = { data: { ...samples.story('By token'), title: 'Changed' } };
    for (const [method, where] of [
      ['PUT', `/api/stories/${entry.documentId}?locale=bn`],
      ['PUT', `/api/stories/${entry.documentId}?locale=bn&status=published`],
      ['POST', '/api/stories?status=published'],
      ['DELETE', `/api/stories/${entry.documentId}`],
    ] as const) {
      const { status } = await send(cms.url, method, where, data, headers);
      expect([403, 404, 405]).toContain(status);
    }
    expect(await isLive(entry)).toBe(false);
  });

  it('by code without an actor, such as a cron job or an import', async () => {
    const { documentId } = await draft('No actor');
    await expect(stories().publish({ documentId, locale: 'bn' })).rejects.toThrow('You may not do this');
  });

  it('by the schedule, which may do nothing else either', async () => {
    const { documentId } = await draft('Not approved');
    await runAsSchedule(async () => {
      await expect(stories().publish({ documentId, locale: 'bn' })).rejects.toThrow('without an approval');
      for (const write of [
        () => stories().update({ documentId, locale: 'bn', data: { title: 'X' } as never }),
        () => stories().create({ locale: 'bn', data: samples.story('X') as never }),
        () => stories().delete({ documentId, locale: '*' }),
        () => stories().unpublish({ documentId, locale: '*' }),
        () => stories().discardDraft({ documentId, locale: 'bn' }),
      ])
        await expect(write()).rejects.toThrow('You may not do this');
    });
  });

  it('of a language that was not approved with another one', async () => {
    const entry = await draft('Two languages');
    await cms.asSystem(() =>
      stories().update({ documentId: entry.documentId, locale: 'en', data: samples.story('Two') as never }),
    );
    await decide(editor, entry, 'submit');
    const record = { document: entry.documentId, language: 'bn' };
    await cms.strapi.db
      .query('api::approval.record')
      .update({ where: record, data: { state: 'approved', decidedBy: moderator.userId } });
    const bulk = await admin.request('POST', `${STORIES}/actions/bulkPublish`, {
      documentIds: [entry.documentId],
      locale: ['bn', 'en'],
    });
    expect([bulk.status, await isLive(entry)]).toEqual([403, false]);
    await runAsSchedule(async () => {
      await expect(stories().publish({ documentId: entry.documentId, locale: '*' })).rejects.toThrow();
    });
    expect(await isLive(entry)).toBe(false);
  });
});

describe('an approval in the database', () => {
  /** A draft whose record says that a moderator approved it; `change` is what is wrong with it. */
  async function approved(title: string, change: Record<string, unknown>) {
    const entry = await draft(title);
    await decide(editor, entry, 'submit');
    await cms.strapi.db.query('api::approval.record').update({
      where: { document: entry.documentId },
      data: { state: 'approved', decidedBy: moderator.userId, ...change },
    });
    return entry;
  }
  const publish = ({ documentId }: { documentId: string }) =>
    runAsSchedule(() => stories().publish({ documentId, locale: 'bn' }));

  it('lets exactly what was approved through', async () => {
    const entry = await approved('Right', {});
    await publish(entry);
    expect(await isLive(entry)).toBe(true);
  });

  it.each([
    ['of other words', { digest: 'f'.repeat(64) }, 'has changed'],
    ['for a later time', { publishAt: '2099-01-01T00:00:00.000Z' }, 'without an approval'],
    ['by nobody', { decidedBy: null }, 'may not approve any more'],
    ['by somebody whose account is gone', { decidedBy: 999_999 }, 'may not approve any more'],
    ['by one of its writers', { writers: 'moderator' }, 'may not approve any more'],
    ['by its submitter', { submittedBy: 'moderator' }, 'may not approve any more'],
    ['by an editor', { decidedBy: 'editor' }, 'may not approve any more'],
    [
      'by its submitter with a reason, who is no super admin',
      { submittedBy: 'moderator', overrideReason: 'x', overrideBy: 'admin' },
      'may not',
    ],
    [
      'by a super admin with a reason, alone',
      { submittedBy: 'admin', decidedBy: 'admin', overrideReason: 'x' },
      'may not',
    ],
    [
      'by a super admin who asked for it too',
      { submittedBy: 'admin', decidedBy: 'admin', overrideReason: 'x', overrideBy: 'admin' },
      'may not',
    ],
    [
      'by a super admin whom a moderator asked',
      { submittedBy: 'moderator', decidedBy: 'admin', overrideReason: 'x', overrideBy: 'moderator' },
      'may not',
    ],
    ['that is none', { state: 'submitted' }, 'without an approval'],
  ])('lets nothing through when it is %s', async (_what, change, message) => {
    const ids: Record<string, number> = {
      moderator: moderator.userId,
      editor: editor.userId,
      admin: admin.userId,
    };
    const real = Object.fromEntries(
      Object.entries(change).map(([name, value]) => {
        const id = ids[String(value)] ?? value;
        return [name, name === 'writers' ? [id] : id];
      }),
    );
    const entry = await approved('Wrong', real);
    await expect(publish(entry)).rejects.toThrow(message);
    expect(await isLive(entry)).toBe(false);
  });

  it('is out of anyone’s reach through Strapi', async () => {
    for (const uid of ['api::approval.record', 'api::approval.ministry-step']) {
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['POST', '', { document: 'x', language: 'bn', type: 'story', state: 'approved' }],
      ] as const) {
        const plural = uid.endsWith('record') ? 'records' : 'ministry-steps';
        for (const where of [`/content-manager/collection-types/${uid}`, `/api/${plural}`]) {
          for (const session of [editor, moderator, admin]) {
            const { status } = await session.request(method, where + path, body);
            expect([401, 403, 404, 405], `${method} ${where}`).toContain(status);
          }
        }
      }
    }
  });
});

describe('taking down what is live without a decision is refused', () => {
  it.each([
    [
      'by the admin’s unpublish',
      (id: string) => ['POST', `${STORIES}/${id}/actions/unpublish?locale=bn`, {}],
    ],
    [
      'by unpublishing and discarding',
      (id: string) => ['POST', `${STORIES}/${id}/actions/unpublish?locale=bn`, { discardDraft: true }],
    ],
    [
      'in bulk',
      (id: string) => ['POST', `${STORIES}/actions/bulkUnpublish?locale=bn`, { documentIds: [id] }],
    ],
    ['by deleting it', (id: string) => ['DELETE', `${STORIES}/${id}?locale=bn`]],
    ['by deleting all its languages', (id: string) => ['DELETE', `${STORIES}/${id}?locale=*`]],
    [
      'by deleting in bulk',
      (id: string) => ['POST', `${STORIES}/actions/bulkDelete?locale=bn`, { documentIds: [id] }],
    ],
    ['by REST', (id: string) => ['DELETE', `/api/stories/${id}`]],
  ] as [string, (id: string) => [string, string, object?]][])('%s, whoever asks', async (_how, request) => {
    const entry = await draft('Stays live');
    await approveEntry(cms, moderator, entry);
    for (const [who, session] of everyone) {
      const { status } = await session.request(...request(entry.documentId));
      expect([401, 403, 404, 405], who).toContain(status);
      expect(await isLive(entry), who).toBe(true);
    }
  });

  it('with a message that says what to do', async () => {
    const entry = await draft('Says what to do');
    await approveEntry(cms, moderator, entry);
    const { body } = await admin.request('DELETE', `${STORIES}/${entry.documentId}?locale=bn`);
    expect(body.error.message).toContain('withdraw it with a notice');
    expect(body.error.details.code).toBe('platform.approval.refused.use-withdraw');
  });

  it('while an override for its next version waits', async () => {
    const entry = await draft('Next version');
    await cms.asSystem(() => stories().publish({ documentId: entry.documentId, locale: 'bn' }));
    await admin.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { summary: 'Next' });
    await decide(admin, entry, 'submit');
    const publishAt = new Date(Date.now() + 3_600_000).toISOString();
    const confirming = await cms.signIn('strapi-super-admin');
    await askOverride(admin, entry, 'Urgent', { publishAt });
    expect((await second(confirming, entry)).status).toBe(200);
    const { status } = await admin.request('DELETE', `${STORIES}/${entry.documentId}?locale=bn`);
    expect([status, await isLive(entry)]).toEqual([403, true]);
  });
});

describe('a draft that was never live', () => {
  it('is deleted by its editor, one or many at once', async () => {
    const [one, two] = [await draft('One'), await draft('Two')];
    const deleted = await editor.request('DELETE', `${STORIES}/${one.documentId}?locale=bn`);
    const bulk = await editor.request('POST', `${STORIES}/actions/bulkDelete?locale=bn`, {
      documentIds: [two.documentId],
    });
    expect([deleted.status, bulk.status]).toEqual([200, 200]);
    const documentId = { $in: [one.documentId, two.documentId] };
    expect(await cms.strapi.db.query('api::story.story').count({ where: { documentId } })).toBe(0);
  });
});

describe('a file of what waits for approval', () => {
  it('is neither replaced nor deleted, and one exchanged behind our back is not approved', async () => {
    const form = new FormData();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    form.append('files', new Blob([png], { type: 'image/png' }), 'waits.png');
    const { body: files } = await editor.request('POST', '/upload', form);
    const [{ id, hash }] = files;
    const { body } = await editor.request('POST', `${STORIES}?locale=bn`, {
      ...samples.story('With a picture'),
      cover: { image: id, alternative: 'A dot' },
    });
    const entry = { type: 'story', documentId: body.data.documentId };
    expect((await decide(editor, entry, 'submit')).status).toBe(200);
    const deleted = await admin.request('DELETE', `/upload/files/${id}`);
    expect([deleted.status, deleted.body.error.message]).toEqual([
      403,
      '“waits.png” is in something that waits for approval. Have that taken back first.',
    ]);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${cms.strapi.dirs.static.public}/uploads/${hash}.png`, 'other bytes');
    const approved = await decide(moderator, entry, 'approve');
    expect([approved.status, approved.body.error.details.code]).toEqual([
      400,
      'platform.approval.refused.changed',
    ]);
    expect(await exportedEntry(cms, 'story', 'with-a-picture', 'bn')).toBeUndefined();
  });
});
