import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, startCms, type TestCms } from './cms.ts';

/** How long a sign-in takes, with passwords as costly as they are in earnest. */

let cms: TestCms;

beforeAll(async () => {
  process.env.TRUSTED_PROXIES = '1';
  cms = await startCms({ costlyPasswords: true });
});
afterAll(async () => {
  delete process.env.TRUSTED_PROXIES;
  await cms.stop();
});

async function makeAccount({ strapi }: TestCms): Promise<{ email: string }> {
  const role = await strapi.service('admin::role').findOne({ code: 'editor' });
  return strapi.service('admin::user').create({
    email: 'editor@ministry.example.org',
    password: 'Quiet-river-lantern-42',
    firstname: 'Focal point',
    isActive: true,
    registrationToken: null,
    roles: [role.id],
  });
}

let addresses = 0;

/** From an address that nobody has signed in from yet. */
function signIn(email: string, password: string) {
  addresses += 1;
  const headers = { 'x-forwarded-for': `198.51.100.${addresses}` };
  return send(cms.url, 'POST', '/admin/login', { email, password }, headers);
}

describe('signing in', () => {
  it('takes as long for an unknown account as for a wrong password', async () => {
    const { email } = await makeAccount(cms);
    const times = { unknown: [] as number[], wrong: [] as number[] };
    const measure = async (kind: keyof typeof times, name: string) => {
      const started = performance.now();
      await signIn(name, 'wrong');
      times[kind].push(performance.now() - started);
    };
    for (let number = 0; number < 11; number += 1) {
      await measure('wrong', email);
      await measure('unknown', `unknown${number}@example.org`);
    }
    const median = (all: number[]) => all.sort((a, b) => a - b)[5] ?? 0;
    const [unknown, wrong] = [median(times.unknown), median(times.wrong)];
    expect(unknown / wrong).toBeGreaterThan(0.6);
    expect(unknown / wrong).toBeLessThan(1.7);
  });
});
