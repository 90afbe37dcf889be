import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Session, startCms, type TestCms } from './cms.ts';

let cms: TestCms;
let admin: Session;
let tables: string[];

beforeAll(async () => {
  cms = await startCms();
  admin = await cms.signIn('strapi-super-admin');
  tables = Object.values(cms.strapi.contentTypes)
    .filter(({ uid, pluginOptions }) => {
      const options = pluginOptions as { 'content-manager'?: { visible?: boolean } } | undefined;
      return uid.startsWith('api::') && options?.['content-manager']?.visible === false;
    })
    .map(({ uid }) => uid);
});
afterAll(() => cms.stop());

it('are closed to the content manager, for a super admin too', async () => {
  expect(tables).toEqual(expect.arrayContaining(['api::audit.event', 'api::second-factor.second-factor']));
  for (const uid of tables) {
    const where = `/content-manager/collection-types/${uid}`;
    const answers = [
      await admin.request('GET', where),
      await admin.request('GET', `${where}/anything`),
      await admin.request('POST', where, {}),
      await admin.request('PUT', `${where}/anything`, {}),
      await admin.request('DELETE', `${where}/anything`),
      await admin.request('POST', `${where}/actions/bulkDelete`, { documentIds: ['anything'] }),
    ];
    // A body or a document that the content manager does not take is refused before our tables are reached.
    for (const { status, body } of answers) {
      expect([400, 403, 404]).toContain(status);
      expect(body.results).toBeUndefined();
    }
    expect(answers[0]?.status).toBe(403);
  }
});
