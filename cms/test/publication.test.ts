import { createHash } from 'node:crypto';
import { types } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveEntry,
  create,
  createBasics,
  exportedEntry,
  readExport,
  type Sample,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

let cms: TestCms;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });
const documents = (type: string) => cms.strapi.documents(`api::${type}.${type}` as never);

async function publish(type: string, documentId: string, locale = 'bn') {
  return cms.asSystem(() => documents(type).publish({ documentId, locale }));
}

async function publishNew(type: string, data: Sample, locale = 'bn'): Promise<string> {
  const { documentId } = await create(cms, type, data, locale);
  await publish(type, documentId, locale);
  return documentId;
}

const fetchExport = () => readExport(cms);
const exported = (type: string, key: string, locale = 'bn') => exportedEntry(cms, type, key, locale);

const changes = (document: string) =>
  cms.strapi.db.query('api::publication.change').findMany({ where: { document }, orderBy: { id: 'asc' } });

describe('the outbox', () => {
  it('gets one row for each language that is published, unpublished or deleted while live', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Outbox'));
    await cms.asSystem(() =>
      documents('story').update({ documentId, locale: 'en', data: samples.story('Outbox') as never }),
    );
    expect(await changes(documentId)).toEqual([]);
    await cms.asSystem(() => documents('story').publish({ documentId, locale: '*' }));
    await cms.asSystem(() => documents('story').unpublish({ documentId, locale: 'en' }));
    await cms.asSystem(() => documents('story').delete({ documentId, locale: '*' }));
    const rows = (await changes(documentId)).map(
      (row: Record<string, string>) => `${row.action} ${row.language} ${row.key}`,
    );
    expect(rows.sort()).toEqual([
      'publish bn outbox',
      'publish en outbox',
      'unpublish bn outbox',
      'unpublish en outbox',
    ]);
  });

  it('has no row of a publish that failed', async () => {
    const { documentId } = await create(cms, 'story', { title: 'No summary', ministry: 'msw' });
    await expect(publish('story', documentId)).rejects.toThrow('errors occurred');
    const refused = await approveEntry(cms, moderator, { type: 'story', documentId });
    expect(refused.status).toBe(400);
    expect(await changes(documentId)).toEqual([]);
  });

  it('has no row of what the site could not show: the publish names the field', async () => {
    const { documentId } = await create(cms, 'programme', { ...samples.programme('No stage'), stages: [] });
    await expect(publish('programme', documentId)).rejects.toThrow('stages: ');
    expect(await changes(documentId)).toEqual([]);
  });

  it('and the publish go back together when the row cannot be written', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Atomic'));
    const table = cms.strapi.db.metadata.get('api::publication.change').tableName;
    const knex = cms.strapi.db.connection;
    await knex.schema.renameTable(table, 'moved_away');
    try {
      await expect(publish('story', documentId)).rejects.toThrow();
    } finally {
      await knex.schema.renameTable('moved_away', table);
    }
    expect(
      await documents('story').count({ status: 'published', filters: { title: 'Atomic' } as never }),
    ).toBe(0);
  });

  it('is not gone around by creating or updating with status published', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Around'));
    const update = () =>
      documents('story').update({ documentId, locale: 'bn', status: 'published', data: {} as never });
    const insert = () =>
      documents('story').create({ locale: 'bn', status: 'published', data: samples.story('X') as never });
    await expect(cms.asSystem(update)).rejects.toThrow('save a draft');
    await expect(cms.asSystem(insert)).rejects.toThrow('save a draft');
    expect(await changes(documentId)).toEqual([]);
  });
});

describe('the export', () => {
  it('is for the builder’s token alone', async () => {
    for (const where of ['/api/export', '/api/export/revision', '/api/export/files/x.png']) {
      expect((await send(cms.url, 'GET', where)).status).toBe(401);
      expect((await send(cms.url, 'GET', where, undefined, { authorization: 'Bearer wrong' })).status).toBe(
        401,
      );
    }
    expect((await send(cms.url, 'POST', '/api/export/report', {})).status).toBe(401);
  });

  it('holds what is live, each entry fitting its model, and ends with a count and the same revision', async () => {
    await publishNew('programme', samples.programme('Exported'));
    const lines = await fetchExport();
    const [header] = lines;
    const end = lines.at(-1);
    if (header?.line !== 'header' || end?.line !== 'end') throw new Error('no header or no end');
    expect(end.lines).toBe(lines.length - 2);
    expect(end.revision).toBe(header.revision);
    const entries = lines.filter((line) => line.line === 'entry');
    expect(Object.values(header.counts).reduce((sum, count) => sum + count, 0)).toBe(entries.length);
    for (const entry of entries) {
      const type = types[entry.type as keyof typeof types];
      expect(type.entry.safeParse(entry.fields).error).toBeUndefined();
    }
  });

  it('holds nothing of drafts but a hash of their keys', async () => {
    await create(cms, 'programme', samples.programme('Zafranpur secret'));
    const liveId = await publishNew('programme', samples.programme('Changed later'));
    await cms.asSystem(() =>
      documents('programme').update({
        documentId: liveId,
        locale: 'bn',
        data: { name: 'Zafranpur rename', slug: 'zafranpur-renamed' } as never,
      }),
    );
    const lines = await fetchExport();
    expect(JSON.stringify(lines).toLowerCase()).not.toContain('zafranpur');
    const [header] = lines;
    for (const key of ['zafranpur-secret', 'zafranpur-renamed']) {
      const hash = createHash('sha256').update(`programme/${key}`).digest('hex');
      expect(header?.line === 'header' && header.withheld).toContain(hash);
    }
  });

  it('names references by the live key of their target and leaves out those that are not live', async () => {
    const programme = await create(cms, 'programme', samples.programme('Target'));
    await publishNew('story', {
      ...samples.story('Refers'),
      programmes: [programme.documentId],
      ministries: ['food', 'msw'],
    });
    expect((await exported('story', 'refers'))?.fields.programmes).toEqual([]);
    await publish('programme', programme.documentId);
    expect((await exported('story', 'refers'))?.fields).toMatchObject({
      programmes: ['target'],
      ministries: ['food', 'msw'],
    });
  });

  it('opens no file that a text only pretends to name', async () => {
    const node = { type: 'text', text: 'x', file: '../../cms.db' };
    await publishNew('story', {
      ...samples.story('Planted'),
      body: [{ __component: 'body.text', content: [{ type: 'paragraph', children: [node] }] }],
    });
    const { status } = await send(cms.url, 'GET', '/api/export/files/..%2F..%2Fcms.db', undefined, builder());
    expect(status).toBe(404);
  });

  it('changes its revision with every publish and unpublish', async () => {
    const revision = async () =>
      (await send(cms.url, 'GET', '/api/export/revision', undefined, builder())).body.revision;
    const seen = [await revision()];
    const id = await publishNew('story', samples.story('Revision'));
    seen.push(await revision());
    await cms.asSystem(() => documents('story').unpublish({ documentId: id, locale: 'bn' }));
    seen.push(await revision());
    expect(new Set(seen).size).toBe(3);
  });

  it('leads from a former slug to the new one', async () => {
    const id = await publishNew('story', samples.story('Old name'));
    await cms.asSystem(() =>
      documents('story').update({ documentId: id, locale: 'bn', data: { slug: 'new-name' } as never }),
    );
    await publish('story', id);
    expect((await fetchExport()).filter((line) => line.line === 'redirect')).toContainEqual({
      line: 'redirect',
      type: 'story',
      locale: 'bn',
      from: 'old-name',
      to: 'new-name',
    });
  });

  it('gives a document one address, the one published last, and leads there from the other', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Split'));
    await cms.asSystem(() =>
      documents('story').update({ documentId, locale: 'en', data: samples.story('Split') as never }),
    );
    await cms.asSystem(() => documents('story').publish({ documentId, locale: '*' }));
    await cms.asSystem(() =>
      documents('story').update({ documentId, locale: 'bn', data: { slug: 'split-new' } as never }),
    );
    await publish('story', documentId, 'bn');
    expect(await exported('story', 'split-new', 'bn')).toBeDefined();
    expect(await exported('story', 'split-new', 'en')).toBeDefined();
    const moved = (await fetchExport()).filter((line) => line.line === 'redirect' && line.from === 'split');
    expect(moved.map((line) => line.line === 'redirect' && line.locale).sort()).toEqual(['bn', 'en']);
  });

  it('does not hide a former slug that leads somewhere, even when a draft takes it up again', async () => {
    const id = await publishNew('story', samples.story('Back'));
    const rename = (slug: string) =>
      cms.asSystem(() =>
        documents('story').update({ documentId: id, locale: 'bn', data: { slug } as never }),
      );
    await rename('forth');
    await publish('story', id);
    await rename('back');
    const [header] = await fetchExport();
    const hash = createHash('sha256').update('story/back').digest('hex');
    expect(header?.line === 'header' && header.withheld).not.toContain(hash);
  });

  it('publishes one language without the other, component by component', async () => {
    const figure = (fiscalYear: string) => ({ fiscalYear, source: 'Test' });
    const data = { ...samples.programme('Two languages'), figures: [figure('2017-18')] };
    const { documentId } = await create(cms, 'programme', data);
    await cms.asSystem(() =>
      documents('programme').update({
        documentId,
        locale: 'en',
        data: { ...data, summary: 'English draft', figures: [figure('2018-19')] } as never,
      }),
    );
    await publish('programme', documentId, 'bn');
    expect((await exported('programme', 'two-languages', 'bn'))?.fields.figures).toMatchObject([
      { fiscalYear: '2017-18' },
    ]);
    expect(await exported('programme', 'two-languages', 'en')).toBeUndefined();
    await publish('programme', documentId, 'en');
    expect((await exported('programme', 'two-languages', 'bn'))?.fields.figures).toMatchObject([
      { fiscalYear: '2017-18' },
    ]);
    expect((await exported('programme', 'two-languages', 'en'))?.fields.summary).toBe('English draft');
  });

  it('stays the same over publish, unpublish and republish in both languages', async () => {
    const target = await publishNew('programme', samples.programme('Steady target'));
    const data = {
      ...samples.story('Steady'),
      programmes: [target],
      body: [
        { __component: 'body.table', caption: 'Table', cells: 'A | B\n1 | 2' },
        {
          __component: 'body.text',
          content: [{ type: 'paragraph', children: [{ type: 'text', text: 'Text' }] }],
        },
      ],
    };
    const { documentId } = await create(cms, 'story', data);
    await cms.asSystem(() => documents('story').update({ documentId, locale: 'en', data: data as never }));
    const seen = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      await cms.asSystem(() => documents('story').publish({ documentId, locale: '*' }));
      const both = [await exported('story', 'steady', 'bn'), await exported('story', 'steady', 'en')];
      seen.add(JSON.stringify(both.map((entry) => entry?.fields)));
      await cms.asSystem(() => documents('story').unpublish({ documentId, locale: '*' }));
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain('"programmes":["steady-target"]');
  });
});
