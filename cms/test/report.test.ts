import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, createBasics, type Session, samples, send, startCms, type TestCms } from './cms.ts';

let cms: TestCms;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });

describe('the build report', () => {
  const report = {
    ok: false,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:05.000Z',
    error: 'programme “secret of food” is broken',
    leftOut: [] as unknown[],
  };

  it('is shown to moderators whole and to editors for their own ministries', async () => {
    const foodStory = await create(cms, 'story', samples.story('Broken food', 'food'));
    const welfareStory = await create(cms, 'story', samples.story('Broken welfare', 'msw'));
    const leftOut = [foodStory, welfareStory].map(({ documentId }) => ({
      type: 'story',
      documentId,
      locale: 'bn',
      problem: 'summary is missing',
    }));
    expect(
      (await send(cms.url, 'POST', '/api/export/report', { ...report, leftOut }, builder())).status,
    ).toBe(204);
    const editor = await cms.signIn('editor', ['msw']);
    const own = (await editor.request('GET', '/platform/publication')).body;
    const all = (await moderator.request('GET', '/platform/publication')).body;
    expect(own.report.leftOut).toEqual([leftOut[1]]);
    expect(JSON.stringify(own)).not.toContain('secret of food');
    expect(all.report.leftOut).toEqual(leftOut);
    expect(all.report.error).toBe(report.error);
  });

  it('arrives however long its error is', async () => {
    const long = { ...report, error: 'x'.repeat(10_000) };
    expect((await send(cms.url, 'POST', '/api/export/report', long, builder())).status).toBe(204);
    expect((await moderator.request('GET', '/platform/publication')).body.report.error).toHaveLength(2000);
  });

  it('that is malformed is refused with what is wrong', async () => {
    const { status, body } = await send(cms.url, 'POST', '/api/export/report', { ok: 'yes' }, builder());
    expect(status).toBe(400);
    expect(body.error).toContain('startedAt');
  });
});
