// `npm run --silent sbom > sbom.cdx.json`: prints the bill of materials of all dependencies in CycloneDX.
// `-- --check` prints nothing and ends with status 1 where a package is missing in it, has no hash or is
// under a licence that nobody has looked at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './lib/command.ts';
import { Problem } from './lib/problem.mjs';
import { root } from './lib/root.ts';
import { makeSbom, sbomProblems } from './lib/sbom.ts';

await runCommand(async () => {
  const sbom = makeSbom();
  if (!process.argv.includes('--check')) {
    process.stdout.write(sbom);
    return;
  }
  const problems = sbomProblems(
    JSON.parse(sbom),
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')),
  );
  if (problems.length > 0)
    throw new Problem(`The bill of materials is not right:\n  ${problems.join('\n  ')}`);
});
