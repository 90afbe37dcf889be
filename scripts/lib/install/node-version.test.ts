import { expect, it } from 'vitest';
import { nodeProblem } from './node-version.mjs';

it.each(['20.0.0', '22.12.0', '24.21.0'])('accepts Node %s', (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

it.each(['8.17.0', '12.22.12', '18.20.4', '19.9.0'])(
  'says that Node %s is too old, and what to do',
  (version) => {
    expect(nodeProblem(version)).toBe(
      `Node ${version} is too old: install Node 20 or newer from https://nodejs.org and run the command again.`,
    );
  },
);
