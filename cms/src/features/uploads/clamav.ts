import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Core } from '@strapi/strapi';
import { whenServing } from '../../kernel/http/when-serving';
import { getSettings } from '../../kernel/settings';

/** Milliseconds without a sign of life from clamd. */
const PATIENCE = 60_000;

/**
 * Has ClamAV's clamd look through a file, where CLAMD_SOCKET names one.
 * @returns undefined for nothing found; 'not-scanned' when clamd could not be asked: then nothing is let in
 */
export async function scanFile(
  strapi: Core.Strapi,
  filepath: string,
): Promise<{ readonly virus: string } | 'not-scanned' | undefined> {
  const { CLAMD_SOCKET: address } = getSettings();
  if (!address) return undefined;
  const answer = await ask(address, 'INSTREAM', filepath).catch((error: Error) => error);
  const found = typeof answer === 'string' ? /^stream: (?:(OK)|(.+) FOUND)$/.exec(answer) : null;
  if (found?.[1]) return undefined;
  if (found?.[2]) return { virus: found[2] };
  strapi.log.error(`An upload is refused: clamd at ${address} did not scan it: ${reason(answer)}`);
  return 'not-scanned';
}

/** Says once, when the CMS starts to serve, whether uploads are looked through for viruses. */
export function announceScanner(strapi: Core.Strapi): void {
  whenServing(strapi, async () => {
    const { CLAMD_SOCKET: address } = getSettings();
    if (!address) {
      strapi.log.warn('Uploads are not looked through for viruses: set CLAMD_SOCKET (see .env.example).');
      return;
    }
    const answer = await ask(address, 'VERSION').catch((error: Error) => error);
    if (typeof answer === 'string') strapi.log.info(`Uploads are looked through by ${answer} at ${address}.`);
    else strapi.log.error(`Uploads are refused until clamd answers at ${address}: ${answer.message}`);
  });
}

const reason = (answer: string | Error) => (answer instanceof Error ? answer.message : answer);

/**
 * One command of clamd's protocol (clamd(8), "z" form: https://docs.clamav.net/manual/Usage/Scanning.html),
 * for which the packages on npm are not kept up: https://www.npmjs.com/package/clamscan.
 */
async function ask(address: string, command: string, filepath?: string): Promise<string> {
  const socket = open(address);
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`no answer in ${PATIENCE / 1000} s`)));
  const answered = text(socket);
  // Awaited below, after what is sent.
  answered.catch(() => undefined);
  try {
    socket.write(`z${command}\0`);
    if (filepath) {
      // clamd may answer, and stop to read, before the end of the file.
      await pipeline(createReadStream(filepath), inPieces(), socket, { end: false }).catch(() => undefined);
      if (!socket.destroyed) socket.write(Buffer.alloc(4));
    }
    return (await answered).replace(/\0$/, '').trim();
  } finally {
    socket.destroy();
  }
}

function open(address: string): Socket {
  const [, host, port] = /^\[?([^/]+?)\]?:(\d+)$/.exec(address) ?? [];
  return host ? connect(Number(port), host) : connect(address);
}

/** Each chunk behind its length in four bytes. */
function inPieces(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      done(null, Buffer.concat([length, chunk]));
    },
  });
}
