import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killCms } from '../../cms/test/kill-cms.ts';
import { killBuilder } from '../test/kill-builder.ts';
import { StandInCms } from '../test/stand-in-cms.ts';
import { seeded } from './random.ts';

export interface KillAllOptions {
  /** How many of a hundred of the publishes are made. */
  readonly share: number;
  readonly seed: number;
  readonly postgres: boolean;
  readonly say: (line: string) => void;
}

/** Publishes during which each is killed. */
const PUBLISHES = { builder: 100, cms: 500 };

/**
 * Kills builder and CMS again and again at random moments and looks at what they leave: the long form
 * of the tests.
 * @throws Error if anything was torn, older than before, lost or made up
 */
export async function killAll({ share, seed, postgres, say }: KillAllOptions): Promise<void> {
  const count = (all: number) => Math.ceil((all * share) / 100);
  await theBuilder(count(PUBLISHES.builder), seed, say);
  await theCms(count(PUBLISHES.cms), seed, postgres, say);
}

async function theBuilder(publishes: number, seed: number, say: (line: string) => void): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'kill-'));
  const cms = await new StandInCms().start();
  try {
    const { kills, looks, seen, last } = await killBuilder({
      cms,
      data,
      publishes,
      pause: 5000,
      random: seeded(seed),
      progress: (done, kills) =>
        done % 10 === 0 && say(`${done} publishes, the builder was killed ${kills} times`),
    });
    say(
      `The builder was killed ${kills} times during ${publishes} publishes: the last was live ${(last / 1000).toFixed(1)} s later. ${looks} looks at the live site, in ${seen} states, found no torn and no older release.`,
    );
  } finally {
    await cms.stop();
    await rm(data, { recursive: true, maxRetries: 5 });
  }
}

async function theCms(
  publishes: number,
  seed: number,
  postgres: boolean,
  say: (line: string) => void,
): Promise<void> {
  const progress = (done: number, kills: number) =>
    say(`${done} publishes, the CMS was killed ${kills} times`);
  const { kills, acknowledged, outbox, live } = await killCms({
    publishes,
    kills: 1,
    life: 6000,
    random: seeded(seed),
    postgres,
    progress,
  });
  const rows = new Set(outbox);
  const lost = acknowledged.filter((document) => !rows.has(document));
  const madeUp = outbox.filter((document) => !live.includes(document));
  const words = `The CMS was killed ${kills} times during ${acknowledged.length} acknowledged publishes on ${postgres ? 'PostgreSQL' : 'SQLite'}: ${lost.length} are not in the outbox, ${madeUp.length} in it were never published.`;
  if (lost.length + madeUp.length > 0 || outbox.length !== rows.size) throw new Error(words);
  say(words);
}
