import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that failed: no answer, or one that is not a success. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly method: string;
  readonly url: string;
  /** Undefined when there was no answer, or it broke off. */
  readonly status: number | undefined;

  constructor(method: string, url: string, status: number | undefined, cause?: unknown) {
    super(`${method} ${url} ${status ? `answered ${status}` : `failed: ${reasonOf(cause)}`}`, { cause });
    this.method = method;
    this.url = url;
    this.status = status;
  }

  /** Whether the same request may succeed a moment later. */
  get passing(): boolean {
    return this.status === undefined || this.status === 429 || this.status >= 500;
  }
}

export interface Request {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly token: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
  /** Milliseconds without anything new after which it is given up; 20 seconds if not said. */
  readonly idle?: number;
  readonly signal: AbortSignal;
}

const IDLE = 20_000;

/**
 * Sends a request and hands its answer to `read`, which calls `alive` whenever a part of it has come.
 * @throws HttpError; the signal's reason when it was aborted.
 */
export async function request<T>(
  asked: Request,
  read: (response: Response, alive: () => void) => Promise<T>,
): Promise<T> {
  const { url, method = 'GET', token, body, timeout, idle = IDLE, signal } = asked;
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const silent = new AbortController();
  const silence = new DOMException(`nothing came for ${idle / 1000} s`, 'AbortError');
  const timer = setTimeout(() => silent.abort(silence), idle);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout), silent.signal]);
  let status: number | undefined;
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: limited,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return await read(response, () => timer.refresh());
    await response.body?.cancel();
    status = response.status;
  } catch (cause) {
    signal.throwIfAborted();
    throw new HttpError(method, url, undefined, silent.signal.aborted ? silence : cause);
  } finally {
    clearTimeout(timer);
  }
  throw new HttpError(method, url, status);
}

/** Downloads into a file, which appears only when it is whole. Throws as `request` does. */
export async function download(asked: Request, target: string): Promise<void> {
  const unfinished = `${target}.tmp`;
  try {
    await request(asked, async ({ body }, alive) => {
      const bytes = body ? Readable.fromWeb(body as ReadableStream<Uint8Array>) : Readable.from([]);
      bytes.on('data', alive);
      await pipeline(bytes, createWriteStream(unfinished));
    });
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Milliseconds between attempts. */
const PAUSES = [200, 1000];

/** Tries again, three times in all, while `passes` says that the failure may pass. */
export async function retry<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  signal: AbortSignal,
): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error)) throw error;
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
  return work();
}

/** Node's fetch says "fetch failed" and hides why in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no whole answer in time';
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
