import type { EntryLine, ExportLine } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, createBasics, readExport, type Sample, samples, startCms, type TestCms } from './cms.ts';

let cms: TestCms;
beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
});
afterAll(() => cms.stop());

/** A reader that follows the export by its changes, as the builder does. */
class Reader {
  revision: string | undefined;
  versions = new Map<string, EntryLine>();
  /** Whether the last answer held changes only. */
  partial = false;
  rest: ExportLine[] = [];

  async follow(): Promise<void> {
    const lines = await readExport(cms, this.revision);
    const [header, ...others] = lines;
    if (header?.line !== 'header') throw new Error('no header');
    this.partial = header.since !== undefined;
    if (this.partial) expect(header.since).toBe(this.revision);
    else this.versions.clear();
    this.rest = [];
    for (const line of others) {
      if (line.line === 'entry') this.versions.set(nameOf(line), line);
      else if (line.line === 'removed') this.versions.delete(nameOf(line));
      else if (line.line !== 'end') this.rest.push(line);
    }
    this.revision = header.revision;
    const counts: Record<string, number> = {};
    for (const { type } of this.versions.values()) counts[type] = (counts[type] ?? 0) + 1;
    expect(counts).toEqual(
      Object.fromEntries(Object.entries(header.counts).filter(([, count]) => count > 0)),
    );
  }

  /** Compares with a reader that has read all of it now. */
  async check(): Promise<void> {
    await this.follow();
    const all = new Reader();
    await all.follow();
    const sorted = ({ versions }: Reader) => [...versions].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(this)).toEqual(sorted(all));
    expect(this.rest).toEqual(all.rest);
  }
}

const nameOf = ({ type, documentId, locale }: Pick<EntryLine, 'type' | 'documentId' | 'locale'>) =>
  `${type} ${documentId} ${locale}`;
const documents = (type: string) => cms.strapi.documents(`api::${type}.${type}` as never);
const publish = (type: string, documentId: string, locale = 'bn') =>
  cms.asSystem(() => documents(type).publish({ documentId, locale }));
const unpublish = (type: string, documentId: string, locale = 'bn') =>
  cms.asSystem(() => documents(type).unpublish({ documentId, locale }));
const update = (type: string, documentId: string, data: Sample, locale = 'bn') =>
  cms.asSystem(() => documents(type).update({ documentId, locale, data: data as never }));
async function published(type: string, data: Sample): Promise<string> {
  const { documentId } = await create(cms, type, data);
  await publish(type, documentId);
  return documentId;
}

describe('a reader that asks for what has changed', () => {
  it('ends with the same as one that reads all, whatever was published or taken down', async () => {
    const reader = new Reader();
    await reader.check();
    const programme = await published('programme', samples.programme('Allowance'));
    await reader.check();
    const story = await published('story', { ...samples.story('One'), programmes: [programme] });
    await reader.check();
    expect(reader.partial).toBe(true);

    await update('story', story, { title: 'Two' });
    await reader.check();
    await publish('story', story);
    await update('story', story, { ...samples.story('Two in English') }, 'en');
    await publish('story', story, 'en');
    await reader.check();
    expect(reader.partial).toBe(true);

    await update('story', story, { slug: 'renamed' });
    await publish('story', story);
    await reader.check();
    await unpublish('story', story, 'en');
    await reader.check();
    expect(reader.partial).toBe(true);
    await unpublish('story', story);
    await reader.check();
    await publish('story', story);
    await reader.check();
    expect(reader.partial).toBe(true);
  });

  it('gets all of it when others refer to what has come, gone or got another name', async () => {
    const reader = new Reader();
    const programme = await published('programme', samples.programme('Stipend'));
    await published('story', { ...samples.story('Refers'), programmes: [programme] });
    await reader.check();
    for (const change of [
      () =>
        update('programme', programme, { slug: 'stipend-renamed' }).then(() =>
          publish('programme', programme),
        ),
      () => unpublish('programme', programme),
      () => publish('programme', programme),
    ]) {
      await change();
      await reader.check();
      expect(reader.partial).toBe(false);
    }
    await update('programme', programme, { summary: 'Other words' });
    await publish('programme', programme);
    await reader.check();
    expect(reader.partial).toBe(true);
  });

  it('gets all of it when it asks from a state that never was', async () => {
    for (const since of ['', 'x', '1-0', '0-1', '999-999', '5']) {
      const [header] = await readExport(cms, since);
      expect(header).not.toHaveProperty('since');
    }
  });
});
