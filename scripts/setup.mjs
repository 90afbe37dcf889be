// Every npm script starts here, with whatever Node the machine has and nothing installed:
//   node scripts/setup.mjs <command> [arguments]
// installs what is missing, then runs scripts/<command>.ts with the project's own Node.
// This file and node-version.mjs keep to old syntax, so that an old Node can still say it is too old.
import { nodeProblem } from './lib/install/node-version.mjs';

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
} else {
  import('./lib/install/bootstrap.mjs')
    .then(({ bootstrap }) => bootstrap(process.argv.slice(2)))
    .then((status) => {
      process.exitCode = status;
    });
}
