// `npm run health`: says how each part is, from what they noted, and ends with status 1 where a person must act.
// `-- --tell` tells OPERATOR_EMAIL, as a timer of systemd has it do every minute.
import { loadEnvironment } from './environment.ts';
import { runCommand } from './lib/command.ts';
import { look } from './lib/parts/look.ts';
import { findNeeds, OperatorMail } from './lib/parts/operator-mail.ts';
import { Problem } from './lib/problem.mjs';

await runCommand(async () => {
  const words = process.argv.slice(2);
  const unknown = words.find((word) => word !== '--tell');
  if (unknown !== undefined) throw new Problem(`npm run health knows no “${unknown}”, only --tell.`);
  const settings = loadEnvironment();
  const { health, processes } = await look(settings.dataDir);
  if (words.length > 0) {
    // systemd's own place for what is needed until the machine is started anew.
    await new OperatorMail(settings, process.env.RUNTIME_DIRECTORY).tell(findNeeds(health, processes));
    return;
  }
  const since = (time: string | null) => (time ? ` since ${time}` : '');
  for (const [name, check] of Object.entries(health.checks)) {
    console.log(`${check.status}  ${name}${since(check.since)}${check.output ? `: ${check.output}` : ''}`);
  }
  for (const { name, state, since: from, restarts, failing } of health.processes ?? []) {
    console.log(
      `${failing ? 'fail' : 'pass'}  process ${name}: ${state} since ${from}, started again ${restarts} times`,
    );
  }
  console.log(health.release ? `Live: release ${health.release}` : 'There is no release yet.');
  if (!health.ok) process.exitCode = 1;
});
