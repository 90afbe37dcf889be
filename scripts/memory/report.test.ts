import { expect, it } from 'vitest';
import { lookAt, type MemoryLook, phaseOf } from './looks.ts';
import { reportOf } from './report.ts';

const look = (cms: number, builder: number): MemoryLook => ({
  parts: { cms: cms * 1e6, builder: builder * 1e6, site: 50e6, postgres: 100e6 },
  cmsAlone: 400e6,
  processes: [
    ['loop.ts', builder * 1e6],
    ['postgres', 100e6],
    ['small.ts', 1e6],
  ],
});

it('tells the peak of each part and that of all at one moment, which is less than their sum', () => {
  const build = phaseOf('first build', [look(500, 100), look(700, 200), look(450, 900)]);
  const rest = phaseOf('idle', [look(450, 300)]);
  const text = reportOf({
    ...{ entries: 10_000, commit: 'abc1234', limit: 8e9 },
    ...{ phases: [build, rest], idle: look(440, 250) },
  });
  expect(text).toContain('| first build | 400 | 700 | 900 | 50 | 100 | 1500 |');
  expect(text).toContain('| **idle, at the end** | 400 | 440 | 250 | 50 | 100 | 840 |');
  expect(text).toContain('At most 1500 MB together (first build), 840 MB when idle.');
  expect(text).toContain('under a limit of 8.0 GB');
  expect(text).toContain('it was loop.ts 900, postgres 100.');
});

it.runIf(process.platform === 'linux')('looks at this process and names what runs in it', () => {
  const { parts, cmsAlone, processes } = lookAt({ cms: [process.pid], builder: [], site: [], postgres: [] });
  expect(cmsAlone).toBeGreaterThan(20e6);
  expect(parts.cms).toBeGreaterThanOrEqual(cmsAlone * 0.9);
  expect(parts.builder).toBe(0);
  expect(processes.length).toBeGreaterThan(0);
});
