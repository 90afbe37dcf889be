import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startBrowser } from './browser.ts';
import { accountIn, type Platform, startPlatform } from './platform.ts';

/** One platform with the sample content, on which the files of browser tests run beside each other. */

/** Where the files of tests ask for it. */
const VARIABLE = 'SHARED_PLATFORM';

/** What there is once somebody has asked for it. */
export interface Shared extends Pick<Platform, 'cmsUrl' | 'siteUrl' | 'dataDir'> {
  /** A data folder of the same content on which nothing runs, to be copied. */
  readonly kept: string;
  /** What the start said that loaded the sample content, after one that was broken off. */
  readonly firstOutput: string;
  /** Milliseconds since 1970 when the first start began. */
  readonly began: number;
}

/** Starts the platform when the first test asks for it, and ends it after the last. Vitest's `globalSetup`. */
export default async function offer(): Promise<() => Promise<void>> {
  let made: Promise<{ shared: Shared; platform: Platform }> | undefined;
  const server = createServer(async (_request, response) => {
    made ??= make();
    try {
      response.end(JSON.stringify((await made).shared));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env[VARIABLE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return () => end(server, made);
}

async function make(): Promise<{ shared: Shared; platform: Platform }> {
  const began = Date.now();
  // The first start is broken off in the middle: all that follows is on what the second made of it.
  const broken = await startPlatform(undefined, 'sample content: 30 %');
  await broken.interrupt();
  const { dataDir } = broken;
  const first = await startPlatform(dataDir);
  const firstOutput = first.output();
  await first.interrupt();
  const kept = mkdtempSync(join(tmpdir(), 'platform-kept-'));
  copyData(dataDir, kept);
  const platform = await startPlatform(dataDir);
  const { cmsUrl, siteUrl } = platform;
  return { platform, shared: { cmsUrl, siteUrl, dataDir, kept, firstOutput, began } };
}

async function end(server: Server, made: ReturnType<typeof make> | undefined): Promise<void> {
  server.close().closeAllConnections();
  const { platform, shared } = (await made?.catch(() => undefined)) ?? {};
  await platform?.remove();
  if (shared) rmSync(shared.kept, { recursive: true });
}

/** Copies a data folder on which nothing runs, links as they are. */
export function copyData(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

/**
 * Waits until the shared platform is there, however long that takes.
 * @throws Error why it could not be started
 */
export async function sharedPlatform(): Promise<Shared> {
  const url = process.env[VARIABLE];
  if (!url) throw new Error(`${VARIABLE} is not set: run the tests by \`npm test\``);
  return new Promise((resolve, reject) => {
    get(url, (answer) => {
      if (answer.statusCode === 200) resolve(json(answer) as Promise<Shared>);
      else text(answer).then((why) => reject(new Error(why)), reject);
    }).once('error', reject);
  });
}

/** What a file of browser tests runs on: the shared platform, and a browser of its own. */
export interface Running {
  readonly platform: Pick<Platform, 'cmsUrl' | 'siteUrl' | 'dataDir' | 'account'>;
  readonly browser: Browser;
}

/** Has both there before the tests of a file. @returns what gives them once a test runs */
export function useSharedPlatform(): () => Running {
  let running: Running | undefined;
  beforeAll(async () => {
    const { cmsUrl, siteUrl, dataDir } = await sharedPlatform();
    const browser = await startBrowser();
    running = { browser, platform: { cmsUrl, siteUrl, dataDir, account: accountIn } };
  });
  afterAll(() => running?.browser.close());
  return () => {
    if (!running) throw new Error('no platform is running yet');
    return running;
  };
}
