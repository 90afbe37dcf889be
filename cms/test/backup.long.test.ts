import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOutside, type Outside } from './backup-place.ts';
import { MANY_UPLOADS, writeAllTheTime } from './busy-writers.ts';
import { create, createBasics, samples, startCms, type TestCms } from './cms.ts';
import { runCommand } from './commands.ts';

const ROUNDS = 60;
const ENTRIES = 10_000;
const UPLOADS = 2_000;
const MINUTE = 60_000;

let cms: TestCms;
let outside: Outside;

beforeAll(async () => {
  outside = await makeOutside();
  Object.assign(process.env, MANY_UPLOADS);
  cms = await startCms();
  await createBasics(cms);
});
afterAll(async () => {
  await cms.stop();
  await outside.remove();
});

const backup = () => runCommand('backup', [], outside.settings);

async function restoreLatest(): Promise<void> {
  const { folder, words } = await outside.emptyPlace();
  const { status, said } = await runCommand(
    'restore',
    ['latest', ...words, '--identity', outside.key],
    outside.settings,
  );
  expect(said).toContain('are as the backup says');
  expect(status).toBe(0);
  await rm(folder, { recursive: true });
}

it(`makes ${ROUNDS} backups while ten people write, each of which restores whole`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const writers = await writeAllTheTime(cms, 10);
    const made = await backup().finally(() => writers.stop());
    expect(made).toMatchObject({ status: 0 });
    await restoreLatest();
  }
});

it(`backs up and restores ${ENTRIES} entries within minutes, and hardly holds anybody up`, async () => {
  const stories = cms.strapi.db.query('api::story.story');
  const summary = 'সামাজিক সুরক্ষা কর্মসূচির খবর '.repeat(100);
  for (let number = 0; number < ENTRIES; number += 1) {
    const data = { ...samples.story(`Story ${number}`), slug: `story-${number}`, locale: 'bn', summary };
    await stories.create({
      data: { ...data, documentId: `story${number}`, publishedAt: new Date() } as never,
    });
  }
  for (let number = 0; number < UPLOADS; number += 1) {
    const name = `file_${number}.bin`;
    await writeFile(path.join(cms.dataDir, 'public/uploads', name), randomBytes(100_000));
    await cms.strapi.db.query('plugin::upload.file').create({
      data: {
        name,
        hash: `file_${number}`,
        ext: '.bin',
        mime: 'x',
        size: 100,
        url: `/uploads/${name}`,
        provider: 'local',
      },
    });
  }
  // What was uploaded within the last minute is looked at twice; here it is no matter.
  await sleep(MINUTE);

  const timed = async <T>(what: string, work: () => Promise<T>) => {
    const started = performance.now();
    const result = await work();
    const seconds = (performance.now() - started) / 1000;
    console.log(`${what}: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(600);
    return result;
  };
  let writing = true;
  let longest = 0;
  const editor = (async () => {
    for (let number = 0; writing; number += 1) {
      const started = performance.now();
      await create(cms, 'story', samples.story(`Draft ${number}`));
      longest = Math.max(longest, performance.now() - started);
      await sleep(200);
    }
  })();
  console.log((await timed('first backup', backup)).said);
  console.log((await timed('next backup', backup)).said);
  writing = false;
  await editor;
  console.log(`the longest save meanwhile: ${longest.toFixed(0)} ms`);
  await timed('restore', restoreLatest);
  const rehearsed = await timed('rehearsal', () => runCommand('backup', ['--rehearse'], outside.settings));
  expect(rehearsed).toMatchObject({ status: 0 });
});
