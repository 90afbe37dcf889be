import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a command of the operators to its end. */
export function runScript(
  script: 'rollback' | 'verify',
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ status: number; said: string }> {
  const path = fileURLToPath(new URL(`../build/cli/${script}.ts`, import.meta.url));
  const env = { ...process.env, ...environment };
  return new Promise((resolve) =>
    execFile(process.execPath, [path, ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), said: stdout + stderr }),
    ),
  );
}
