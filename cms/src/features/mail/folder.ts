import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The part of nodemailer's message that a transport needs. */
interface Message {
  readonly message: {
    build(callback: (error: Error | null, bytes: Buffer) => void): void;
    getEnvelope(): object;
    messageId(): string;
  };
}
type Done = (error: Error | null, info?: object) => void;

/**
 * A transport of nodemailer (https://nodemailer.com/plugins/create#transports) that writes each message
 * to a folder as an `.eml` file, which any mail program opens. Only the owner may read them: they
 * may hold a link to a new password.
 */
export function folderTransport(folder: string) {
  return {
    name: 'folder',
    version: '1',
    send({ message }: Message, done: Done): void {
      message.build((error, bytes) => {
        if (error) return done(error);
        write(folder, bytes).then(
          (file) => done(null, { envelope: message.getEnvelope(), messageId: message.messageId(), file }),
          done,
        );
      });
    },
  };
}

async function write(folder: string, bytes: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const file = path.join(folder, `${time}-${randomUUID().slice(0, 8)}.eml`);
  await writeFile(`${file}.new`, bytes, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return file;
}
