import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from '@strapi/provider-email-nodemailer';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { mailProvider } from './provider.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mail-'));
});
afterEach(() => rm(folder, { recursive: true }));

const settings = (more: object) =>
  ({ DATA_DIR: folder, MAIL_FROM: 'platform@example.org', ...more }) as Parameters<typeof mailProvider>[0];

it('writes messages that no SMTP server takes into a folder that only its owner can read', async () => {
  const { providerOptions, settings: defaults } = mailProvider(settings({}));
  const provider = nodemailer.init(providerOptions as never, defaults);
  const mail = { to: 'a@example.org', subject: 'ফেরত', text: 'মন্তব্য\n', html: '' };
  await provider.send(mail as never);
  await provider.send(mail as never);
  const written = path.join(folder, 'mail');
  expect((await stat(written)).mode & 0o777).toBe(0o700);
  const files = await readdir(written);
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(file).toMatch(/\.eml$/);
    const parsed = await simpleParser(await readFile(path.join(written, file)));
    expect(parsed).toMatchObject({ subject: 'ফেরত', text: 'মন্তব্য\n', html: false });
    expect(parsed.from?.text).toBe('platform@example.org');
  }
});

it('does not wait for an SMTP server for minutes, unless the address says so', () => {
  const options = (SMTP_URL: string) => String(mailProvider(settings({ SMTP_URL })).providerOptions);
  expect(options('smtp://u:p%40@mail.example.org:587')).toBe(
    'smtp://u:p%40@mail.example.org:587?connectionTimeout=10000&greetingTimeout=10000&socketTimeout=30000',
  );
  expect(options('smtps://mail.example.org?socketTimeout=90000')).toContain('socketTimeout=90000&');
});

it('sends by a relay whose certificate is for another name, as its address says', async () => {
  const subjects: string[] = [];
  // Offers STARTTLS with a certificate that nobody knows.
  const relay = new SMTPServer({
    authOptional: true,
    onData: async (stream, { secure }, done) => {
      const { subject, from } = await simpleParser(stream);
      subjects.push(`${subject} ${from?.text} ${secure ? 'encrypted' : 'plain'}`);
      done();
    },
  });
  relay.on('error', () => undefined);
  relay.listen(0, '127.0.0.1');
  await once(relay.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => relay.close(resolve)));
  const { port } = relay.server.address() as AddressInfo;
  const send = (options: string) => {
    const SMTP_URL = `smtp://127.0.0.1:${port}${options}`;
    const MAIL_FROM = '"সুরক্ষা, ঢাকা" <no-reply@mof.example>';
    const { providerOptions, settings: defaults } = mailProvider(settings({ SMTP_URL, MAIL_FROM }));
    const mail = { to: 'a@example.org', subject: options, text: 'x', html: '' };
    return nodemailer.init(providerOptions as never, defaults).send(mail as never);
  };
  await expect(send('')).rejects.toThrow(/certificate/);
  await send('?ignoreTLS=true');
  await send('?tls.rejectUnauthorized=false');
  const from = '"সুরক্ষা, ঢাকা" <no-reply@mof.example>';
  expect(subjects).toEqual([
    `?ignoreTLS=true ${from} plain`,
    `?tls.rejectUnauthorized=false ${from} encrypted`,
  ]);
});
