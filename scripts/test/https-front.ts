import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, get, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readSettings } from '../../site/kernel/settings.ts';
import { nginxConfig } from '../../site/serve/nginx.ts';
import { mainConfig } from '../../site/test/start-nginx.ts';
import { freePort } from '../lib/ports.ts';
import { until } from './until.ts';

export interface FrontAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FrontRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A real nginx with HTTPS before site and CMS, with a certificate that it signed itself, as Debian's user where it can. */
export class HttpsFront {
  readonly siteHost = 'platform.internal';
  readonly cmsHost = 'cms.platform.internal';
  readonly folder = mkdtempSync(join(tmpdir(), 'https-'));
  readonly #certificate = join(this.folder, 'certificate');
  #stop: (() => Promise<void>) | undefined;
  http = 0;
  https = 0;

  /** Chooses ports and makes the certificate. @returns the settings of a platform behind it */
  async prepare(): Promise<Record<string, string>> {
    [this.http, this.https] = [await freePort(), await freePort()];
    // Its workers run as another user.
    chmodSync(this.folder, 0o755);
    mkdirSync(this.#certificate);
    mkdirSync(join(this.folder, 'acme/.well-known/acme-challenge'), { recursive: true });
    writeFileSync(join(this.folder, 'acme/.well-known/acme-challenge/proof'), 'proof');
    const names = `subjectAltName=DNS:${this.siteHost},DNS:${this.cmsHost}`;
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const out = [
      '-keyout',
      join(this.#certificate, 'privkey.pem'),
      '-out',
      join(this.#certificate, 'fullchain.pem'),
    ];
    execFileSync('openssl', ['req', ...kind, ...out, '-subj', '/CN=platform', '-addext', names], {
      stdio: 'pipe',
    });
    return {
      SITE_URL: `https://${this.siteHost}:${this.https}`,
      CMS_URL: `https://${this.cmsHost}:${this.https}`,
      TRUSTED_PROXIES: '1',
    };
  }

  /** Starts it for a platform with these settings. */
  async start(env: NodeJS.ProcessEnv): Promise<void> {
    const program = process.env.NGINX_PATH;
    if (!program) throw new Error('NGINX_PATH is not set: run the tests by `npm test`, which finds nginx');
    const certificate = this.#certificate;
    const acme = join(this.folder, 'acme');
    const ports = { http: String(this.http), https: String(this.https) };
    const https = { certificate, cmsCertificate: certificate, acme, ...ports };
    const options = { https, serverName: this.siteHost, logs: this.folder };
    writeFileSync(join(this.folder, 'site.conf'), nginxConfig(readSettings(env), options));
    // Only root may become somebody else.
    const user = process.getuid?.() === 0 ? 'www-data' : undefined;
    writeFileSync(join(this.folder, 'nginx.conf'), mainConfig(this.folder, user));
    const words = [
      '-c',
      join(this.folder, 'nginx.conf'),
      '-p',
      this.folder,
      '-e',
      join(this.folder, 'error.log'),
    ];
    const nginx = spawn(program, words, { stdio: 'inherit' });
    this.#stop = async () => {
      const ended = once(nginx, 'exit');
      nginx.kill('SIGQUIT');
      await ended;
    };
    await until(() => existsSync(join(this.folder, 'pid')) || nginx.exitCode !== null, 10_000);
  }

  /** Asks the site, or the CMS. */
  async ask(
    host: 'site' | 'cms',
    path: string,
    { method = 'GET', headers, body }: FrontRequest = {},
  ): Promise<FrontAnswer> {
    const name = host === 'site' ? this.siteHost : this.cmsHost;
    const asked = request({
      host: '127.0.0.1',
      port: this.https,
      servername: name,
      ca: readFileSync(join(this.#certificate, 'fullchain.pem')),
      agent: false,
      method,
      path,
      headers: { host: `${name}:${this.https}`, ...headers },
    });
    // A server may answer and close while the rest is still being sent.
    asked.on('error', () => undefined);
    asked.flushHeaders();
    if (headers?.['content-length'] === undefined) asked.end(body);
    return answerTo(asked);
  }

  /** Asks for an address without HTTPS. */
  askPlain(host: string, path: string): Promise<FrontAnswer> {
    const where = { host: '127.0.0.1', port: this.http, path };
    return answerTo(get({ ...where, agent: false, headers: { host: `${host}:${this.http}` } }));
  }

  /** All that it logged. */
  logged(): string {
    const names = ['social-protection', 'social-protection-cms'];
    const files = names.flatMap((name) => [`${name}.log`, `${name}-error.log`]).concat('error.log');
    return files.map((name) => readFileSync(join(this.folder, name), 'utf8')).join('');
  }

  async stop(): Promise<void> {
    await this.#stop?.();
    rmSync(this.folder, { recursive: true });
  }
}

async function answerTo(asked: ClientRequest): Promise<FrontAnswer> {
  const [response] = await once(asked, 'response');
  const answer = { status: response.statusCode, headers: response.headers, body: await text(response) };
  asked.destroy();
  return answer;
}
