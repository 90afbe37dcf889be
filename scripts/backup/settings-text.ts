import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { root } from '../lib/root.ts';
import { secretNames, type Variables } from '../lib/secrets.ts';

/** Needs no quotes in a file of settings. */
const PLAIN = /^[\w./:@,+=-]*$/;

/** All settings of ours that are set, secrets included, as lines that `.env` may hold. */
export function settingsText(env: Variables): string {
  const known = Object.keys(parseEnv(readFileSync(join(root, '.env.example'), 'utf8')));
  return linesOf(env, [...new Set([...known, ...secretNames])]);
}

/** The same, as the secrets alone and all other settings. */
export function splitSettings(text: string): { readonly secrets: string; readonly others: string } {
  const env = parseEnv(text);
  const others = Object.keys(env).filter((name) => !secretNames.includes(name));
  return { secrets: linesOf(env, secretNames), others: linesOf(env, others) };
}

function linesOf(env: Variables, names: readonly string[]): string {
  return names
    .flatMap((name) => {
      const value = env[name];
      return value ? [`${name}=${quoted(value)}\n`] : [];
    })
    .join('');
}

function quoted(value: string): string {
  if (PLAIN.test(value)) return value;
  const mark = ["'", '`', '"'].find((one) => !value.includes(one)) ?? "'";
  return `${mark}${value}${mark}`;
}
