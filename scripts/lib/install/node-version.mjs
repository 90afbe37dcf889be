/** The oldest major version that can install the project, which then brings its own Node. npm on an older one leaves out what needs 20, and says nothing. */
const OLDEST_NODE = 20;

/**
 * Says in one line why this Node cannot be used; undefined when it can.
 * @param {string} version such as `20.11.1`
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) return undefined;
  return `Node ${version} is too old: install Node ${OLDEST_NODE} or newer from https://nodejs.org and run the command again.`;
}
