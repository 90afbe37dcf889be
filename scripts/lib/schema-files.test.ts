import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from './root.ts';
import { schemaDrift, writeSchemas } from './schema-files.ts';

const programme = 'cms/src/api/programme/content-types/programme/schema.json';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemas-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('finds the committed schemas equal to the model (if not: npm run schemas)', async () => {
  expect(await schemaDrift(root)).toEqual([]);
});

it('writes schemas that show no drift afterwards', async () => {
  expect((await schemaDrift(folder)).every(({ is }) => is === 'missing')).toBe(true);
  await writeSchemas(folder);
  expect(await schemaDrift(folder)).toEqual([]);
  expect(JSON.parse(await readFile(join(folder, programme), 'utf8')).info.singularName).toBe('programme');
});

it('names an edited schema and puts it back', async () => {
  await writeSchemas(folder);
  await writeFile(join(folder, programme), '{}\n');
  expect(await schemaDrift(folder)).toEqual([{ file: programme, is: 'different' }]);
  await writeSchemas(folder);
  expect(await schemaDrift(folder)).toEqual([]);
});

it('removes what the model no longer has and leaves the tables of the CMS alone', async () => {
  const gone = {
    'cms/src/components/shared/gone.json': { attributes: {} },
    'cms/src/api/gone/content-types/gone/schema.json': {
      kind: 'collectionType',
      pluginOptions: { i18n: { localized: true } },
    },
  };
  const own = 'cms/src/api/membership/content-types/membership/schema.json';
  for (const [file, schema] of Object.entries({ ...gone, [own]: { kind: 'collectionType' } })) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), JSON.stringify(schema));
  }
  const changed = await writeSchemas(folder);
  for (const file of Object.keys(gone)) {
    expect(changed).toContainEqual({ file, is: 'left over' });
    await expect(readFile(join(folder, file))).rejects.toThrow('ENOENT');
  }
  expect(await readFile(join(folder, own), 'utf8')).toContain('collectionType');
});
