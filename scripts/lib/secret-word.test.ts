import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { secretWord } from './secret-word.ts';

it('takes a word as it is, and reads the one for which - stands from the input', async () => {
  expect(await secretWord('postgres://a:b@c/d')).toBe('postgres://a:b@c/d');
  expect(await secretWord(undefined)).toBeUndefined();
  const script = `import { secretWord } from ${JSON.stringify(join(import.meta.dirname, 'secret-word.ts'))}; console.log(await secretWord('-'))`;
  const words = ['--input-type=module', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '-e', script];
  expect(execFileSync(process.execPath, words, { input: 'postgres://a:b@c/d\n', encoding: 'utf8' })).toBe(
    'postgres://a:b@c/d\n',
  );
});
