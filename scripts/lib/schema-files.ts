import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allTypes, componentSchema, components, type StrapiSchema } from '../../content-types/src/index.ts';

/** Where the written files are, from the repository's root. */
const written = ['cms/src/api/*/content-types/*/schema.json', 'cms/src/components/*/*.json'];

export type Drift = { readonly file: string; readonly is: 'missing' | 'different' | 'left over' };

/** What `schema.json` of every type and component has to hold: text by path from the repository's root. */
function expectedSchemas(): Map<string, string> {
  return new Map([
    ...allTypes.map(
      ({ name, schema }) => [`cms/src/api/${name}/content-types/${name}/schema.json`, print(schema)] as const,
    ),
    ...components.map(
      (c) => [`cms/src/components/${c.uid.replace('.', '/')}.json`, print(componentSchema(c))] as const,
    ),
  ]);
}

/** Every file below `root` that differs from the model, in order of path; empty when there is no drift. */
export async function schemaDrift(root: string, expected = expectedSchemas()): Promise<Drift[]> {
  const drift: Drift[] = [];
  for (const [file, text] of expected) {
    const stored = await readFile(join(root, file), 'utf8').catch(() => undefined);
    if (stored !== text) drift.push({ file, is: stored === undefined ? 'missing' : 'different' });
  }
  for (const found of globSync(written, { cwd: root })) {
    const file = found.replaceAll('\\', '/');
    if (!expected.has(file) && (await isOfModel(join(root, file)))) drift.push({ file, is: 'left over' });
  }
  return drift.sort((a, b) => a.file.localeCompare(b.file, 'en'));
}

/** Writes the files that differ and removes the ones left over; returns what it changed. */
export async function writeSchemas(root: string, expected = expectedSchemas()): Promise<Drift[]> {
  const drift = await schemaDrift(root, expected);
  for (const { file } of drift) {
    const text = expected.get(file);
    if (text === undefined) {
      await rm(join(root, file));
    } else {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
  }
  return drift;
}

/** Every type of the model is localised; the CMS's own tables are not, and are kept by hand beside them. */
async function isOfModel(file: string): Promise<boolean> {
  const { kind, pluginOptions } = JSON.parse(await readFile(file, 'utf8'));
  return kind === undefined || pluginOptions?.i18n?.localized === true;
}

function print(schema: StrapiSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
