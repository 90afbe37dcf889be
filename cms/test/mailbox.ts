import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A message as it arrived. */
export interface Arrived {
  /** Everyone it was handed over for, not what its header says. */
  readonly receivers: string[];
  readonly mail: ParsedMail;
  /** All of it, as it came over the line. */
  readonly raw: string;
}

/** A real SMTP server on the loopback address, which can be stopped and started again. */
export class Mailbox {
  readonly arrived: Arrived[] = [];
  /** Addresses that do not exist. */
  readonly unknown = new Set<string>();
  #server: SMTPServer | undefined;
  #port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        this.unknown.has(address)
          ? done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
          : done(),
      onData: async (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const bytes = Buffer.concat(chunks);
        const receivers = envelope.rcptTo.map(({ address }) => address);
        this.arrived.push({ receivers, mail: await simpleParser(bytes), raw: bytes.toString() });
        done();
      },
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server.server, 'listening');
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  /** What has arrived for an address. */
  for(address: string): Arrived[] {
    return this.arrived.filter(({ receivers }) => receivers.includes(address));
  }
}
