// `npm run schemas`: writes Strapi's schema.json files from content-types/; `--check` only compares.
import { root } from './lib/root.ts';
import { schemaDrift, writeSchemas } from './lib/schema-files.ts';

if (process.argv.includes('--check')) {
  const drift = await schemaDrift(root);
  for (const { file, is } of drift) console.error(`${is}: ${file}`);
  if (drift.length > 0) {
    console.error('The CMS schemas differ from content-types/. To write them again: npm run schemas');
    process.exitCode = 1;
  }
} else {
  const changed = await writeSchemas(root);
  for (const { file, is } of changed) console.log(`${is === 'left over' ? 'removed' : 'wrote'} ${file}`);
  if (changed.length === 0) console.log('The CMS schemas already match content-types/.');
}
