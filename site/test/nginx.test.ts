import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../kernel/settings.ts';
import { HSTS } from '../serve/headers.ts';
import { isCurrent, type NginxOptions, nginxConfig } from '../serve/nginx.ts';
import { putLive } from './put-live.ts';
import { conformance } from './serving.ts';
import { startNginx } from './start-nginx.ts';

describe('nginx', () => conformance(startNginx));

describe('the configuration of nginx', () => {
  it('leaves no place unfilled', () => {
    const options = { listen: '80', serverName: 'example.org', behind: '10.0.0.1' };
    const text = nginxConfig(readSettings({ SECURITY_CONTACT: 'a@example.org' }), options);
    expect(text.replace(/^#.*$/gm, '')).not.toMatch(/\$\{(?!uri\})/);
    expect(text).toContain('server_name example.org;');
  });

  it('asks browsers for HTTPS for two years, where it is spoken, as by a balancer before it', async () => {
    const data = await mkdtemp(join(tmpdir(), 'hsts-'));
    const server = await startNginx(readSettings({ DATA_DIR: data }));
    try {
      const sent = async (headers: Record<string, string>) =>
        (await fetch(server.origin, { headers })).headers.get('strict-transport-security');
      expect(await sent({ 'x-forwarded-proto': 'https' })).toBe(HSTS);
      expect(await sent({})).toBeNull();
    } finally {
      await server.stop();
      await rm(data, { recursive: true });
    }
  });

  it('limits what one address asks for at once, for each visitor behind a balancer apart', async () => {
    const data = await mkdtemp(join(tmpdir(), 'limits-'));
    const settings = readSettings({ DATA_DIR: data });
    await putLive(settings.folders, 'r1');
    const server = await startNginx(settings, { behind: '127.0.0.1,10.0.0.0/8' });
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    const ask = async (visitor: string) => {
      const asked = request(server.origin, { agent, headers: { 'x-forwarded-for': visitor } }).end();
      const [answer] = await once(asked, 'response');
      return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
    };
    try {
      const crowd = await Promise.all(Array.from({ length: 1000 }, () => ask('192.0.2.1')));
      expect(crowd.filter(({ status }) => status !== 200)).toEqual([]);
      // More than a burst of 1,000 and what is let through while they are answered.
      const flood = await Promise.all(
        Array.from({ length: 3000 }, (_, index) => ask(`2001:db8:1:2::${(index % 5000).toString(16)}`)),
      );
      const refused = flood.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(500);
      expect(refused[0]?.headers).toMatchObject({
        'retry-after': '1',
        'cache-control': 'no-cache',
        'content-type': expect.stringMatching(/^text\/plain; ?charset=utf-8$/),
      });
      expect(refused[0]?.body).toMatch(/অনুরোধ এসেছে[\s\S]*Too many requests/);
      expect((await ask('192.0.2.2')).status).toBe(200);
      expect((await ask('2001:db8:1:3::1')).status).toBe(200);
    } finally {
      agent.destroy();
      await server.stop();
      await rm(data, { recursive: true });
    }
  });

  it('limits how many answers one address has under way', async () => {
    const data = await mkdtemp(join(tmpdir(), 'answers-'));
    const settings = readSettings({ DATA_DIR: data });
    await putLive(settings.folders, 'r1', { 'files/large.pdf': Buffer.alloc(32_000_000) });
    const few = (config: string) =>
      config.replace('limit_conn spp_answers 1000;', 'limit_conn spp_answers 3;');
    const server = await startNginx(settings, { behind: '127.0.0.1' }, few);
    const asked: ClientRequest[] = [];
    /** Begins to ask for a file that is then not read. */
    const statusFor = async (visitor: string) => {
      const headers = { 'x-forwarded-for': visitor };
      const one = request(`${server.origin}/files/large.pdf`, { agent: false, headers }).end();
      asked.push(one.on('error', () => undefined));
      const [answer] = await once(one, 'response');
      return answer.pause().statusCode;
    };
    try {
      const statuses: number[] = [];
      for (let count = 0; count < 4; count += 1) statuses.push(await statusFor('192.0.2.1'));
      expect(statuses).toEqual([200, 200, 200, 429]);
      expect(await statusFor('192.0.2.2')).toBe(200);
    } finally {
      for (const one of asked) one.destroy();
      await server.stop();
      await rm(data, { recursive: true });
    }
  });

  it('knows no file about weaknesses where nobody is named to be told of them', () => {
    const options = { listen: '80', serverName: 'example.org' };
    expect(nginxConfig(readSettings({}), options)).not.toContain('security.txt');
    const text = nginxConfig(readSettings({ SECURITY_CONTACT: 'https://example.org/tell' }), options);
    expect(text).toContain('Contact: https://example.org/tell\n');
  });

  describe('with HTTPS', () => {
    const settings = readSettings({
      DATA_DIR: '/srv/platform',
      SITE_URL: 'https://example.org',
      CMS_URL: 'https://cms.example.org',
    });
    const folder = '/etc/letsencrypt/live/example.org';
    const https = {
      certificate: folder,
      cmsCertificate: folder,
      acme: '/var/www/html',
      http: '80',
      https: '443',
    };
    const options: NginxOptions = { https, serverName: 'example.org' };

    it('has a server for each host, and one that leads to each', () => {
      const text = nginxConfig(settings, options);
      expect(text.match(/^ {4}server_name .*$/gm)).toEqual([
        '    server_name example.org;',
        '    server_name cms.example.org;',
        '    server_name example.org;',
        '    server_name cms.example.org;',
      ]);
      expect(text.replace(/^#.*$/gm, '')).not.toMatch(/\$\{(?!uri\})/);
    });

    it('has the CMS behind a balancer that speaks HTTPS too, and not where it has no such address', () => {
      const plain = { listen: '80', serverName: 'example.org', behind: '10.0.0.1' };
      expect(nginxConfig(settings, plain)).toContain('server_name cms.example.org;');
      expect(nginxConfig(settings, plain)).not.toMatch(/ssl|301 https/);
      expect(nginxConfig(readSettings({}), plain)).not.toContain('proxy_set_header Host');
    });

    it('speaks HTTP/2 in the words of each version', () => {
      expect(nginxConfig(settings, options, '1.22.1')).toContain('listen 443 ssl http2;');
      expect(nginxConfig(settings, options, '1.26.3')).toMatch(/listen 443 ssl;[\s\S]*http2 on;/);
    });

    it('listens for each host on the port of its address', () => {
      const text = nginxConfig({ ...settings, cmsUrl: 'https://example.org:8443' }, options, '1.22.1');
      expect(text.match(/listen (443|8443) ssl/g)).toEqual(['listen 443 ssl', 'listen 8443 ssl']);
    });

    it('is known to be out of date once settings or this version want another, or somebody changed it', () => {
      const installed = nginxConfig(settings, options);
      expect(isCurrent(installed, settings)).toBe(true);
      expect(isCurrent(installed, { ...settings, cmsPort: 1338 })).toBe(false);
      expect(isCurrent(installed, settings, '1.26.3')).toBe(false);
      expect(isCurrent(installed.replace('burst=1000', 'burst=9'), settings)).toBe(false);
      // As it was written in another year.
      const year = String(new Date().getUTCFullYear());
      const earlier = installed.replace(new RegExp(`^ {4}"~\\^${year}-.*\\n`, 'm'), '');
      expect(earlier).not.toBe(installed);
      expect(isCurrent(earlier, settings)).toBe(true);
    });

    it('is none of ours where it is for another data folder, or written by somebody', () => {
      const installed = nginxConfig(settings, options);
      expect(isCurrent(installed, { ...settings, dataDir: '/srv/other' })).toBeUndefined();
      expect(isCurrent('server {}', settings)).toBeUndefined();
    });
  });

  it('refuses what would break out of its place', () => {
    const fill = (serverName: string) => () => nginxConfig(readSettings({}), { listen: '80', serverName });
    expect(fill('x; include /etc/passwd')).toThrow('SERVER_NAME cannot stand');
    expect(fill('')).toThrow('SERVER_NAME cannot stand');
    const behind = () =>
      nginxConfig(readSettings({}), { listen: '80', serverName: 'x', behind: '10.0.0.1; }' });
    expect(behind).toThrow('BEHIND cannot stand');
  });
});
