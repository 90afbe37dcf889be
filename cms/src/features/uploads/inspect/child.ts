/** Looks into one file: `node child.js <file> <its name>`. Prints what it finds as JSON, `null` for nothing. */
import { readFileSync } from 'node:fs';
import { lookInto } from './look-into';

const [, , filepath = '', name = ''] = process.argv;
lookInto(readFileSync(filepath), name).then((finding) => {
  process.stdout.write(JSON.stringify(finding ?? null));
});
