import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { TOKEN } from './stand-in-cms.ts';

export type BuilderProcess = ChildProcessByStdio<null, Readable, null>;

/** Starts builders of one data folder; those that still run are killed after the file's tests. */
export function builders(where: () => { data: string; cmsUrl: string }) {
  const started = new Set<BuilderProcess>();
  afterAll(() => {
    for (const builder of started) builder.kill('SIGKILL');
  });

  const start = (
    script: 'rebuild' | 'loop',
    args: string[] = [],
    more: NodeJS.ProcessEnv = {},
  ): BuilderProcess => {
    const folder = script === 'loop' ? 'daemon' : 'cli';
    const path = fileURLToPath(new URL(`../build/${folder}/${script}.ts`, import.meta.url));
    const { data, cmsUrl } = where();
    const env = { ...process.env, DATA_DIR: data, CMS_URL: cmsUrl, EXPORT_TOKEN: TOKEN, ...more };
    const builder = spawn(process.execPath, [path, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    started.add(builder);
    return builder;
  };

  /** Runs `npm run rebuild` to its end. */
  const rebuild = async (args: string[] = [], more: NodeJS.ProcessEnv = {}) => {
    const builder = start('rebuild', args, more);
    let said = '';
    builder.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [status] = await once(builder, 'close');
    return { status, said };
  };
  return { start, rebuild };
}

/** Waits until a builder says something. @returns all that it has said by then */
export async function says(builder: BuilderProcess, words: string): Promise<string> {
  let said = '';
  for await (const text of builder.stdout.iterator({ destroyOnReturn: false })) {
    said += text;
    if (said.includes(words)) return said;
  }
  return expect.unreachable(`the builder ended without saying "${words}": ${said}`);
}
