import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { death, launch } from './processes.ts';
import { root } from './root.ts';
import { runToEnd } from './step.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'processes-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes a script into the test's folder and returns how it is launched. */
async function script(text: string) {
  const file = join(folder, 'child.mjs');
  await writeFile(file, text);
  return { name: 'the child', script: [file], log: join(folder, 'child.log') };
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A dead process whose parent died first keeps its id until the system has noticed, as state Z.
    return !existsSync('/proc') || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** Reads a file that a child writes once it runs. */
async function written(name: string): Promise<string> {
  for (;;) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (text.endsWith('\n')) return text.trim();
    await sleep(20);
  }
}

it('says how a child ended and what it said last, and keeps its output', async () => {
  const options = await script('console.log("\\u001b[31mno room\\u001b[0m"); process.exit(3);');
  await expect(death(launch(options))).rejects.toThrow(
    `Unexpectedly, the child ended: exit status 3; all of its output is in ${options.log}\n  no room`,
  );
  expect(await readFile(options.log, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z no room\n$/);
});

it('dates each line in UTC unless it is dated', async () => {
  const options = await script('console.log("[2026-01-01T00:00:00.000Z] info: a\\n    at b")');
  await runToEnd({ ...options, env: { ...process.env, TZ: 'Asia/Dhaka' } });
  expect(await readFile(options.log, 'utf8')).toMatch(
    /^\[2026-01-01T00:00:00.000Z\] info: a\n\d{4}-[\d:.T-]+Z {5}at b\n$/,
  );
});

it('sets the clock of a child to UTC, whatever its settings say', async () => {
  const options = await script('console.log(new Date(2026, 0, 1).toISOString(), process.env.TZ)');
  await runToEnd({ ...options, env: { ...process.env, TZ: 'America/New_York' } });
  expect(await readFile(options.log, 'utf8')).toBe('2026-01-01T00:00:00.000Z UTC\n');
});

it('keeps the log of the run before', async () => {
  await runToEnd(await script('console.log("first")'));
  await runToEnd(await script('console.log("second")'));
  expect(await readFile(join(folder, 'child.log.1'), 'utf8')).toContain(' first\n');
});

it('fails when a script fails', async () => {
  await expect(runToEnd(await script('throw new Error("broken")'))).rejects.toThrow(
    /the child failed.*broken/s,
  );
});

it('stops a child together with what the child started', async () => {
  const child = launch(
    await script(`
      import { spawn } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      const grandchild = spawn('sleep', ['60'], { stdio: 'ignore' });
      writeFileSync('${folder}/pid', grandchild.pid + '\\n');
      setInterval(() => {}, 1000);`),
  );
  const grandchild = Number(await written('pid'));
  expect(alive(grandchild)).toBe(true);
  await child.stop();
  await expect.poll(() => alive(grandchild), { timeout: 240_000 }).toBe(false);
});

it('does not leave a child behind when this process is killed', async () => {
  await writeFile(
    join(folder, 'parent.ts'),
    `import { launch } from '${root}/scripts/lib/processes.ts';
     launch({ name: 'the child', script: ['${folder}/child.mjs'] });`,
  );
  await script(`
    import { writeFileSync } from 'node:fs';
    writeFileSync('${folder}/pid', process.pid + '\\n');
    setInterval(() => {}, 1000);`);
  const parent = launch({
    name: 'the parent',
    script: [join(folder, 'parent.ts')],
    log: join(folder, 'p.log'),
  });
  const child = Number(await written('pid'));
  process.kill(Number(parent.pid), 'SIGKILL');
  await expect.poll(() => alive(child), { timeout: 240_000 }).toBe(false);
});
