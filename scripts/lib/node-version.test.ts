import { expect, it } from 'vitest';
import { nodeProblem } from './node-version.mjs';

it.each(['18.20.4', '20.0.0', '22.12.0', '24.21.0'])('accepts Node %s', (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

it.each(['8.17.0', '12.22.12', '16.20.2', '17.9.1'])(
  'says that Node %s is too old, and what to do',
  (version) => {
    expect(nodeProblem(version)).toBe(
      `Node ${version} is too old: install Node 18 or newer from https://nodejs.org and run the command again.`,
    );
  },
);
